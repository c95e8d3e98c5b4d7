using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class DeepBeliefScoringSoak : IScoringSoak
{
    public string Name => "score.dbn";

    public string Column => "Score";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Rows(ml, 4_000, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.MulticlassClassification.Trainers.DeepBeliefNetwork(
            new DeepBeliefPredictionOptions { Pretraining = training, Training = training }).Fit(rows);
}

using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class SequenceScoringSoak : IScoringSoak
{
    public string Name => "score.text";

    public string Column => "Score";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Texts(ml, 4_000, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.MulticlassClassification.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions { FeatureColumnName = "Words", Training = training }).Fit(rows);
}

using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class PerceptronScoringSoak : IScoringSoak
{
    public string Name => "score.perceptron";

    public string Column => "Score";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Rows(ml, 4_000, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { Training = training }).Fit(rows);
}

using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class PerceptronSoak : ISoakFamily
{
    public string Name => "perceptron";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { Training = training })
            .Fit(SoakData.Rows(ml, 32_000));
    }
}

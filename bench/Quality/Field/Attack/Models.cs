using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Small fitted models.</summary>
internal static class Models
{
    /// <summary>A perceptron, trained for an epoch.</summary>
    public static MultilayerPerceptronTransformer Perceptron(MLContext ml, IDataView data) => ml.BinaryClassification.Trainers
        .MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [8], Training = new TrainingOptions { Epochs = 1 } }).Fit(data);
}

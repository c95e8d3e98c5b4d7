using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Scoring;

/// <summary>Small fitted networks for tests of scoring.</summary>
internal static class FittedModels
{
    public static MultilayerPerceptronTransformer Classifier(MLContext ml, MultilayerPerceptronOptions? options = null) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(Quick(options)).Fit(Blobs.WithKeys(ml, 96));

    public static MultilayerPerceptronTransformer Binary(MLContext ml, MultilayerPerceptronOptions? options = null) =>
        ml.BinaryClassification.Trainers.MultilayerPerceptron(Quick(options) with { LabelColumnName = "IsFirst" }).Fit(
            Blobs.Create(ml, 96));

    public static MultilayerPerceptronTransformer Regression(MLContext ml, MultilayerPerceptronOptions? options = null) =>
        ml.Regression.Trainers.MultilayerPerceptron(Quick(options) with { LabelColumnName = "Number" }).Fit(Blobs.Create(ml, 96));

    private static MultilayerPerceptronOptions Quick(MultilayerPerceptronOptions? options) =>
        (options ?? new MultilayerPerceptronOptions { HiddenSizes = [16] }) with
        {
            Training = new TrainingOptions
            {
                Epochs = 2,
                BatchSize = 16
            }
        };
}

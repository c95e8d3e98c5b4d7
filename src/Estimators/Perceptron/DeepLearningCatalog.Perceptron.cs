using DeepML;
using DeepML.Data;
using DeepML.Estimators;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a multi-class perceptron: a linear network that learns from its errors only.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a key of uint, or a text or boolean, which is mapped to a key inside.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    public static PerceptronEstimator Perceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.Perceptron(new PerceptronOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <inheritdoc cref="Perceptron(MulticlassClassificationCatalog.MulticlassClassificationTrainers, string, string)"/>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static PerceptronEstimator Perceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, PerceptronOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new MulticlassTask(), options);

    /// <summary>Trains a perceptron to answer yes or no: a linear network that learns from its errors only. It has no
    /// Probability.</summary>
    /// <remarks>Evaluate it with <c>EvaluateNonCalibrated</c>; <c>ml.BinaryClassification.Calibrators.Platt</c> makes probabilities of
    /// scores.</remarks>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a boolean.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    public static PerceptronEstimator Perceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, string labelColumnName = "Label",
            string featureColumnName = "Features") =>
        catalog.Perceptron(new PerceptronOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <inheritdoc cref="Perceptron(BinaryClassificationCatalog.BinaryClassificationTrainers, string, string)"/>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static PerceptronEstimator Perceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, PerceptronOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new BinaryTask(hasProbability: false), options);
}

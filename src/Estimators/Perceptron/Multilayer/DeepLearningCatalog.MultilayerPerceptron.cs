using DeepML;
using DeepML.Data;
using DeepML.Estimators;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a multilayer perceptron to tell classes apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a key of uint, or a text or boolean, which is mapped to a key inside.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    public static MultilayerPerceptronEstimator MultilayerPerceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a multilayer perceptron to tell classes apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static MultilayerPerceptronEstimator MultilayerPerceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, MultilayerPerceptronOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new MulticlassTask(), options);

    /// <summary>Trains a multilayer perceptron to answer yes or no.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a boolean.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    public static MultilayerPerceptronEstimator MultilayerPerceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a multilayer perceptron to answer yes or no.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static MultilayerPerceptronEstimator MultilayerPerceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, MultilayerPerceptronOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new BinaryTask(), options);

    /// <summary>Trains a multilayer perceptron to predict a number.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a float.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    public static MultilayerPerceptronEstimator MultilayerPerceptron(
        this RegressionCatalog.RegressionTrainers catalog, string labelColumnName = "Label", string featureColumnName = "Features") =>
        catalog.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a multilayer perceptron to predict a number.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static MultilayerPerceptronEstimator MultilayerPerceptron(
        this RegressionCatalog.RegressionTrainers catalog, MultilayerPerceptronOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new RegressionTask(), options);
}

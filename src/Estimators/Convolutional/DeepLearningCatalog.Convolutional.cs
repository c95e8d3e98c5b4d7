using DeepML;
using DeepML.Data;
using DeepML.Estimators;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a small convolutional network to tell classes of pictures apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a key of uint, or a text or boolean, which is mapped to a key inside.</param>
    /// <param name="featureColumnName">
    /// Name of the pictures: an image of known size, or a vector of float whose dimensions are those of a picture.
    /// </param>
    public static ConvolutionalNetworkEstimator ConvolutionalNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.ConvolutionalNetwork(
            new ConvolutionalNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a convolutional network to tell classes of pictures apart.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Pictures, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range, or a layer does not fit; each is named.</exception>
    public static ConvolutionalNetworkEstimator ConvolutionalNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, ConvolutionalNetworkOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new MulticlassTask(), options);

    /// <summary>Trains a small convolutional network to answer yes or no.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a boolean.</param>
    /// <param name="featureColumnName">
    /// Name of the pictures: an image of known size, or a vector of float whose dimensions are those of a picture.
    /// </param>
    public static ConvolutionalNetworkEstimator ConvolutionalNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.ConvolutionalNetwork(
            new ConvolutionalNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a convolutional network to answer yes or no.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Pictures, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range, or a layer does not fit; each is named.</exception>
    public static ConvolutionalNetworkEstimator ConvolutionalNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, ConvolutionalNetworkOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new BinaryTask(), options);

    /// <summary>Trains a small convolutional network to predict a number from a picture.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a float.</param>
    /// <param name="featureColumnName">
    /// Name of the pictures: an image of known size, or a vector of float whose dimensions are those of a picture.
    /// </param>
    public static ConvolutionalNetworkEstimator ConvolutionalNetwork(
        this RegressionCatalog.RegressionTrainers catalog, string labelColumnName = "Label", string featureColumnName = "Features") =>
        catalog.ConvolutionalNetwork(
            new ConvolutionalNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a convolutional network to predict a number from a picture.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Pictures, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range, or a layer does not fit; each is named.</exception>
    public static ConvolutionalNetworkEstimator ConvolutionalNetwork(
        this RegressionCatalog.RegressionTrainers catalog, ConvolutionalNetworkOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), new RegressionTask(), options);

    /// <summary>Takes the output of a layer of a fitted network as features for other trainers.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the features: a vector of float.</param>
    /// <param name="inputColumnName">
    /// Name of the pictures, of the size the network was fitted to; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="model">The network; it is copied.</param>
    /// <param name="layerName">Name of the layer; null takes the one before the answer.</param>
    /// <exception cref="ArgumentException">There is no such layer; all names are listed.</exception>
    public static ConvolutionalFeaturesEstimator ConvolutionalFeatures(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, ConvolutionalNetworkTransformer model,
        string? layerName = null) =>
        new(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, model, layerName);

    /// <summary>Takes the output of a layer as features for other trainers, with weights from a file.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the features: a vector of float.</param>
    /// <param name="inputColumnName">Name of the pictures; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">Pictures, architecture and weights.</param>
    /// <exception cref="ArgumentException">Options are out of range, or a layer does not fit; each is named.</exception>
    public static ConvolutionalFeaturesEstimator ConvolutionalFeatures(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, ConvolutionalFeaturesOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
}

using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Trains a classifier that knows each class by the mean of its rows' vectors, and to which further classes can be added from a few
    /// rows without training.
    /// </summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a key of uint, or a text or boolean, which is mapped to a key inside.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    public static PrototypesEstimator Prototypes(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.Prototypes(new PrototypesOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>
    /// Trains a classifier that knows each class by the mean of its rows' vectors, or by a description, and to which further classes can be
    /// added without training.
    /// </summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Layers, episodes, descriptions and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static PrototypesEstimator Prototypes(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, PrototypesOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), options);

    /// <summary>
    /// Trains an embedding by pairs or triplets of rows: a vector of each, such that rows of one class lie near each other and others
    /// apart, also of classes that were not learned.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the vectors.</param>
    /// <param name="inputColumnName">
    /// Name of what is read: a vector of float of known size, or pictures; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="labelColumnName">Name of the label: a key of uint, a text or a boolean.</param>
    /// <param name="options">Layers, loss and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static MetricEmbeddingEstimator MetricEmbedding(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, string labelColumnName = "Label",
        MetricEmbeddingOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        return new(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName ?? outputColumnName, labelColumnName,
            options ?? new MetricEmbeddingOptions());
    }
}

using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Lets a recurrent network of given weights settle: a(0) = the input, a(t + 1) = f(W a(t) + b).</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of settled states: a vector of float with a number for each unit.</param>
    /// <param name="inputColumnName">
    /// Name of the column of states to begin with, of the same size; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Weights and limits.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SettlingNetworkEstimator SettlingNetwork(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, SettlingNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SettlingNetworkEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>Stores rows of -1 and 1 in a Hopfield memory, and recalls them from damaged ones.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of recalled rows: a vector of float, -1 and 1.</param>
    /// <param name="inputColumnName">
    /// Name of the column of rows: a vector of float of known size; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">How rows are stored and recalled; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static HopfieldMemoryEstimator HopfieldMemory(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, HopfieldMemoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new HopfieldMemoryEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new HopfieldMemoryOptions());
    }

    /// <summary>Stores rows of -1 and 1 with their classes, and names the nearest by Hamming distance.</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label: a key of uint, or a text or boolean, which is mapped to a key inside.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    public static HammingNetworkEstimator HammingNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        catalog.HammingNetwork(new HammingNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <inheritdoc cref="HammingNetwork(MulticlassClassificationCatalog.MulticlassClassificationTrainers, string, string)"/>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="options">Columns and competition.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static HammingNetworkEstimator HammingNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, HammingNetworkOptions options) =>
        new(CatalogAccess.EnvironmentOf(catalog), options);
}

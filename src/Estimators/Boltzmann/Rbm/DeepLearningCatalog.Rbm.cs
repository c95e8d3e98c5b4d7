using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Learns features of each row, and a model of the rows, with a restricted Boltzmann machine.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">
    /// Name of the column of hidden means: a vector of float of <paramref name="hiddenSize"/> numbers.
    /// </param>
    /// <param name="inputColumnName">
    /// Name of the column to learn: a vector of float of known size, in [0, 1]; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="hiddenSize">Number of hidden units; at least 1.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static RbmEstimator RestrictedBoltzmannMachine(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, int hiddenSize = 64) =>
        catalog.RestrictedBoltzmannMachine(outputColumnName, inputColumnName, new RbmOptions { HiddenSize = hiddenSize });

    /// <summary>Learns features of each row, and a model of the rows, with a restricted Boltzmann machine.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">
    /// Name of the column of hidden means: a vector of float of <see cref="RbmOptions.HiddenSize"/> numbers.
    /// </param>
    /// <param name="inputColumnName">
    /// Name of the column to learn: a vector of float of known size; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Units and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RbmEstimator RestrictedBoltzmannMachine(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, RbmOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new RbmEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }
}

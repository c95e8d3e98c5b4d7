using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Learns features of each moment of a sequence, and a model of what follows, with a Boltzmann machine whose biases depend on past
    /// frames.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">
    /// Name of the column of hidden means: a vector of float of <see cref="ConditionalRbmOptions.HiddenSize"/> numbers.
    /// </param>
    /// <param name="inputColumnName">
    /// Name of the column to learn: a vector of float of known size that holds <see cref="ConditionalRbmOptions.PastFrames"/> frames and
    /// the present one, the oldest first; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Past, units and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static ConditionalRbmEstimator ConditionalBoltzmannMachine(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, ConditionalRbmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ConditionalRbmEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new ConditionalRbmOptions());
    }
}

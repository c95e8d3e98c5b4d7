using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Trains a network to write sequences again from a code of a fixed size: features of texts and curves without labels, an error by
    /// which odd ones stand out, and a way from one sequence to another.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the code: a vector of float.</param>
    /// <param name="inputColumnName">
    /// Name of the sequences: vectors of float or of keys; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SequenceAutoencoderEstimator SequenceAutoencoder(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, SequenceAutoencoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SequenceAutoencoderEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new SequenceAutoencoderOptions());
    }
}

using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Trains a network to foresee the next key of sequences, words of sentences for example: it measures how surprising a sequence is,
    /// says what may follow, and writes.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the bits per key of each sequence: a float.</param>
    /// <param name="inputColumnName">Name of the sequences: vectors of keys; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">Architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SequenceLanguageModelEstimator SequenceLanguageModel(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        SequenceLanguageModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SequenceLanguageModelEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new SequenceLanguageModelOptions());
    }
}

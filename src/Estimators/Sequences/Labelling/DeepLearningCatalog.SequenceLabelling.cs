using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Trains a network to read the labels of sequences in their order, where nobody has said at which steps they are: letters of pen
    /// strokes, sounds of frames.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the labels read: a vector of keys with the label's values.</param>
    /// <param name="inputColumnName">
    /// Name of the sequences: vectors of float or of keys; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="labelColumnName">
    /// Name of the right labels: vectors of keys, in their order, at most one for each step, and fewer where two neighbours are the same.
    /// </param>
    /// <param name="options">Architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SequenceLabellingEstimator SequenceLabelling(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, string labelColumnName = "Label",
        SequenceLabellingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SequenceLabellingEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, labelColumnName,
            options ?? new SequenceLabellingOptions());
    }
}

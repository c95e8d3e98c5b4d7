using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a network to write a sentence on each picture.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the sentences written: vectors of keys with the values of the right ones.</param>
    /// <param name="inputColumnName">
    /// Name of the pictures: a vector of float with height, width and channels, an MLImage, or the path of a file; null takes
    /// <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="sentenceColumnName">Name of the right sentences: vectors of keys, one or more.</param>
    /// <param name="options">Pictures, architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static ImageCaptionEstimator CaptionImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, string sentenceColumnName = "Sentence",
        ImageCaptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ImageCaptionEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, sentenceColumnName,
            options ?? new ImageCaptionOptions());
    }
}

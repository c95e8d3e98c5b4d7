using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Learns to make pictures of others, from pairs of them: edges into objects, maps into views, stains off.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of pictures that are made: of the same kind as the input.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures that are given: an MLImage of one size, or a vector of float in [0, 1] with the dimensions of a
    /// picture; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="targetColumnName">Name of the column of what they should become, of the same size; needed for training only.</param>
    /// <param name="options">Networks and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static ImageTranslationEstimator TranslateImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, string targetColumnName,
        TranslateImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(targetColumnName);
        return new ImageTranslationEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new TranslateImageOptions(),
            targetColumnName);
    }
}

using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Learns to tell the class of every pixel of pictures.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">
    /// Name of the answer: a vector of keys with rows and columns of pixels, or a coloured picture of the input's kind.
    /// </param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures: an MLImage of one size, or a vector of float with the dimensions of a picture; null takes
    /// <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="maskColumnName">
    /// Name of the column with the class of every pixel: a vector of keys, a vector of whole numbers from 0, or an image whose grey levels
    /// are the numbers; needed for training only.
    /// </param>
    /// <param name="options">Classes, network and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SegmentImageEstimator SegmentImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, string maskColumnName,
        SegmentImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SegmentImageEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, maskColumnName, options ?? new SegmentImageOptions());
    }
}

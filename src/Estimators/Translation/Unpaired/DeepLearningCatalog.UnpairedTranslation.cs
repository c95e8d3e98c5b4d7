using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Learns to make pictures of one kind into those of another, and back, from examples of each that do not belong together: horses into
    /// zebras, summer into winter, drawings into photographs.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of pictures that are made: of the same kind of column as the input.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures, in both views: an MLImage of one size, or a vector of float in [0, 1] with the dimensions of a
    /// picture; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Networks and training; null for the defaults.</param>
    /// <param name="target">
    /// Rows with pictures of the second kind, for <c>Fit(source)</c>, as chains call it; null if each call of <c>Fit(source, target)</c>
    /// gives them.
    /// </param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static UnpairedTranslationEstimator TranslateImageUnpaired(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        TranslateImageUnpairedOptions? options = null, IDataView? target = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new UnpairedTranslationEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, target,
            options ?? new TranslateImageUnpairedOptions());
    }
}

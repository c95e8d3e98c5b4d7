using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Filters pictures in the classic way: kernels, contrast, histograms, two values, boundaries, sizes.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of filtered pictures: of the same kind as the input.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures: an MLImage of one size, or a vector of float; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="filters">What is done, one after the other.</param>
    /// <exception cref="ArgumentException">Filters are out of range; every fault is named with its value and range.</exception>
    public static FilterImageEstimator FilterImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, params ImageFilter[] filters) =>
        catalog.FilterImage(outputColumnName, inputColumnName, new FilterImageOptions { Filters = filters });

    /// <inheritdoc cref="FilterImage(TransformsCatalog, string, string?, ImageFilter[])"/>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of filtered pictures: of the same kind as the input.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures: an MLImage of one size, or a vector of float; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Pictures and filters.</param>
    public static FilterImageEstimator FilterImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, FilterImageOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new FilterImageEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>Measures area, boundary, moments, colours and edges of pictures, as features for other trainers.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of features: a vector of float whose slots have names.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures: an MLImage of one size, or a vector of float; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">What is measured; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static ImageDescriptorsEstimator ImageDescriptors(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, ImageDescriptorsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ImageDescriptorsEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new ImageDescriptorsOptions());
    }
}

using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Makes pictures larger. It is fitted to large pictures, which it makes smaller to learn from.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of larger pictures: of the same kind as the input.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures: an MLImage of one size, or a vector of float in [0, 1] with the dimensions of a picture; null takes
    /// <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="factor">How many times larger the sides become; in [2, 16].</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public static ImageTranslationEstimator SuperResolveImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, int factor = 2) =>
        catalog.SuperResolveImage(outputColumnName, inputColumnName, new SuperResolveImageOptions { Factor = factor });

    /// <inheritdoc cref="SuperResolveImage(TransformsCatalog, string, string?, int)"/>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of larger pictures: of the same kind as the input.</param>
    /// <param name="inputColumnName">Name of the column of pictures; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">Factor, networks and training.</param>
    public static ImageTranslationEstimator SuperResolveImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, SuperResolveImageOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ImageTranslationEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>
    /// Fills holes in pictures. It is fitted to whole pictures, into which it draws holes to learn from; pixels outside of holes come back
    /// as they were.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of filled pictures: of the same kind as the input.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures: an MLImage of one size, or a vector of float in [0, 1] with the dimensions of a picture; null takes
    /// <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="maskColumnName">
    /// Name of the column of masks, pictures of the same size and one channel: above one half where something is missing. Nothing is
    /// learned of what is missing in training. Null where <see cref="InpaintImageOptions.HoleColor"/> marks holes.
    /// </param>
    /// <param name="options">Holes, networks and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// Options are out of range, or neither a column nor a colour says what is missing, or both do.
    /// </exception>
    public static ImageTranslationEstimator InpaintImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, string? maskColumnName,
        InpaintImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (maskColumnName is null == (options?.HoleColor is null))
            throw new ArgumentException(
                maskColumnName is null
                    ? "Nothing says what is missing: name a column of masks, or set HoleColor."
                    : $"Both the column of masks '{maskColumnName}' and HoleColor say what is missing: leave one of them out.",
                nameof(maskColumnName));
        return new ImageTranslationEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new InpaintImageOptions(),
            mask: maskColumnName);
    }

    /// <summary>Gives colours to grey pictures. It is fitted to coloured ones.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of coloured pictures: of the same kind as the input.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures: an MLImage of one size, or a vector of float in [0, 1] with the dimensions of a picture, of 3
    /// channels in training and 3 or 1 in scoring; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Networks and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static ImageTranslationEstimator ColorizeImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, ColorizeImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ImageTranslationEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new ColorizeImageOptions());
    }

    /// <summary>
    /// Takes watermarks, scratches, stamps, noise and blur off pictures. It is fitted to clean ones, which it spoils to learn from, or to
    /// pairs.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of clean pictures: of the same kind as the input.</param>
    /// <param name="inputColumnName">
    /// Name of the column of pictures: an MLImage of one size, or a vector of float in [0, 1] with the dimensions of a picture; null takes
    /// <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">What spoils pictures, networks and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static ImageTranslationEstimator CleanImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, CleanImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ImageTranslationEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new CleanImageOptions(),
            options?.TargetColumnName);
    }
}

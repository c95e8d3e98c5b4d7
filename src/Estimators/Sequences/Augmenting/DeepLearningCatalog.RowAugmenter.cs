using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Adds copies of texts to training data, in which words are synonyms of those that stood there, inserted, swapped or left out; append
    /// it with <c>TransformerScope.Training</c>, before what makes features of the texts.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="columnName">Name of the texts.</param>
    /// <param name="augmentation">What is changed; null leaves out every tenth word.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RowAugmenterEstimator AugmentText(
        this TransformsCatalog catalog, string columnName = "Text", TextAugmentation? augmentation = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new RowAugmenterEstimator(CatalogAccess.EnvironmentOf(catalog), columnName, augmentation ?? new TextAugmentation());
    }

    /// <summary>
    /// Adds copies of series, or of sounds, to training data, with noise, of other size, at other times, speeds or pitch; append it with
    /// <c>TransformerScope.Training</c>.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="columnName">Name of the series: vectors of float of known size or not, one or several numbers per step.</param>
    /// <param name="augmentation">What is changed; null for a tenth of noise and of size.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RowAugmenterEstimator AugmentSeries(
        this TransformsCatalog catalog, string columnName = "Features", SeriesAugmentation? augmentation = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new RowAugmenterEstimator(CatalogAccess.EnvironmentOf(catalog), columnName, augmentation ?? new SeriesAugmentation());
    }
}

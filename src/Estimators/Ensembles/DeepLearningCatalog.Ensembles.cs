using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a trainer several times, each time on other rows, and averages what the models say (bagging).</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="trainer">Any trainer for classes, yes or no or numbers, or a chain that ends with one.</param>
    /// <param name="count">Models; in [1, 1,000].</param>
    /// <exception cref="ArgumentException">The count is out of range.</exception>
    public static EnsembleEstimator Ensemble(this TransformsCatalog catalog, IEstimator<ITransformer> trainer, int count = 5)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return catalog.Ensemble(_ => trainer, new EnsembleOptions { Members = count });
    }

    /// <summary>Trains several trainers, on all rows or each on others, and averages what the models say.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="trainer">From the number of the member, from 0, to its trainer: one with another seed, say.</param>
    /// <param name="options">Members and rows; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static EnsembleEstimator Ensemble(
        this TransformsCatalog catalog, Func<int, IEstimator<ITransformer>> trainer, EnsembleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new EnsembleEstimator(CatalogAccess.EnvironmentOf(catalog), trainer, options ?? new EnsembleOptions());
    }
}

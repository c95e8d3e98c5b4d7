using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Learns how columns are distributed where the chain is fitted, so that later rows can be set beside them
    /// (<see cref="DriftWatchTransformer.Compare"/>): Jensen–Shannon divergence, population stability index and a verdict for each column.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="columnNames">Names of the columns: numbers, vectors, booleans, texts or keys.</param>
    /// <exception cref="ArgumentException">There is no name, or one twice.</exception>
    public static DriftWatchEstimator WatchDrift(this TransformsCatalog catalog, params string[] columnNames) =>
        catalog.WatchDrift(new DriftOptions(), columnNames);

    /// <inheritdoc cref="WatchDrift(TransformsCatalog, string[])"/>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="options">Bins, and from where on it counts as drift.</param>
    /// <param name="columnNames">Names of the columns: numbers, vectors, booleans, texts or keys.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static DriftWatchEstimator WatchDrift(this TransformsCatalog catalog, DriftOptions options, params string[] columnNames)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DriftWatchEstimator(CatalogAccess.EnvironmentOf(catalog), columnNames, options);
    }
}

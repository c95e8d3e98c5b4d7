using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains one network to answer several tasks about each row.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="featureColumnName">
    /// Name of the features: a vector of float of known size, or what <see cref="MultitaskOptions.Body"/> reads.
    /// </param>
    /// <param name="heads">The tasks, each with a label column.</param>
    /// <param name="options">Architecture, sharing and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Tasks or options are out of range; every fault is named with its value and range.</exception>
    public static MultitaskEstimator MultitaskNetwork(
        this TransformsCatalog catalog, string featureColumnName, IReadOnlyList<TaskHead> heads, MultitaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        ArgumentNullException.ThrowIfNull(heads);
        return new MultitaskEstimator(CatalogAccess.EnvironmentOf(catalog), featureColumnName, heads, options ?? new MultitaskOptions());
    }
}

using DeepML;
using DeepML.Data;
using DeepML.Estimators;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Learns to make rows like those it is shown, and adds synthetic rows to training data; append it with
    /// <c>TransformerScope.Training</c>.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    /// <param name="labelColumnName">Name of the label: a key of uint; null learns rows without classes.</param>
    /// <param name="options">Networks, rules of the game, and amount of rows; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static GanAugmenterEstimator AugmentWithGan(
        this TransformsCatalog catalog, string featureColumnName = "Features", string? labelColumnName = "Label",
        GanAugmenterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        if (labelColumnName is not null)
            ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        return new GanAugmenterEstimator(
            CatalogAccess.EnvironmentOf(catalog), new GanColumns([featureColumnName], labelColumnName, IsTable: false),
            options ?? new GanAugmenterOptions());
    }

    /// <summary>Learns to make rows of a table with numbers, booleans, texts and keys, and adds synthetic rows to training data.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="columnNames">Names of the columns to learn, without the label: numbers of any type, booleans, texts and keys.</param>
    /// <param name="labelColumnName">Name of the label: a boolean, text or key; null learns rows without classes.</param>
    /// <param name="options">Networks, rules of the game, and amount of rows; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no columns, one is named twice, or options are out of range.</exception>
    public static GanAugmenterEstimator AugmentTableWithGan(
        this TransformsCatalog catalog, IReadOnlyList<string> columnNames, string? labelColumnName = null,
        GanAugmenterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(columnNames);
        string[] names = labelColumnName is null ? [.. columnNames] : [.. columnNames, labelColumnName];
        if (columnNames.Count == 0 || names.Any(string.IsNullOrEmpty) || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw new ArgumentException(
                "There must be at least one column, each with a name of its own, the label not among them.", nameof(columnNames));
        return new GanAugmenterEstimator(
            CatalogAccess.EnvironmentOf(catalog), new GanColumns([.. columnNames], labelColumnName, IsTable: true),
            options ?? new GanAugmenterOptions());
    }
}

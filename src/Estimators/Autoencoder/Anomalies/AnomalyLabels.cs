using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>Labels of rows from which thresholds are learned: booleans, or floats above 0 for an anomaly.</summary>
internal static class AnomalyLabels
{
    /// <summary>The column, as it must be.</summary>
    public static ScalarInput Column(DataViewSchema schema, string name) => schema.GetColumnOrNull(name)?.Type is BooleanDataViewType
        ? ScalarInput.Boolean(name, "label")
        : ScalarInput.Number(name, "label");

    /// <summary>The labels; the column has been checked.</summary>
    public static IEnumerable<bool> Read(IDataView rows, string name)
    {
        var column = rows.Schema[name];
        return column.Type is BooleanDataViewType
            ? rows.GetColumn<bool>(column)
            : rows.GetColumn<float>(column).Select(label => label > 0);
    }

    /// <summary>Refuses labels that are missing.</summary>
    /// <exception cref="InvalidOperationException">One is.</exception>
    public static void CheckGiven(IDataView rows, ScalarInput label)
    {
        if (ValueFaults.First(rows, label, float.IsNaN) is { } missing)
            throw new InvalidOperationException(
                $"Column '{label.Name}' of the labelled rows holds {missing}; filter rows without a label first.");
    }

    /// <summary>Refuses labels that are all the same.</summary>
    /// <param name="name">The column.</param>
    /// <param name="scored">Labels of the rows that have a score.</param>
    /// <param name="which">What such rows are called, behind "labelled rows".</param>
    /// <exception cref="InvalidOperationException">They are.</exception>
    public static void CheckBothKinds(string name, IReadOnlyCollection<bool> scored, string which = "")
    {
        var anomalies = scored.Count(isAnomaly => isAnomaly);
        if (anomalies == 0 || anomalies == scored.Count)
            throw new InvalidOperationException(
                $"Column '{name}' calls {anomalies} of {scored.Count} labelled rows{which} anomalies; the threshold needs rows of both "
                    + "kinds.");
    }
}

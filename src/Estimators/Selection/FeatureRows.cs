using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>Features and labels of the rows by which features are selected, in memory.</summary>
/// <param name="Features">The numbers of each row; NaN where one is missing.</param>
/// <param name="Labels">The class of each row, from 0, or its number; NaN where it is missing.</param>
/// <param name="Names">How reports call the numbers of a row.</param>
/// <param name="IsNumber">Whether labels are numbers, and not classes.</param>
internal sealed record FeatureRows(float[][] Features, double[] Labels, string[] Names, bool IsNumber)
{
    /// <summary>The columns that are read.</summary>
    public static InputColumn[] Columns(string features, string label, bool texts) =>
        [new VectorColumn(features, "feature"), new SelectionLabel(label, texts)];

    /// <summary>Reads every row.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="features">The column of features.</param>
    /// <param name="label">The column of labels.</param>
    /// <param name="which">Which rows these are, for an error.</param>
    /// <exception cref="InvalidOperationException">There are no rows with a label.</exception>
    public static FeatureRows Read(IDataView data, string features, string label, string which = "rows")
    {
        var (column, labels) = (data.Schema[features], data.Schema[label]);
        var size = SeriesNumbersColumn.SlotsOf(column.Type);
        using var cursor = data.GetRowCursor([column, labels]);
        var read = SeriesNumbersColumn.Reader(cursor, column);
        var readLabel = SelectionLabel.Reader(cursor, labels);
        var (rows, found, values) = (new List<float[]>(), new List<double>(), new double[size]);
        while (cursor.MoveNext())
        {
            read(values);
            rows.Add(Array.ConvertAll(values, value => (float)value));
            found.Add(readLabel());
        }
        if (found.TrueForAll(double.IsNaN))
            throw new InvalidOperationException(
                $"There are no {which} with a label: column '{label}' was read to its end over {rows.Count} rows without finding one.");
        var names = SeriesSchema.NamesOf(column) ?? [.. Enumerable.Range(0, size).Select(slot => $"{features}[{slot}]")];
        return new FeatureRows([.. rows], [.. found], names, labels.Type.Equals(NumberDataViewType.Single));
    }

    /// <summary>Refuses to keep as many features as there are, or more.</summary>
    /// <exception cref="ArgumentException">The count is not below the number of features.</exception>
    public void CheckCount(int count, string column)
    {
        if (count >= Names.Length)
            throw new ArgumentException(
                $"count is {count}; it must be in [1, {Names.Length - 1}], below the {Names.Length} numbers of column '{column}'.",
                nameof(count));
    }

    /// <summary>Refuses labels among which there is nothing to tell apart.</summary>
    /// <exception cref="InvalidOperationException">There is one class only.</exception>
    public void CheckClasses(string label)
    {
        if (!IsNumber && Labels.Where(value => !double.IsNaN(value)).Distinct().Count() < 2)
            throw new InvalidOperationException(
                $"All rows of column '{label}' that have a label ({Labels.Count(value => !double.IsNaN(value))} of {Labels.Length}) are of "
                    + "one class: no feature can tell classes apart. Give rows of two classes at least.");
    }
}

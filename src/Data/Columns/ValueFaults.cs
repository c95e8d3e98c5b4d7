using System.Numerics;
using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Finds the values that a network cannot take, so that an error can name them.</summary>
internal static class ValueFaults
{
    /// <summary>Goes over the data until the first such value.</summary>
    /// <param name="data">The data.</param>
    /// <param name="column">The column of floats to look at.</param>
    /// <param name="isFault">What is wrong.</param>
    /// <returns>"7.5 in row 3, slot 2 (counted from 0)"; null if there is none.</returns>
    public static string? First(IDataView data, SizedColumn column, Func<float, bool> isFault)
    {
        using var cursor = data.GetRowCursor([data.Schema[column.Name]]);
        var read = column.Bind(cursor, data.Schema[column.Name]);
        var block = new ColumnBlock(column, 1);
        var values = block.Floats;
        while (cursor.MoveNext())
        {
            if (!read(block, 0))
                continue;
            var slot = Array.FindIndex(values, value => isFault(value));
            if (slot >= 0)
                return FormattableString.Invariant(
                    $"{values[slot]} in row {cursor.Position}{(values.Length > 1 ? $", slot {slot}" : "")} (counted from 0)");
        }
        return null;
    }

    /// <summary>Where the first number lies that is not finite; -1 if all are.</summary>
    /// <param name="values">The numbers of a row.</param>
    /// <param name="allowMissing">Whether NaN is a value (a hole to be filled) and not a fault.</param>
    public static int FirstUnusable(ReadOnlySpan<float> values, bool allowMissing)
    {
        if (AllFinite(values))
            return -1;
        for (var i = 0; i < values.Length; i++)
            if (!(float.IsFinite(values[i]) || (allowMissing && float.IsNaN(values[i]))))
                return i;
        return -1;
    }

    /// <summary>Where the first number lies that is not missing; -1 if all are.</summary>
    public static int FirstUsable(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsNaN(values[i]))
                return i;
        return -1;
    }

    /// <summary>The error that names a number which is not finite, and what can be done.</summary>
    /// <param name="block">A block of the column.</param>
    /// <param name="at">The row in it.</param>
    /// <param name="number">Which of the row's numbers it is.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">The row's number in the data.</param>
    public static InvalidOperationException Unusable(ColumnBlock block, int at, int number, SizedColumn column, long row)
    {
        var value = block.Numbers(at)[number];
        var (name, place) = column.PlaceOf(block.SlotOf(at, number));
        var where = place is { } slot ? $", slot {slot}" : "";
        var advice = float.IsNaN(value)
            ? "ML.NET reads empty or unreadable text as NaN. Filter such rows (FilterRowsByMissingValues) or fill them "
                + "(ReplaceMissingValues)."
              + (column.MissingAdvice is { } more ? $" {more}" : "")
            : "Filter or clip such rows first.";
        return new InvalidOperationException(
            FormattableString.Invariant($"Column '{name}' is {value} in row {row}{where} (counted from 0). {advice}"));
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var v = new Vector<float>(values[i..]);
            if (!Vector.EqualsAll(v - v, Vector<float>.Zero)) // NaN and infinity minus themselves are NaN
                return false;
        }
        for (; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                return false;
        return true;
    }
}

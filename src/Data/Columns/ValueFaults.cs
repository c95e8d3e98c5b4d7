using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Finds the first row that holds a value which a network cannot take, so that an error can name it.</summary>
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
                return FormattableString.Invariant($"{values[slot]} in row {cursor.Position}{(values.Length > 1 ? $", slot {slot}" : "")} (counted from 0)");
        }
        return null;
    }
}

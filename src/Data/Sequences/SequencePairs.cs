using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Checks of sequences that are learned from, before they are.</summary>
internal static class SequencePairs
{
    /// <summary>Refuses a row with a missing key.</summary>
    /// <exception cref="InvalidOperationException">A key is missing: row and step are named.</exception>
    public static void CheckKeys(IDataView data, SequenceInput keys)
    {
        var column = data.Schema[keys.Name];
        using var cursor = data.GetRowCursor([column]);
        var read = keys.Bind(cursor, column);
        var row = new float[keys.Width];
        while (cursor.MoveNext())
        {
            read(row);
            var missing = Array.IndexOf(row, 0f, 0, (int)row[^1]);
            if (missing >= 0)
                throw new InvalidOperationException(
                    $"The key of {keys.Role} column '{keys.Name}' is missing in row {cursor.Position}, step {missing} (counted from 0); a missing key cannot be written. Filter such rows first.");
        }
    }

    /// <summary>Refuses a row whose two sequences differ in length.</summary>
    /// <returns>Steps of all rows whose second key is not missing.</returns>
    /// <exception cref="InvalidOperationException">A row's lengths differ: it is named.</exception>
    public static long CheckLengths(IDataView data, SequenceInput first, SequenceInput second)
    {
        var present = 0L;
        var columns = new[] { data.Schema[first.Name], data.Schema[second.Name] };
        using var cursor = data.GetRowCursor(columns);
        var (readFirst, readSecond) = (first.Bind(cursor, columns[0]), second.Bind(cursor, columns[1]));
        var (one, other) = (new float[first.Width], new float[second.Width]);
        while (cursor.MoveNext())
        {
            readFirst(one);
            readSecond(other);
            if (one[^1] != other[^1])
                throw new InvalidOperationException(
                    $"Column '{first.Name}' has {one[^1]} steps in row {cursor.Position}, but {second.Role} column '{second.Name}' has {other[^1]}. Every step needs one.");
            var keys = other.AsSpan(0, (int)other[^1]);
            present += keys.Length - keys.Count(0f);
        }
        return present;
    }
}

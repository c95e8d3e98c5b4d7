using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Checks of columns whose sequences belong together.</summary>
internal static class SequencePairs
{
    /// <summary>Refuses a row whose two sequences differ in length.</summary>
    /// <exception cref="InvalidOperationException">A row's lengths differ: it is named.</exception>
    public static void CheckLengths(IDataView data, SequenceInput first, SequenceInput second)
    {
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
        }
    }
}

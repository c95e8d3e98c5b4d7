using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Checks of sequences that are learned from, before they are.</summary>
internal static class SequencePairs
{
    /// <summary>Refuses a row with a missing key.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="keys">The column.</param>
    /// <param name="mayBeEmpty">Whether a row without a key is right.</param>
    /// <exception cref="InvalidOperationException">A key is missing: row and step are named. Or there is none at all.</exception>
    public static void CheckKeys(IDataView data, SequenceInput keys, bool mayBeEmpty = true)
    {
        var column = data.Schema[keys.Name];
        using var cursor = data.GetRowCursor([column]);
        var read = keys.Bind(cursor, column);
        var row = new ColumnBlock(keys, 1);
        while (cursor.MoveNext())
        {
            read(row, 0);
            if (!mayBeEmpty && row.Lengths[0] == 0)
                throw new InvalidOperationException(
                    $"The sequence of {keys.Role} column '{keys.Name}' is empty in row {cursor.Position}; it must have a key or more. "
                        + "Filter such rows first.");
            var missing = row.Row<int>(0)[..(int)row.Lengths[0]].IndexOf(0);
            if (missing >= 0)
                throw new InvalidOperationException(
                    $"The key of {keys.Role} column '{keys.Name}' is missing in row {cursor.Position}, step {missing} (counted from 0); a "
                        + "missing key cannot be written. Filter such rows first.");
        }
    }

    /// <summary>Refuses a row whose two sequences differ in length.</summary>
    /// <returns>Keys, or numbers, of the second column that are not missing.</returns>
    /// <exception cref="InvalidOperationException">A row's lengths differ: it is named.</exception>
    public static long CheckLengths(IDataView data, SequenceInput first, SequenceInput second)
    {
        var present = 0L;
        var columns = new[] { data.Schema[first.Name], data.Schema[second.Name] };
        using var cursor = data.GetRowCursor(columns);
        var (stepsOfFirst, stepsOfSecond) = (first.BindSteps(cursor, columns[0]), second.BindSteps(cursor, columns[1]));
        var read = second.Bind(cursor, columns[1]);
        var block = new ColumnBlock(second, 1);
        while (cursor.MoveNext())
        {
            var (steps, length) = (stepsOfFirst(), stepsOfSecond());
            if (steps != length)
                throw new InvalidOperationException(
                    $"Column '{first.Name}' has {steps} steps in row {cursor.Position}, but {second.Role} column '{second.Name}' has "
                        + $"{length}. Every step needs one.");
            read(block, 0);
            present += Present(block, (int)block.Lengths[0] * second.Shape.StepSize, areKeys: second.Shape.KeyCount > 0);
        }
        return present;
    }

    private static int Present(ColumnBlock block, int count, bool areKeys)
    {
        if (areKeys)
            return count - block.Row<int>(0)[..count].Count(0);
        var present = 0;
        foreach (var number in block.Row<float>(0)[..count])
            present += float.IsNaN(number) ? 0 : 1;
        return present;
    }
}

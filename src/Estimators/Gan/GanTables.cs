using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>New rows seen through columns that were learned of other rows.</summary>
internal static class GanTables
{
    /// <summary>Refuses rows with a value for which the learned columns have no place.</summary>
    /// <param name="table">The learned columns.</param>
    /// <param name="schema">The schema of the new rows.</param>
    /// <param name="cells">The new rows, column by column.</param>
    /// <param name="learnedOf">What the columns were learned of, for the error.</param>
    /// <exception cref="InvalidOperationException">A column has another type, or a value has no place: both are named.</exception>
    public static void CheckPlaces(
        IReadOnlyList<TableColumn> table, DataViewSchema schema, IReadOnlyList<ColumnCells> cells, string learnedOf)
    {
        for (var i = 0; i < table.Count; i++)
        {
            if (!schema[table[i].Name].Type.Equals(table[i].Type))
                throw new InvalidOperationException(
                    $"Column '{table[i].Name}' is {schema[table[i].Name].Type}; that of the {learnedOf} is {table[i].Type}.");
            if (table[i].Kind == TableColumnKind.Identifier)
                continue;
            if (cells[i] is NumberCells numbers && !table[i].HasMissing && numbers.Numbers.Any(double.IsNaN))
                throw new InvalidOperationException($"Column '{table[i].Name}' has a missing number; that of the {learnedOf} had none.");
            if (cells[i] is CategoryCells categories
                && categories.Values.FirstOrDefault(value => table[i].PlaceOf(value) < 0) is { } unknown)
                throw new InvalidOperationException($"Column '{table[i].Name}' holds '{unknown}', which that of the {learnedOf} did not.");
        }
    }

    /// <summary>The columns with the categories of new rows counted.</summary>
    /// <param name="table">The learned columns.</param>
    /// <param name="compact">(rows, compact): the new rows.</param>
    public static TableColumn[] Counted(IReadOnlyList<TableColumn> table, float[] compact)
    {
        var width = table.Sum(column => column.CompactSize);
        var counted = table.ToArray();
        var start = 0;
        for (var i = 0; i < counted.Length; start += counted[i++].CompactSize)
        {
            if (counted[i].Kind != TableColumnKind.Category)
                continue;
            var counts = new long[counted[i].Places];
            for (var row = 0L; row < compact.Length; row += width)
                counts[(int)compact[row + start]]++;
            counted[i] = counted[i] with { Counts = counts };
        }
        return counted;
    }
}

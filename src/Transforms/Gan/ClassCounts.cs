using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>Counts the real rows of each class, and says how many synthetic ones follow.</summary>
internal static class ClassCounts
{
    /// <summary>The stretches of a plan: one per class, or a single one without a label.</summary>
    /// <exception cref="InvalidOperationException">A row has a class that was not there when the augmenter was fitted.</exception>
    public static (long Rows, (int Condition, int Place)? Asked)[] Plan(GanDescription description, IDataView data)
    {
        var label = description.LabelIndex;
        if (label < 0)
        {
            var needed = description.Amount.Kind == GanAmountKind.PerClass ? 0 : RowCounts.Of(data);
            return [(description.Amount.Plan([needed], [""])[0], null)];
        }
        var counts = Count(description, label, data);
        var condition = Array.IndexOf(description.CreateCodec().Conditions, label);
        var plan = description.Amount.Plan(counts, description.Names(label));
        return [.. plan.Select((rows, place) => (rows, ((int, int)?)(condition, place))).Where(part => part.rows > 0)];
    }

    private static long[] Count(GanDescription description, int label, IDataView data)
    {
        var learned = description.Table[label];
        var counts = new long[learned.Places];
        var column = data.Schema[learned.Name];
        using var cursor = data.GetRowCursor([column]);
        var read = CategoryCells.Reader(cursor, column);
        while (cursor.MoveNext())
        {
            var value = read();
            if (learned.KeyCount > 0 && value == "0")
                continue; // a missing label: the row passes, and belongs to no class
            var place = learned.PlaceOf(value);
            if (place < 0)
                throw new InvalidOperationException(
                    $"Label column '{learned.Name}' holds '{description.NameOf(label, value)}' in row {cursor.Position} (counted from 0), "
                        + "which was not there when the augmenter was fitted. "
                    + "Fit it to rows of every class.");
            counts[place]++;
        }
        return counts;
    }
}

using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>Reads several labels of each row for an evaluation.</summary>
internal static class SeveralLabels
{
    /// <summary>The labels of rows that have any.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="labels">The label column.</param>
    /// <param name="told">For each row what was predicted.</param>
    /// <param name="known">The same of the rows that have labels.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static List<float[]> Read<T>(IDataView data, LabelVectorInput labels, T[] told, out List<T> known)
    {
        var read = new List<float[]>();
        known = [];
        using var cursor = data.GetRowCursor([data.Schema[labels.Name]]);
        var block = new ColumnBlock(labels, 1);
        var reader = labels.Bind(cursor);
        for (var row = 0; cursor.MoveNext(); row++)
            if (reader(block, 0))
            {
                read.Add(block.Row<float>(0).ToArray());
                known.Add(told[row]);
            }
        return read.Count > 0
            ? read
            : throw new InvalidOperationException($"No row of column '{labels.Name}' has a label: there is nothing to compare with.");
    }
}

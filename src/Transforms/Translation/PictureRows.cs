using DeepML.Data;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Reads the first rows of columns of pictures.</summary>
internal static class PictureRows
{
    /// <summary>Reads rows in which every column holds a picture.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="count">Most rows.</param>
    /// <param name="device">Where the tensors live, which belong to the scope of the caller.</param>
    /// <returns>(rows, channels, height, width) for each column; nothing if there is no such row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static Tensor[] Read(IDataView data, IReadOnlyList<SizedColumn> columns, int count, Device device)
    {
        SchemaFaults.Check(data.Schema, columns);
        DataViewSchema.Column[] read = [.. columns.Select(column => data.Schema[column.Name])];
        using var cursor = data.GetRowCursor(read);
        var readers = columns.Select((column, i) => column.Bind(cursor, read[i])).ToArray();
        var blocks = columns.Select(column => new ColumnBlock(column, count)).ToArray();
        var rows = 0;
        while (rows < count && cursor.MoveNext())
            if (readers.Select((reader, i) => reader(blocks[i], rows)).ToArray().All(isThere => isThere))
                rows++;
        return rows == 0 ? [] : [.. blocks.Select(block => InScope(block.Tensors(rows, device).Single().Tensor))];
    }

    // Blocks make their tensors outside of every scope.
    private static Tensor InScope(Tensor tensor)
    {
        using (tensor)
            return tensor.alias();
    }
}

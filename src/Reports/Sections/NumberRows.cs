using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>Rows as the numbers that a network reads, and as pictures where they are some.</summary>
internal static class NumberRows
{
    private const int SmallestSide = 6; // of a square that a row of unknown shape is taken for

    /// <summary>The first rows that can be read.</summary>
    /// <param name="data">Data with the column.</param>
    /// <param name="column">The column, read by the network.</param>
    /// <param name="count">At most.</param>
    public static IReadOnlyList<float[]> Read(IDataView data, SizedColumn column, int count)
    {
        SchemaFaults.Check(data.Schema, [column]);
        var rows = new List<float[]>();
        using var cursor = data.GetRowCursor([.. column.Parts.Select(part => data.Schema[part.Name])]);
        var read = column.Bind(cursor);
        var block = new ColumnBlock(column, 1);
        while (rows.Count < count && cursor.MoveNext())
            if (read(block, 0))
                rows.Add([.. block.Row<float>(0)]);
        return rows;
    }

    /// <summary>
    /// The size of the pictures that rows are: as the column says, or a square where their number of values is one; null if they are none.
    /// </summary>
    /// <param name="column">The column read.</param>
    /// <param name="schema">Of the data.</param>
    public static ImageFormat? PictureOf(SizedColumn column, DataViewSchema schema)
    {
        if (column is ImageInput image)
            return image.Format.Channels is 1 or 3 ? image.Format : null;
        if (schema[column.Name].HasSlotNames() || column.IsSparse)
            return null; // a table
        var side = (int)Math.Sqrt(column.Width);
        return side >= SmallestSide && side * side == column.Width ? new ImageFormat(1, side, side) : null;
    }

    /// <summary>Sheets of rows of pictures, all stretched alike so that the first row's numbers lie in [0, 1].</summary>
    public static Picture Sheet(IReadOnlyList<IReadOnlyList<float[]>> rows, ImageFormat format)
    {
        var (lowest, highest) = (rows[0].Min(row => row.Min()), rows[0].Max(row => row.Max()));
        if (lowest >= 0 && highest <= 1)
            (lowest, highest) = (0, 1);
        var range = Math.Max(highest - lowest, float.Epsilon * 16);
        return Picture.Sheet(
            [
                .. rows.SelectMany(row => row).Select(values => new Picture(
                    format.Width, format.Height, format.Channels, values.Select(value => Math.Clamp((value - lowest) / range, 0, 1)))),
            ], rows[0].Count);
    }
}

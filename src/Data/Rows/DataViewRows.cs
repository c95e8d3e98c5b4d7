using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Reads chosen columns of a data view, row after row, as numbers.</summary>
internal static class DataViewRows
{
    /// <summary>Goes once over the data and hands out blocks of rows.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="allowMissing">Per column: whether NaN is a value (a hole to be filled) and not a fault.</param>
    /// <param name="blockRows">Rows per block; the last block may be smaller.</param>
    /// <param name="keeps">Which rows to read, by their identity; null for all.</param>
    /// <param name="order">Asks the source for another order of its rows; null for its own. Sources that cannot shuffle ignore it.</param>
    /// <param name="buffers">Supplies the blocks to fill, where each must stay valid for a while; null reuses one set.</param>
    /// <param name="stop">Ends the reading between two rows.</param>
    /// <returns>One block per column, reused from time to time, and the number of rows in them.</returns>
    /// <exception cref="InvalidOperationException">
    /// A value is infinite, or missing where that is not allowed: column and row are named.
    /// </exception>
    public static IEnumerable<(ColumnBlock[] Values, int Rows)> Blocks(
        IDataView data, IReadOnlyList<SizedColumn> columns, IReadOnlyList<bool> allowMissing, int blockRows,
        Func<DataViewRowId, bool>? keeps = null, Random? order = null, Func<ColumnBlock[]>? buffers = null,
        CancellationToken stop = default)
    {
        string[] names = [.. columns.SelectMany(c => c.Parts).Select(part => part.Name)];
        var schemaColumns = new DataViewSchema.Column[names.Length];
        for (var i = 0; i < names.Length; i++) // a query would be compiled for this type
            schemaColumns[i] = data.Schema[names[i]];
        using var cursor = data.GetRowCursor(schemaColumns, order);
        var identity = keeps is null ? null : cursor.GetIdGetter();
        var readers = columns.Select(column => column.Bind(cursor)).ToArray();
        var values = buffers?.Invoke() ?? columns.Select(c => new ColumnBlock(c, blockRows)).ToArray();
        var rows = 0;
        while (cursor.MoveNext())
        {
            stop.ThrowIfCancellationRequested();
            if (identity is not null)
            {
                var id = default(DataViewRowId);
                identity(ref id);
                if (!keeps!(id))
                    continue;
            }
            var leftOut = false;
            for (var i = 0; i < readers.Length; i++)
            {
                if (!readers[i](values[i], rows))
                    leftOut = true;
                else if (columns[i].TensorType == ScalarType.Float32)
                    Check(values[i], rows, columns[i], allowMissing[i], cursor.Position);
            }
            if (leftOut)
                continue;
            if (++rows == blockRows)
            {
                yield return (values, rows);
                rows = 0;
                values = buffers?.Invoke() ?? values;
            }
        }
        if (rows > 0)
            yield return (values, rows);
    }

    private static void Check(ColumnBlock block, int at, SizedColumn column, bool allowMissing, long row)
    {
        if (ValueFaults.FirstUnusable(block.Numbers(at), allowMissing) is var number and >= 0)
            throw ValueFaults.Unusable(block, at, number, column, row);
    }
}

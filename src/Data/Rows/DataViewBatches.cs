using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Turns the columns of a data view into training batches.</summary>
internal static class DataViewBatches
{
    private const int BlockNumbers = 1 << 20;

    /// <summary>Reads every row into memory.</summary>
    /// <param name="data">The data; its schema has been checked.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="device">Where the tensors live.</param>
    /// <param name="allowMissing">Per column: whether NaN is a value; null allows it nowhere.</param>
    /// <exception cref="InvalidOperationException">The data hold no rows, or a value that is not a finite number.</exception>
    public static InMemoryBatches ReadAll(
        IDataView data, IReadOnlyList<SizedColumn> columns, Device device, IReadOnlyList<bool>? allowMissing = null) =>
        TryReadAll(data, columns, device, allowMissing ?? new bool[columns.Count], long.MaxValue)!;

    /// <summary>Like <see cref="ReadAll"/>, but gives up when there are more rows than may be kept.</summary>
    /// <returns>The rows; null if there are more than <paramref name="mostRows"/>.</returns>
    public static InMemoryBatches? TryReadAll(
        IDataView data, IReadOnlyList<SizedColumn> columns, Device device, IReadOnlyList<bool> allowMissing, long mostRows)
    {
        var widths = columns.Sum(c => (long)c.Width);
        var blockRows = (int)Math.Min(Math.Clamp(BlockNumbers / widths, 1, 65536), mostRows);
        var blocks = new List<TensorBatch>();
        var total = 0L;
        try
        {
            foreach (var (values, rows) in DataViewRows.Blocks(data, columns, allowMissing, blockRows))
            {
                total += rows;
                if (total > mostRows)
                    return null;
                blocks.Add(new TensorBatch([.. values.SelectMany(block => block.Tensors(rows, device))]));
            }
            if (total == 0)
                throw NoRows(columns[0].Name);
            return new InMemoryBatches(Join(blocks, total));
        }
        finally
        {
            foreach (var block in blocks)
                block.Dispose();
        }
    }

    /// <summary>The error for data without a row.</summary>
    public static InvalidOperationException NoRows(string column) =>
        new($"There are no rows to train on: column '{column}' was read to its end without finding one.");

    // Each block is freed as soon as it is copied, so that the peak is the rows and one block, not twice the rows.
    private static TensorBatch Join(List<TensorBatch> blocks, long rows)
    {
        if (blocks.Count == 1)
            return blocks[0].Map((_, block) => block.alias().DetachFromDisposeScope());
        return blocks[0].Map((member, first) =>
        {
            using var scope = NewDisposeScope();
            var joined = empty([rows, .. first.shape.Skip(1)], dtype: first.dtype, device: first.device);
            var start = 0L;
            foreach (var block in blocks)
            {
                var part = block[member];
                var count = part.size(0);
                using (var place = joined.narrow(0, start, count))
                    place.copy_(part);
                start += count;
                part.Dispose();
            }
            return joined.DetachFromDisposeScope();
        });
    }
}

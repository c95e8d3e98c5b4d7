using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Turns the columns of a data view into training batches.</summary>
internal static class DataViewBatches
{
    private const int BlockFloats = 1 << 20;

    /// <summary>Reads every row into memory, one tensor per column.</summary>
    /// <param name="data">The data; its schema has been checked.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="device">Where the tensors live.</param>
    /// <param name="allowMissing">Per column: whether NaN is a value; null allows it nowhere.</param>
    /// <exception cref="InvalidOperationException">The data hold no rows, or a value that is not a finite number.</exception>
    public static InMemoryBatches ReadAll(
        IDataView data, IReadOnlyList<InputColumn> columns, Device device, IReadOnlyList<bool>? allowMissing = null)
    {
        var widths = columns.Sum(c => (long)c.Width);
        var blockRows = (int)Math.Clamp(BlockFloats / widths, 1, 65536);
        var blocks = columns.Select(_ => new List<Tensor>()).ToArray();
        try
        {
            foreach (var (values, rows) in DataViewRows.Blocks(data, columns, allowMissing ?? new bool[columns.Count], blockRows))
                for (var i = 0; i < columns.Count; i++)
                    blocks[i].Add(ToTensor(values[i], rows, columns[i], device));
            if (blocks[0].Count == 0)
                throw new InvalidOperationException(
                    $"There are no rows to train on: column '{columns[0].Name}' was read to its end without finding one.");
            return new InMemoryBatches(Array.ConvertAll(blocks, Join));
        }
        finally
        {
            foreach (var tensor in blocks.SelectMany(list => list))
                tensor.Dispose();
        }
    }

    /// <summary>The first rows of a block of numbers as the tensor that batches hold.</summary>
    /// <returns>(rows, <see cref="InputColumn.RowShape"/>), outside every dispose scope.</returns>
    public static Tensor ToTensor(float[] values, int rows, InputColumn column, Device device)
    {
        using var scope = NewDisposeScope();
        long[] shape = [rows, .. column.RowShape];
        var block = tensor(values.AsMemory(0, rows * column.Width), shape);
        return block.to(column.TensorType).to(device).DetachFromDisposeScope();
    }

    private static Tensor Join(List<Tensor> blocks)
    {
        // cat of a single tensor hands back the same object
        var joined = blocks.Count == 1 ? blocks[0].alias() : cat(blocks, 0);
        return joined.DetachFromDisposeScope();
    }
}

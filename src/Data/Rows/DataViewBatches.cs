using System.Runtime.InteropServices;
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
        IDataView data, IReadOnlyList<InputColumn> columns, Device device, IReadOnlyList<bool>? allowMissing = null) =>
        TryReadAll(data, columns, device, allowMissing ?? new bool[columns.Count], long.MaxValue)!;

    /// <summary>Like <see cref="ReadAll"/>, but gives up when there are more rows than may be kept.</summary>
    /// <returns>The rows; null if there are more than <paramref name="mostRows"/>.</returns>
    public static InMemoryBatches? TryReadAll(
        IDataView data, IReadOnlyList<InputColumn> columns, Device device, IReadOnlyList<bool> allowMissing, long mostRows)
    {
        var widths = columns.Sum(c => (long)c.Width);
        var blockRows = (int)Math.Min(Math.Clamp(BlockFloats / widths, 1, 65536), mostRows);
        var blocks = columns.Select(_ => new List<Tensor>()).ToArray();
        var total = 0L;
        try
        {
            foreach (var (values, rows) in DataViewRows.Blocks(data, columns, allowMissing, blockRows))
            {
                total += rows;
                if (total > mostRows)
                    return null;
                for (var i = 0; i < columns.Count; i++)
                    blocks[i].Add(ToTensor(values[i], rows, columns[i], device));
            }
            if (total == 0)
                throw NoRows(columns[0].Name);
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
        var numbers = values.AsMemory(0, rows * column.Width);
        long[] shape = [rows, .. column.RowShape];
        var block = tensor(numbers, shape).DetachFromDisposeScope();
        if (column.TensorType == ScalarType.Float32 && device.type == DeviceType.CPU)
            return block; // the common case, without another wrapper
        using (block)
        using (var typed = block.to(column.TensorType))
            return typed.to(device).DetachFromDisposeScope();
    }

    /// <summary>Chosen rows of a block of numbers as the tensor that batches hold.</summary>
    /// <returns>(rows, <see cref="InputColumn.RowShape"/>), outside every dispose scope.</returns>
    public static Tensor ToTensor(float[] values, ReadOnlySpan<int> rows, InputColumn column, Device device)
    {
        var width = column.Width;
        long[] shape = [rows.Length, .. column.RowShape];
        var block = empty(shape, dtype: ScalarType.Float32).DetachFromDisposeScope();
        var numbers = MemoryMarshal.Cast<byte, float>(block.bytes);
        for (var r = 0; r < rows.Length; r++)
            values.AsSpan(rows[r] * width, width).CopyTo(numbers.Slice(r * width, width));
        if (column.TensorType == ScalarType.Float32 && device.type == DeviceType.CPU)
            return block;
        using (block)
        using (var typed = block.to(column.TensorType))
            return typed.to(device).DetachFromDisposeScope();
    }

    /// <summary>The error for data without a row.</summary>
    public static InvalidOperationException NoRows(string column) =>
        new($"There are no rows to train on: column '{column}' was read to its end without finding one.");

    // Each block is freed as soon as it is copied, so that the peak is the rows and one block, not twice the rows.
    private static Tensor Join(List<Tensor> blocks)
    {
        if (blocks.Count == 1)
            return blocks[0].alias().DetachFromDisposeScope(); // cat of a single tensor would hand back the same object
        using var scope = NewDisposeScope();
        long[] shape = [blocks.Sum(b => b.size(0)), .. blocks[0].shape.Skip(1)];
        var joined = empty(shape, dtype: blocks[0].dtype, device: blocks[0].device);
        var start = 0L;
        foreach (var block in blocks)
        {
            var rows = block.size(0);
            using (var place = joined.narrow(0, start, rows))
                place.copy_(block);
            start += rows;
            block.Dispose();
        }
        return joined.DetachFromDisposeScope();
    }
}

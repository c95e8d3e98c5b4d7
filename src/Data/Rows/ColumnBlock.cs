using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Some rows of one input column as numbers of the column's own type, row after row, and the lengths of sequences.</summary>
internal sealed class ColumnBlock
{
    private readonly SizedColumn _column;
    private readonly Array _values;
    private readonly long[] _lengths;

    /// <param name="column">The column, with its size.</param>
    /// <param name="rows">Rows that fit.</param>
    public ColumnBlock(SizedColumn column, int rows)
    {
        _column = column;
        Capacity = rows;
        var count = checked(rows * column.Width);
        _values = column.TensorType switch
        {
            ScalarType.Float32 => new float[count],
            ScalarType.Int32 => new int[count],
            ScalarType.Int64 => new long[count],
            _ => throw new NotSupportedException($"There are no blocks of {column.TensorType}."),
        };
        _lengths = column.HasLengths ? new long[rows] : [];
    }

    /// <summary>Rows that fit.</summary>
    public int Capacity { get; }

    /// <summary>Steps of the sequence in each row; empty if the column holds no sequences.</summary>
    public Span<long> Lengths => _lengths;

    /// <summary>All numbers of a column of float32.</summary>
    public float[] Floats => (float[])_values;

    /// <summary>Bytes that a row of a column takes.</summary>
    public static long RowBytes(SizedColumn column) =>
        ((long)column.Width * (column.TensorType == ScalarType.Int64 ? sizeof(long) : sizeof(float))) + (column.HasLengths ? sizeof(long) : 0);

    /// <summary>The numbers of one row.</summary>
    /// <typeparam name="T">float, int or long: the column's element type.</typeparam>
    public Span<T> Row<T>(int row)
        where T : unmanaged => ((T[])_values).AsSpan(row * _column.Width, _column.Width);

    /// <summary>The first rows as the tensors that batches hold, outside every dispose scope.</summary>
    public IEnumerable<(BatchMember Member, Tensor Tensor)> Tensors(int rows, Device device)
    {
        yield return (_column.Member, ToTensor(rows, device));
        if (_column.HasLengths)
            yield return (LengthsMember, On(device, tensor(_lengths.AsMemory(0, rows), [rows]).DetachFromDisposeScope()));
    }

    /// <summary>Chosen rows as the tensors that batches hold, outside every dispose scope.</summary>
    public void AddTensors(List<(BatchMember Member, Tensor Tensor)> tensors, ReadOnlySpan<int> rows, Device device)
    {
        tensors.Add((_column.Member, _column.TensorType switch
        {
            ScalarType.Float32 => Gather<float>((float[])_values, _column.Width, Shape(rows.Length), rows, device),
            ScalarType.Int32 => Gather<int>((int[])_values, _column.Width, Shape(rows.Length), rows, device),
            _ => Gather<long>((long[])_values, _column.Width, Shape(rows.Length), rows, device),
        }));
        if (_column.HasLengths)
            tensors.Add((LengthsMember, Gather<long>(_lengths, 1, [rows.Length], rows, device)));
    }

    /// <summary>Adds the first rows to a hash.</summary>
    public void AddTo(ContentHash hash, int rows)
    {
        var count = rows * _column.Width;
        switch (_values)
        {
            case float[] floats:
                hash.Add<float>(floats.AsSpan(0, count));
                break;
            case int[] ints:
                hash.Add<int>(ints.AsSpan(0, count));
                break;
            default:
                hash.Add<long>(((long[])_values).AsSpan(0, count));
                break;
        }
        if (_column.HasLengths)
            hash.Add<long>(_lengths.AsSpan(0, rows));
    }

    /// <summary>Widens a range by the numbers of the first rows; missing ones, NaN, are left out.</summary>
    public (double Minimum, double Maximum) Extend((double Minimum, double Maximum) range, int rows)
    {
        var count = rows * _column.Width;
        return _values switch
        {
            float[] floats => Extend(range, floats.AsSpan(0, count)),
            int[] ints => Extend(range, (ReadOnlySpan<int>)ints.AsSpan(0, count)),
            _ => Extend(range, (ReadOnlySpan<long>)((long[])_values).AsSpan(0, count)),
        };
    }

    private BatchMember LengthsMember => _column.Member == BatchMember.Targets ? BatchMember.TargetLengths : BatchMember.Lengths;

    private long[] Shape(int rows) => [rows, .. _column.RowShape];

    private Tensor ToTensor(int rows, Device device)
    {
        var (count, shape) = (rows * _column.Width, Shape(rows));
        var block = _values switch
        {
            float[] floats => tensor(floats.AsMemory(0, count), shape),
            int[] ints => tensor(ints.AsMemory(0, count), shape),
            _ => tensor(((long[])_values).AsMemory(0, count), shape),
        };
        return On(device, block.DetachFromDisposeScope());
    }

    private Tensor Gather<T>(T[] values, int width, long[] shape, ReadOnlySpan<int> rows, Device device)
        where T : unmanaged
    {
        var block = empty(shape, dtype: values is float[]? ScalarType.Float32 : values is int[]? ScalarType.Int32 : ScalarType.Int64).DetachFromDisposeScope();
        var numbers = MemoryMarshal.Cast<byte, T>(block.bytes);
        for (var r = 0; r < rows.Length; r++)
            values.AsSpan(rows[r] * width, width).CopyTo(numbers.Slice(r * width, width));
        return On(device, block);
    }

    private static Tensor On(Device device, Tensor block)
    {
        if (device.type == DeviceType.CPU)
            return block; // the common case, without another wrapper
        using (block)
            return block.to(device).DetachFromDisposeScope();
    }

    private static (double Minimum, double Maximum) Extend((double Minimum, double Maximum) range, ReadOnlySpan<float> values)
    {
        var (smallest, largest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
        {
            // comparisons with NaN, a missing value, are false
            if (value < smallest)
                smallest = value;
            if (value > largest)
                largest = value;
        }
        return (Math.Min(range.Minimum, smallest), Math.Max(range.Maximum, largest));
    }

    private static (double Minimum, double Maximum) Extend<T>((double Minimum, double Maximum) range, ReadOnlySpan<T> values)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        foreach (var value in values)
        {
            var number = double.CreateChecked(value); // exact below 2⁵³
            range = (Math.Min(range.Minimum, number), Math.Max(range.Maximum, number));
        }
        return range;
    }
}

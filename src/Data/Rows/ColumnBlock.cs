using System.Buffers;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Some rows of one input column as numbers of the column's own type, row after row, and the lengths of sequences.</summary>
internal sealed class ColumnBlock
{
    private readonly SizedColumn _column;
    private readonly SparseRows? _sparse;
    private Array _values;
    private long[] _lengths;

    /// <param name="column">The column, with its size.</param>
    /// <param name="rows">Rows that fit.</param>
    /// <param name="isLent">
    /// Whether its numbers lie in an array that others had before, and that <see cref="Return"/> gives back: new arrays of 85 kB and more
    /// lead to collections of the whole heap where they are made often.
    /// </param>
    public ColumnBlock(SizedColumn column, int rows, bool isLent = false)
    {
        _column = column;
        Capacity = rows;
        _sparse = column.IsSparse ? new SparseRows(column.Width, rows) : null;
        var count = _sparse is not null ? 0 : checked(rows * column.Width);
        _values = column.TensorType switch
        {
            ScalarType.Float32 => isLent ? Lent<float>(count) : new float[count],
            ScalarType.Int32 => isLent ? Lent<int>(count) : new int[count],
            ScalarType.Int64 => isLent ? Lent<long>(count) : new long[count],
            _ => throw new NotSupportedException($"There are no blocks of {column.TensorType}."),
        };
        _lengths = column.HasLengths ? new long[rows] : [];
    }

    /// <summary>Rows that fit.</summary>
    public int Capacity { get; private set; }

    /// <summary>Rows that <see cref="Append"/> has taken in.</summary>
    public int Filled { get; private set; }

    /// <summary>Steps of the sequence in each row; empty if the column holds no sequences.</summary>
    public Span<long> Lengths => _lengths;

    /// <summary>All numbers of a column of float32.</summary>
    public float[] Floats => (float[])_values;

    /// <summary>Bytes that a row of a column takes.</summary>
    public static long RowBytes(SizedColumn column) =>
        ((long)column.NumbersPerRow * NumberBytes(column)) + (column.HasLengths ? sizeof(long) : 0);

    /// <summary>Bytes that the first rows take: of a sparse column those of the numbers that are kept.</summary>
    public long BytesOf(int rows) => _sparse is null
        ? rows * RowBytes(_column)
        : ((long)_sparse.Count(rows) * NumberBytes(_column)) + ((long)rows * sizeof(int));

    /// <summary>Gives an array that was lent back; the block must not be used any more.</summary>
    public void Return()
    {
        var values = _values;
        _values = Array.Empty<float>();
        switch (values)
        {
            case float[] { Length: > 0 } floats:
                ArrayPool<float>.Shared.Return(floats);
                break;
            case int[] { Length: > 0 } ints:
                ArrayPool<int>.Shared.Return(ints);
                break;
            case long[] { Length: > 0 } longs:
                ArrayPool<long>.Shared.Return(longs);
                break;
        }
    }

    /// <summary>Writes a row of a sparse column: see <see cref="SparseRows.Set"/>.</summary>
    public void SetSparse(int row, ReadOnlySpan<float> values, ReadOnlySpan<int> slots) => _sparse!.Set(row, values, slots);

    /// <summary>The numbers of a row of a column of float32; of a sparse column those that are kept.</summary>
    public ReadOnlySpan<float> Numbers(int row) => _sparse is null ? Row<float>(row) : _sparse.Values(row);

    /// <summary>The slot in which one of <see cref="Numbers"/> is.</summary>
    public int SlotOf(int row, int number) => _sparse is null ? number : _sparse.Slots(row)[number];

    /// <summary>Takes the rows of another block of the same column in behind those there are, and makes room for them.</summary>
    /// <param name="at">How many there are.</param>
    /// <param name="other">The other block.</param>
    /// <param name="rows">How many of its rows, from its first.</param>
    public void Append(int at, ColumnBlock other, int rows)
    {
        if (Capacity < at + rows)
        {
            Capacity = Math.Max(at + rows, Capacity * 2);
            if (_sparse is null)
                _values = Resized(_values, checked(Capacity * _column.Width));
            if (_column.HasLengths)
                Array.Resize(ref _lengths, Capacity);
        }
        _sparse?.Append(at, other._sparse!, rows);
        if (_sparse is null)
            Array.Copy(other._values, 0, _values, at * _column.Width, rows * _column.Width);
        other._lengths.AsSpan(0, _column.HasLengths ? rows : 0).CopyTo(_lengths.AsSpan(_column.HasLengths ? at : 0));
        Filled = at + rows;
    }

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
        tensors.Add((_column.Member, _sparse is not null ? _sparse.ToTensor(rows, device) : _column.TensorType switch
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
        _sparse?.AddTo(hash, rows);
        var count = _sparse is null ? rows * _column.Width : 0;
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
        if (_sparse is not null)
        {
            for (var row = 0; row < rows; row++)
                range = Extend(range, _sparse.Values(row));
            return range;
        }
        var count = rows * _column.Width;
        return _values switch
        {
            float[] floats => Extend(range, floats.AsSpan(0, count)),
            int[] ints => Extend(range, (ReadOnlySpan<int>)ints.AsSpan(0, count)),
            _ => Extend(range, (ReadOnlySpan<long>)((long[])_values).AsSpan(0, count)),
        };
    }

    private BatchMember LengthsMember => _column.Member == BatchMember.Targets ? BatchMember.TargetLengths : BatchMember.Lengths;

    private static int NumberBytes(SizedColumn column) =>
        column.IsSparse ? sizeof(int) + sizeof(float) : column.TensorType == ScalarType.Int64 ? sizeof(long) : sizeof(float);

    private long[] Shape(int rows) => [rows, .. _column.RowShape];

    private Tensor ToTensor(int rows, Device device)
    {
        if (_sparse is not null)
            return _sparse.ToTensor([.. Enumerable.Range(0, rows)], device);
        var block = _values switch
        {
            float[] floats => Copied<float>(floats, rows),
            int[] ints => Copied<int>(ints, rows),
            _ => Copied<long>((long[])_values, rows),
        };
        return On(device, block);
    }

    // Straight into torch's memory: tensor(Memory) would copy into a new array first.
    private Tensor Copied<T>(T[] values, int rows)
        where T : unmanaged
    {
        var block = Empty<T>(Shape(rows));
        values.AsSpan(0, rows * _column.Width).CopyTo(MemoryMarshal.Cast<byte, T>(block.bytes));
        return block;
    }

    private static Tensor Empty<T>(long[] shape) =>
        empty(shape, dtype: typeof(T) == typeof(float) ? ScalarType.Float32 : typeof(T) == typeof(int) ? ScalarType.Int32 : ScalarType.Int64)
            .DetachFromDisposeScope();

    private Tensor Gather<T>(T[] values, int width, long[] shape, ReadOnlySpan<int> rows, Device device)
        where T : unmanaged
    {
        var block = Empty<T>(shape);
        var numbers = MemoryMarshal.Cast<byte, T>(block.bytes);
        for (var r = 0; r < rows.Length; r++)
            values.AsSpan(rows[r] * width, width).CopyTo(numbers.Slice(r * width, width));
        return On(device, block);
    }

    // Cleared, because a row that is not read has the numbers that were there, and keys of another column may be none of this one's.
    private static T[] Lent<T>(int count)
    {
        var lent = ArrayPool<T>.Shared.Rent(count);
        Array.Clear(lent);
        return lent;
    }

    private static Array Resized(Array values, int count)
    {
        var larger = Array.CreateInstance(values.GetType().GetElementType()!, count);
        Array.Copy(values, larger, Math.Min(values.Length, count));
        return larger;
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

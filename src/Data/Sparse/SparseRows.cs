using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Rows of a wide vector, each by its numbers other than 0 (compressed sparse rows): memory grows with these alone.</summary>
/// <param name="width">Slots of a row.</param>
/// <param name="rows">Rows that fit at first.</param>
internal sealed class SparseRows(int width, int rows)
{
    private const int FirstNumbers = 1024;

    private int[] _starts = new int[rows + 1];
    private int[] _slots = [];
    private float[] _values = [];

    /// <summary>Writes a row behind the one before it; rows behind it are forgotten.</summary>
    /// <param name="row">Its place, at most one past the last row written.</param>
    /// <param name="values">Its numbers; zeros among them are left out.</param>
    /// <param name="slots">Their slots, rising; empty if the numbers are those of all slots.</param>
    public void Set(int row, ReadOnlySpan<float> values, ReadOnlySpan<int> slots)
    {
        var at = _starts[row];
        Reserve(checked(at + values.Length));
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] == 0) // NaN is not
                continue;
            _slots[at] = slots.IsEmpty ? i : slots[i];
            _values[at++] = values[i];
        }
        _starts[row + 1] = at;
    }

    /// <summary>Takes rows of others in behind those there are.</summary>
    /// <param name="at">How many there are.</param>
    /// <param name="others">The others.</param>
    /// <param name="count">How many of theirs, from their first.</param>
    public void Append(int at, SparseRows others, int count)
    {
        if (_starts.Length < at + count + 1)
            Array.Resize(ref _starts, Math.Max(at + count + 1, _starts.Length * 2));
        var (start, numbers) = (_starts[at], others._starts[count]);
        Reserve(checked(start + numbers));
        others._slots.AsSpan(0, numbers).CopyTo(_slots.AsSpan(start));
        others._values.AsSpan(0, numbers).CopyTo(_values.AsSpan(start));
        for (var i = 1; i <= count; i++)
            _starts[at + i] = start + others._starts[i];
    }

    /// <summary>The numbers of a row that are kept.</summary>
    public Span<float> Values(int row) => _values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>Their slots.</summary>
    public ReadOnlySpan<int> Slots(int row) => _slots.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>Numbers kept of the first rows.</summary>
    public int Count(int rows) => _starts[rows];

    /// <summary>Adds the first rows to a hash.</summary>
    public void AddTo(ContentHash hash, int rows)
    {
        hash.Add<int>(_starts.AsSpan(0, rows + 1));
        hash.Add<int>(_slots.AsSpan(0, Count(rows)));
        hash.Add<float>(_values.AsSpan(0, Count(rows)));
    }

    /// <summary>Chosen rows as a sparse tensor, outside every dispose scope.</summary>
    /// <param name="chosen">Their places.</param>
    /// <param name="device">Where it is wanted.</param>
    /// <returns>(chosen, width), float32 in coordinates, row after row, slots rising.</returns>
    public Tensor ToTensor(ReadOnlySpan<int> chosen, Device device)
    {
        var count = 0;
        foreach (var row in chosen)
            count += _starts[row + 1] - _starts[row];
        using var scope = NewDisposeScope();
        var places = empty([2, count], dtype: ScalarType.Int64);
        var values = empty([count], dtype: ScalarType.Float32);
        if (count > 0)
            Fill(chosen, MemoryMarshal.Cast<byte, long>(places.bytes), MemoryMarshal.Cast<byte, float>(values.bytes));
        return sparse_coo_tensor(places.to(device), values.to(device), [chosen.Length, width]).DetachFromDisposeScope();
    }

    private void Fill(ReadOnlySpan<int> chosen, Span<long> places, Span<float> values)
    {
        var rowPlaces = places[..values.Length];
        var slotPlaces = places[values.Length..];
        var at = 0;
        for (var i = 0; i < chosen.Length; i++)
        {
            var slots = Slots(chosen[i]);
            rowPlaces.Slice(at, slots.Length).Fill(i);
            for (var j = 0; j < slots.Length; j++)
                slotPlaces[at + j] = slots[j];
            Values(chosen[i]).CopyTo(values[at..]);
            at += slots.Length;
        }
    }

    private void Reserve(int numbers)
    {
        if (_values.Length >= numbers)
            return;
        var room = (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(numbers, FirstNumbers), 2L * _values.Length));
        Array.Resize(ref _slots, room);
        Array.Resize(ref _values, room);
    }
}

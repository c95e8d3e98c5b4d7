using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// What a normalizer gathers from the rows, slot by slot.
internal abstract class SlotStatistics<T>(int size) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Size { get; } = size;

    /// Rows seen so far.
    protected long Rows { get; private set; }

    /// Indices are empty for a dense row; slots left out are zeros.
    public void Add(ReadOnlySpan<T> values, ReadOnlySpan<int> indices)
    {
        Rows++;
        if (values.Length == Size)
            AddRow(values);
        else
            for (var i = 0; i < values.Length; i++)
                Add(indices[i], values[i]);
    }

    public abstract Normalizer ToNormalizer(DataViewType type);

    protected abstract void Add(int slot, T value);

    /// Override where a whole row can be taken in faster than slot by slot.
    protected virtual void AddRow(ReadOnlySpan<T> values)
    {
        for (var i = 0; i < values.Length; i++)
            Add(i, values[i]);
    }

    protected TItem[] PerSlot<TItem>(Func<int, TItem> make) => Array.ConvertAll([.. Enumerable.Range(0, Size)], slot => make(slot));
}

internal sealed class MinMaxStatistics<T> : SlotStatistics<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private readonly bool _fixZero;
    private readonly T[] _minimum;
    private readonly T[] _maximum;
    private readonly long[] _seen;
    private long _denseRows;

    public MinMaxStatistics(int size, bool fixZero) : base(size)
    {
        _fixZero = fixZero;
        _minimum = new T[size];
        _maximum = new T[size];
        _seen = new long[size];
        Array.Fill(_minimum, T.PositiveInfinity);
        Array.Fill(_maximum, T.NegativeInfinity);
    }

    public override Normalizer ToNormalizer(DataViewType type)
    {
        T[] scale = new T[Size], offset = new T[Size];
        for (var i = 0; i < Size; i++)
        {
            if (_denseRows + _seen[i] < Rows)
                Widen(i, T.Zero);
            var (min, max) = (_minimum[i], _maximum[i]);
            // A constant slot tells nothing: it becomes zero.
            if (!(max > min))
                continue;
            scale[i] = T.One / (_fixZero ? T.Max(T.Abs(max), T.Abs(min)) : max - min);
            offset[i] = _fixZero ? T.Zero : min;
        }
        return new AffineNormalizer<T>(type, scale, offset);
    }

    protected override void Add(int slot, T value)
    {
        _seen[slot]++;
        Widen(slot, value);
    }

    protected override void AddRow(ReadOnlySpan<T> values)
    {
        _denseRows++;
        var i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var value = new Vector<T>(values[i..]);
            var (minimum, maximum) = (new Vector<T>(_minimum, i), new Vector<T>(_maximum, i));
            Vector.ConditionalSelect(Vector.LessThan(value, minimum), value, minimum).CopyTo(_minimum, i);
            Vector.ConditionalSelect(Vector.GreaterThan(value, maximum), value, maximum).CopyTo(_maximum, i);
        }
        for (; i < values.Length; i++)
            Widen(i, values[i]);
    }

    private void Widen(int slot, T value)
    {
        // Comparisons with NaN are false, so NaN changes nothing.
        if (value < _minimum[slot])
            _minimum[slot] = value;
        if (value > _maximum[slot])
            _maximum[slot] = value;
    }
}

/// Mean and variance by Welford's update, of the values or of the logarithms of the positive ones.
internal sealed class MomentStatistics<T>(int size, bool fixZero, bool useCdf, bool useLog) : SlotStatistics<T>(size)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _mean = new double[size];
    private readonly double[] _squares = new double[size];
    private readonly long[] _count = new long[size];
    private readonly long[] _seen = new long[size];

    public override Normalizer ToNormalizer(DataViewType type)
    {
        T[] first = new T[Size], second = new T[Size];
        for (var i = 0; i < Size; i++)
        {
            AddZeros(i);
            var variance = _count[i] == 0 ? 0 : Math.Max(0, _squares[i] / _count[i]);
            var mean = _mean[i];
            if (useCdf)
            {
                first[i] = T.CreateTruncating(mean);
                second[i] = T.CreateTruncating(Math.Sqrt(variance));
            }
            else if (variance > 0)
            {
                first[i] = T.One / T.CreateTruncating(fixZero ? Math.Sqrt(variance + mean * mean) : Math.Sqrt(variance));
                second[i] = fixZero ? T.Zero : T.CreateTruncating(mean);
            }
        }
        return useCdf ? new CdfNormalizer<T>(type, first, second, useLog) : new AffineNormalizer<T>(type, first, second);
    }

    protected override void Add(int slot, T value) => Update(slot, value);

    protected override void AddRow(ReadOnlySpan<T> values)
    {
        for (var i = 0; i < values.Length; i++)
            Update(i, values[i]);
    }

    private void Update(int slot, T value)
    {
        _seen[slot]++;
        var x = double.CreateTruncating(value);
        if (useLog)
            x = Math.Log(x);
        if (!double.IsFinite(x))
            return;
        var delta = x - _mean[slot];
        _mean[slot] += delta / ++_count[slot];
        _squares[slot] += delta * (x - _mean[slot]);
    }

    /// The zeros that sparse rows left out, all at once. A zero has no logarithm.
    private void AddZeros(int slot)
    {
        var zeros = Rows - _seen[slot];
        if (zeros == 0 || useLog)
            return;
        var total = _count[slot] + zeros;
        _squares[slot] += _mean[slot] * _mean[slot] * _count[slot] / total * zeros;
        _mean[slot] *= (double)_count[slot] / total;
        _count[slot] = total;
    }
}

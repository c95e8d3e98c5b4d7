using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// Statistics that need all values of a slot at once; NaN is left out.
internal abstract class ValueStatistics<T> : SlotStatistics<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<T>[] _values;
    private readonly long[] _seen;

    protected ValueStatistics(int size) : base(size)
    {
        _values = PerSlot(_ => new List<T>());
        _seen = new long[size];
    }

    protected override void Add(int slot, T value)
    {
        _seen[slot]++;
        if (!T.IsNaN(value))
            _values[slot].Add(value);
    }

    /// The values of the slot in rising order, with the zeros that sparse rows left out.
    protected T[] Sorted(int slot)
    {
        var values = new T[_values[slot].Count + checked((int)(Rows - _seen[slot]))];
        _values[slot].CopyTo(values);
        Array.Sort(values);
        return values;
    }
}

/// Median and range.
internal sealed class RobustStatistics<T>(int size, bool centerData, float quantileSpan) : ValueStatistics<T>(size) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Normalizer ToNormalizer(DataViewType type)
    {
        T[] scale = new T[Size], offset = new T[Size];
        for (var i = 0; i < Size; i++)
        {
            var values = Sorted(i);
            if (values.Length == 0)
                continue;
            scale[i] = T.One / ((values[^1] - values[0]) * T.CreateTruncating(quantileSpan));
            var middle = values.Length / 2;
            if (centerData)
                offset[i] = values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / T.CreateTruncating(2);
        }
        return new AffineNormalizer<T>(type, scale, offset);
    }
}

/// Bins that hold about equally many values; a bin a value where there are no more values than bins.
internal sealed class BinningStatistics<T>(int size, bool fixZero, int maximumBinCount) : ValueStatistics<T>(size) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Normalizer ToNormalizer(DataViewType type) => new BinNormalizer<T>(type, PerSlot(slot => Bounds(Sorted(slot))), fixZero);

    private T[] Bounds(T[] sorted)
    {
        var distinct = Array.ConvertAll([.. sorted.CountBy(value => value)], pair => (Value: pair.Key, Count: pair.Value));
        var bounds = new List<T>();
        long taken = 0, left = sorted.Length;
        for (var i = 0; i + 1 < distinct.Length && bounds.Count < maximumBinCount - 1; i++)
        {
            taken += distinct[i].Count;
            // A bin closes at its fair share of what is left, or when each further value can have a bin of its own.
            var binsLeft = maximumBinCount - bounds.Count;
            if (taken * binsLeft < left && distinct.Length - 1 - i >= binsLeft)
                continue;
            bounds.Add(Bins.Between(distinct[i].Value, distinct[i + 1].Value));
            left -= taken;
            taken = 0;
        }
        bounds.Add(T.PositiveInfinity);
        return [.. bounds];
    }
}

internal static class Bins
{
    /// A finite bound between two neighbouring values; a value equal to the bound belongs to the lower bin.
    public static T Between<T>(T lower, T upper) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNegativeInfinity(lower))
            return T.IsPositiveInfinity(upper) ? T.Zero : T.BitDecrement(upper);
        if (T.IsPositiveInfinity(upper))
            return lower;
        var two = T.CreateTruncating(2);
        var middle = lower / two + upper / two;
        return middle < upper ? middle : lower;
    }
}

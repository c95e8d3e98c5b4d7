using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// Finds the replacement of one column: one value, or one a slot.
internal abstract class MissingValueImputer
{
    public static MissingValueImputer Of(DataViewType type, MissingValueReplacingEstimator.ReplacementMode mode, bool imputeBySlot)
    {
        // The default needs no look at the data and fits vectors of every size.
        var slots = mode != MissingValueReplacingEstimator.ReplacementMode.DefaultValue && imputeBySlot && type.IsKnownSizeVector() ? type.GetVectorSize() : 0;
        return (MissingValueImputer)Activator.CreateInstance(typeof(MissingValueImputer<>).MakeGenericType(type.GetItemType().RawType), type, mode, slots);
    }

    public abstract Action ReaderOf(DataViewRow row, DataViewSchema.Column column);

    public abstract MissingValueReplacement Finish();
}

internal sealed class MissingValueImputer<T>(DataViewType type, MissingValueReplacingEstimator.ReplacementMode mode, int slots) : MissingValueImputer
    where T : unmanaged, INumber<T>
{
    private readonly Statistics[] _statistics = Array.ConvertAll(new int[Math.Max(1, slots)], _ => new Statistics(mode));

    public override Action ReaderOf(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<T>(column);
            return () =>
            {
                var value = default(T);
                scalar(ref value);
                _statistics[0].Add(value, 1);
            };
        }
        var source = row.GetGetter<VBuffer<T>>(column);
        var values = default(VBuffer<T>);
        return () =>
        {
            source(ref values);
            if (slots == 0)
            {
                foreach (var value in values.GetValues())
                    _statistics[0].Add(value, 1);
                _statistics[0].Add(T.Zero, values.Length - values.GetValues().Length);
                return;
            }
            foreach (var (slot, value) in values.Items(all: true))
                _statistics[slot].Add(value, 1);
        };
    }

    public override MissingValueReplacement Finish() =>
        new MissingValueReplacement<T>(type, Array.ConvertAll(_statistics, statistics => statistics.Value()), slots > 0);

    private sealed class Statistics(MissingValueReplacingEstimator.ReplacementMode mode)
    {
        private readonly Dictionary<T, long> _counts = [];
        private readonly List<T> _order = [];
        private long _count;
        private double _sum;
        private T _extreme;

        public void Add(T value, long times)
        {
            if (T.IsNaN(value) || times == 0)
                return;
            switch (mode)
            {
                case MissingValueReplacingEstimator.ReplacementMode.Mean:
                    _sum += double.CreateTruncating(value) * times;
                    break;
                case MissingValueReplacingEstimator.ReplacementMode.Minimum when _count == 0 || value < _extreme:
                case MissingValueReplacingEstimator.ReplacementMode.Maximum when _count == 0 || value > _extreme:
                    _extreme = value;
                    break;
                case MissingValueReplacingEstimator.ReplacementMode.Mode:
                    if (!_counts.ContainsKey(value))
                        _order.Add(value);
                    _counts[value] = _counts.GetValueOrDefault(value) + times;
                    break;
            }
            _count += times;
        }

        /// A column or slot without any value keeps its missing values.
        public T Value() => mode switch
        {
            MissingValueReplacingEstimator.ReplacementMode.DefaultValue => T.Zero,
            _ when _count == 0 => MissingValues.Of<T>(),
            MissingValueReplacingEstimator.ReplacementMode.Mean => T.CreateTruncating(_sum / _count),
            MissingValueReplacingEstimator.ReplacementMode.Mode => _order.MaxBy(value => _counts[value]),
            _ => _extreme,
        };
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// Collects the distinct values of one column.
internal abstract class TermMapBuilder
{
    public static TermMapBuilder Of(DataViewType itemType) =>
        (TermMapBuilder)Activator.CreateInstance(typeof(TermMapBuilder<>).MakeGenericType(itemType.RawType), itemType);

    /// An action that takes in the current row's value or values, as long as the limit allows.
    public abstract Action ReaderOf(DataViewRow row, DataViewSchema.Column column, int limit);

    public abstract TermMap Finish(ValueToKeyMappingEstimator.KeyOrdinality order);
}

internal sealed class TermMapBuilder<T>(PrimitiveDataViewType itemType) : TermMapBuilder
{
    private readonly Dictionary<T, uint> _known = new(TermMap<T>.Comparer);
    private readonly List<T> _terms = [];

    public override Action ReaderOf(DataViewRow row, DataViewSchema.Column column, int limit)
    {
        var isMissing = TermMap<T>.MissingTest(itemType);
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<T>(column);
            var value = default(T);
            return () =>
            {
                scalar(ref value);
                Add(value, isMissing, limit);
            };
        }
        var source = row.GetGetter<VBuffer<T>>(column);
        var values = default(VBuffer<T>);
        return () =>
        {
            source(ref values);
            foreach (var value in values.DenseValues())
                Add(value, isMissing, limit);
        };
    }

    public override TermMap Finish(ValueToKeyMappingEstimator.KeyOrdinality order)
    {
        if (order == ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            _terms.Sort(TermMap<T>.Order);
        return new TermMap<T>(itemType, [.. _terms]);
    }

    private void Add(T value, Func<T, bool> isMissing, int limit)
    {
        if (_terms.Count >= limit || isMissing(value) || _known.ContainsKey(value))
            return;
        // The source may use its characters again.
        var kept = value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;
        _known.Add(kept, 0);
        _terms.Add(kept);
    }
}

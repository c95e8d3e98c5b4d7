using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// The values of one column with the keys 1, 2, … they map to; everything else maps to 0.
internal abstract class TermMap
{
    protected TermMap(PrimitiveDataViewType itemType) => ItemType = itemType;

    public PrimitiveDataViewType ItemType { get; }

    public abstract int Count { get; }

    /// A key needs at least one value.
    public KeyDataViewType KeyType => new(typeof(uint), Math.Max(1, Count));

    public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column input, bool asText);

    public abstract void SaveTerms(BinaryWriter writer);

    public static TermMap Load(BinaryReader reader, IExceptionContext ctx)
    {
        var type = reader.ReadType(ctx) as PrimitiveDataViewType ?? throw ctx.ExceptDecode("The model maps an impossible type to keys");
        return (TermMap)Activator.CreateInstance(typeof(TermMap<>).MakeGenericType(type.RawType), type, reader, ctx);
    }
}

internal sealed class TermMap<T> : TermMap
{
    private readonly T[] _terms;
    private readonly Dictionary<T, uint> _keys = new(Comparer);

    public TermMap(PrimitiveDataViewType itemType, T[] terms) : base(itemType)
    {
        _terms = terms;
        for (var i = 0; i < terms.Length; i++)
            _keys.TryAdd(terms[i], (uint)i + 1);
    }

    public TermMap(PrimitiveDataViewType itemType, BinaryReader reader, IExceptionContext ctx) : this(itemType, reader.ReadValues<T>(ctx))
    {
    }

    public static IEqualityComparer<T> Comparer { get; } = typeof(T) == typeof(ReadOnlyMemory<char>) ? (IEqualityComparer<T>)(object)new TextComparer() : EqualityComparer<T>.Default;

    public static IComparer<T> Order { get; } = typeof(T) == typeof(ReadOnlyMemory<char>) ? (IComparer<T>)(object)new TextComparer()
        : typeof(T) == typeof(DataViewRowId) ? (IComparer<T>)(object)new RowIdOrder() : Comparer<T>.Default;

    public override int Count => _terms.Length;

    /// Whether a value is never a term: NaN, a missing key, empty text.
    public static Func<T, bool> MissingTest(DataViewType itemType)
    {
        if (typeof(T) == typeof(float))
            return value => float.IsNaN(Unsafe.As<T, float>(ref value));
        if (typeof(T) == typeof(double))
            return value => double.IsNaN(Unsafe.As<T, double>(ref value));
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return value => Unsafe.As<T, ReadOnlyMemory<char>>(ref value).IsEmpty;
        if (itemType is KeyDataViewType)
            return value => EqualityComparer<T>.Default.Equals(value, default);
        return _ => false;
    }

    public override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<T>(column);
            var value = default(T);
            return (ValueGetter<uint>)((ref uint key) =>
            {
                scalar(ref value);
                _keys.TryGetValue(value, out key);
            });
        }

        var source = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> given = default, dense = default;
        // Text is default when empty, which is no term.
        var defaultIsMissing = !_keys.ContainsKey(default);
        return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
        {
            source(ref given);
            var values = given;
            if (!given.IsDense && !defaultIsMissing)
            {
                given.CopyToDense(ref dense);
                values = dense;
            }
            var found = values.GetValues();
            var editor = VBufferEditor.Create(ref keys, values.Length, found.Length);
            for (var i = 0; i < found.Length; i++)
                _keys.TryGetValue(found[i], out editor.Values[i]);
            values.GetIndices().CopyTo(editor.Indices);
            keys = editor.Commit();
        });
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column input, bool asText)
    {
        if (Count == 0)
            return;
        if (ItemType is KeyDataViewType && KeyValuesCopier.TryAdd(builder, input, Array.ConvertAll(_terms, term => Convert.ToUInt64(term))))
            return;
        if (!asText)
        {
            builder.AddKeyValues(ItemType, _terms);
            return;
        }
        var toText = ValueConversions.Find<T, ReadOnlyMemory<char>>();
        builder.AddKeyValues(TextDataViewType.Instance, Array.ConvertAll(_terms, term =>
        {
            var text = default(ReadOnlyMemory<char>);
            toText(in term, ref text);
            return text;
        }));
    }

    public override void SaveTerms(BinaryWriter writer)
    {
        writer.WriteType(ItemType);
        writer.WriteValues(_terms);
    }

    private sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>, IComparer<ReadOnlyMemory<char>>
    {
        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);

        public int Compare(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceCompareTo(y.Span);
    }

    private sealed class RowIdOrder : IComparer<DataViewRowId>
    {
        public int Compare(DataViewRowId x, DataViewRowId y) => (x.High, x.Low).CompareTo((y.High, y.Low));
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Keeps the values of a column that passes through, for the rows that a cursor has read ahead.</summary>
internal abstract class PassedColumn
{
    /// <summary>Copies the source's current value into a row of the block.</summary>
    public abstract void Read(int row);

    /// <summary>A keeper for any type of column.</summary>
    public static PassedColumn Create(DataViewRow source, DataViewSchema.Column column, int capacity)
    {
        var type = typeof(PassedColumn<>).MakeGenericType(column.Type.RawType);
        return (PassedColumn)Activator.CreateInstance(type, source, column, capacity)!;
    }
}

/// <summary>The keeper of one raw type; each row has a buffer of its own, which the source's getter fills.</summary>
internal sealed class PassedColumn<TValue>(DataViewRow source, DataViewSchema.Column column, int capacity) : PassedColumn
{
    private static readonly CopyValue Copy = CreateCopy();

    private readonly ValueGetter<TValue> _getter = source.GetGetter<TValue>(column);
    private readonly TValue[] _values = new TValue[capacity];

    private delegate void CopyValue(in TValue from, ref TValue to);

    /// <inheritdoc/>
    public override void Read(int row) => _getter(ref _values[row]);

    /// <summary>Hands out the value of a row; vectors are copied, so that the caller may keep and reuse its buffer.</summary>
    public void Get(int row, ref TValue value) => Copy(in _values[row], ref value);

    private static CopyValue CreateCopy()
    {
        if (!typeof(TValue).IsGenericType || typeof(TValue).GetGenericTypeDefinition() != typeof(VBuffer<>))
            return (in TValue from, ref TValue to) => to = from;
        var method = typeof(VectorCopy).GetMethod(nameof(VectorCopy.Copy))!.MakeGenericMethod(typeof(TValue).GetGenericArguments());
        return method.CreateDelegate<CopyValue>();
    }
}

internal static class VectorCopy
{
    public static void Copy<TItem>(in VBuffer<TItem> from, ref VBuffer<TItem> to) => from.CopyTo(ref to);
}

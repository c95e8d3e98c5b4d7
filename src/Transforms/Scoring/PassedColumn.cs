using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Keeps the values of a column that passes through, for the rows that a cursor has read ahead.</summary>
internal abstract class PassedColumn
{
    /// <summary>Copies the source's current value into a row of the block.</summary>
    public abstract void Read(int row);

    /// <summary>A keeper for any type of column.</summary>
    public static PassedColumn Create(DataViewRow source, DataViewSchema.Column column, int capacity) =>
        column.Type is VectorDataViewType vector
        ? RawType.Visit(vector.ItemType.RawType, new Vectors(source, column, capacity))
        : RawType.Visit(column.Type.RawType, new Values(source, column, capacity));

    private sealed class Values(DataViewRow source, DataViewSchema.Column column, int capacity) : IRawTypeVisitor<PassedColumn>
    {
        public PassedColumn Visit<T>() => new PassedColumn<T>(source, column, capacity, (in T from, ref T to) => to = from);
    }

    private sealed class Vectors(DataViewRow source, DataViewSchema.Column column, int capacity) : IRawTypeVisitor<PassedColumn>
    {
        public PassedColumn Visit<T>() =>
            new PassedColumn<VBuffer<T>>(source, column, capacity, (in VBuffer<T> from, ref VBuffer<T> to) => from.CopyTo(ref to));
    }
}

/// <summary>Copies a value to where the caller may keep it.</summary>
internal delegate void CopyValue<TValue>(in TValue from, ref TValue to);

/// <summary>The keeper of one raw type; each row has a buffer of its own, which the source's getter fills.</summary>
internal sealed class PassedColumn<TValue>(
    DataViewRow source, DataViewSchema.Column column, int capacity, CopyValue<TValue> copy) : PassedColumn
{
    private readonly ValueGetter<TValue> _getter = source.GetGetter<TValue>(column);
    private readonly TValue[] _values = new TValue[capacity];

    /// <inheritdoc/>
    public override void Read(int row) => _getter(ref _values[row]);

    /// <summary>Hands out the value of a row; vectors are copied, so that the caller may keep and reuse its buffer.</summary>
    public void Get(int row, ref TValue value) => copy(in _values[row], ref value);
}

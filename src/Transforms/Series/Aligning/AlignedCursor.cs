using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Goes over the steps of a clock.</summary>
internal sealed class AlignedCursor(AlignDescription description, AlignedSchema schema, DataViewRowCursor source, bool[] active)
    : DataViewRowCursor
{
    private readonly IEnumerator<AlignedRow> _rows = new Aligner(description, schema).Rows(source).GetEnumerator();
    private AlignedRow? _current;
    private long _position = -1;
    private bool _ended;

    /// <inheritdoc/>
    public override DataViewSchema Schema => schema.Output;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => 0;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (!_ended && _rows.MoveNext())
        {
            (_current, _position) = (_rows.Current, _position + 1);
            return true;
        }
        (_current, _position, _ended) = (null, -1, true);
        return false;
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        Current();
        value = new DataViewRowId((ulong)_position, 0);
    };

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        WidenedSchema.CheckGetter<TValue>(schema.Output, column, active);
        return (ValueGetter<TValue>)Getter(column.Index);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            (_current, _position, _ended) = (null, -1, true);
            _rows.Dispose();
            source.Dispose();
        }
        base.Dispose(disposing);
    }

    private Delegate Getter(int column)
    {
        if (column == 0)
            return Time();
        return column < schema.First ? Series() : Value(column - schema.First);
    }

    private Delegate Time()
    {
        if (schema.Output[0].Type is DateTimeDataViewType)
        {
            ValueGetter<DateTime> date = (ref DateTime value) => value = new DateTime(Current().Start);
            return date;
        }
        ValueGetter<DateTimeOffset> time = (ref DateTimeOffset value) =>
        {
            var (start, offset) = (Current().Start, Current().Step.Offset);
            value = new DateTimeOffset(description.IsByDay ? start : start + offset, TimeSpan.FromTicks(offset));
        };
        return time;
    }

    private Delegate Series()
    {
        if (schema.Output[1].Type is KeyDataViewType)
        {
            ValueGetter<uint> key = (ref uint value) => value = Current().Key;
            return key;
        }
        ValueGetter<ReadOnlyMemory<char>> text = (ref ReadOnlyMemory<char> value) => value = Current().Series.AsMemory();
        return text;
    }

    private Delegate Value(int cell)
    {
        var (aggregate, kind) = (description.Columns[cell].Aggregate, description.Columns[cell].Kind);
        switch (kind)
        {
            case AlignedKind.Double:
                ValueGetter<double> wide = (ref double value) => value = Current().Step.Value(cell, aggregate);
                return wide;
            case AlignedKind.Boolean:
                ValueGetter<bool> flag = (ref bool value) => value = Current().Step.Value(cell, aggregate) > 0;
                return flag;
            default:
                ValueGetter<float> number = (ref float value) => value = (float)Current().Step.Value(cell, aggregate);
                return number;
        }
    }

    private AlignedRow Current() => _current
        ?? throw new InvalidOperationException("The cursor is not at a row: call MoveNext first, and stop when it returns false.");
}

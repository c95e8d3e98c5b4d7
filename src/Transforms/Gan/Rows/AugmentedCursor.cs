using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Goes through the real rows, then through the synthetic ones.</summary>
internal sealed class AugmentedCursor(AugmentedSchema schema, DataViewRowCursor source, SyntheticRows rows, bool[] active)
    : PassThroughCursor(source)
{
    // Identities of synthetic rows: real ones count from 0, so that this upper half is free.
    private const ulong SyntheticRowMark = 0x47414E2D524F5753;

    private enum Part
    {
        Before,
        Real,
        Synthetic,
        After,
    }

    private Part _part;
    private long _synthetic = -1;
    private long _position = -1;
    private long _batch;

    /// <inheritdoc/>
    public override DataViewSchema Schema => schema.Output;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_part is Part.Before or Part.Real)
        {
            if (Source.MoveNext())
            {
                _part = Part.Real;
                _batch = Source.Batch;
                _position++;
                return true;
            }
            _part = Part.Synthetic;
        }
        if (_part == Part.Synthetic && ++_synthetic < rows.Count)
        {
            rows.MoveTo(_synthetic);
            _position++;
            return true;
        }
        _part = Part.After;
        _position = -1;
        return false;
    }

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        schema.CheckGetter<TValue>(column, active);
        if (column.Index == schema.Marker)
            return (ValueGetter<TValue>)(Delegate)(ValueGetter<bool>)((ref bool value) => value = IsSynthetic());
        var real = Source.GetGetter<TValue>(schema.Input[column.Index]);
        var learned = schema.Learned(column.Index);
        var made = learned < 0 ? MissingValues.Getter<TValue>(schema.Output[column.Index].Type) : (ValueGetter<TValue>)rows.Getter(learned);
        return (ref TValue value) =>
        {
            if (IsSynthetic())
                made(ref value);
            else
                real(ref value);
        };
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter()
    {
        var real = Source.GetIdGetter();
        return (ref DataViewRowId value) =>
        {
            if (IsSynthetic())
                value = new DataViewRowId((ulong)_synthetic, SyntheticRowMark);
            else
                real(ref value);
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _part = Part.After;
            _position = -1;
        }
        base.Dispose(disposing);
    }

    private bool IsSynthetic() => _part switch
    {
        Part.Synthetic => true,
        Part.Real => false,
        _ => throw new InvalidOperationException("The cursor is not at a row: call MoveNext first, and stop when it gives false."),
    };
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Moves with the source, adds what comes of the operation, and leaves out the rows that it drops.</summary>
/// <param name="outputs">The columns that are added.</param>
/// <param name="schema">All columns.</param>
/// <param name="source">The rows.</param>
/// <param name="pass">The operation; null if nothing of it is asked for.</param>
/// <param name="active">The columns asked for.</param>
internal sealed class SeriesCursor(
    IReadOnlyList<SeriesOutput> outputs, SeriesSchema schema, DataViewRowCursor source, SeriesPass? pass, bool[] active)
    : PassThroughCursor(source)
{
    private SeriesRow? _current;
    private long _position = -1;

    /// <inheritdoc/>
    public override DataViewSchema Schema => schema.Output;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        var moved = false;
        do
        {
            moved = Source.MoveNext();
            _current = moved ? pass?.Next() : null;
        }
        while (moved && _current is { IsDropped: true });
        _position = moved ? _position + 1 : -1;
        return moved;
    }

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        schema.CheckGetter<TValue>(column, active);
        return column.Index < schema.Input.Count
            ? Source.GetGetter<TValue>(schema.Input[column.Index])
            : (ValueGetter<TValue>)Getter(outputs, column.Index - schema.Input.Count, Current);
    }

    /// <summary>A getter of one of the columns that are added.</summary>
    public static Delegate Getter(IReadOnlyList<SeriesOutput> outputs, int output, Func<SeriesRow> current) =>
        outputs[output].Getter(outputs.Take(output).Sum(before => before.Width), current);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            (_position, _current) = (-1, null);
            pass?.Dispose();
        }
        base.Dispose(disposing);
    }

    private SeriesRow Current() => _current
        ?? throw new InvalidOperationException("The cursor is not at a row: call MoveNext first, and stop when it returns false.");
}

using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>Takes rows through an operation, each series by itself, and hands them out in the order in which they came.</summary>
internal sealed class SeriesPass : IDisposable
{
    private readonly SeriesDescription _description;
    private readonly SeriesPlace _place;
    private readonly DataViewRow _row;
    private readonly DataViewRowCursor? _ahead;
    private readonly Action<double[]> _read;
    private readonly Func<string> _series;
    private readonly Func<long>? _ticks;
    private readonly int _width;
    private readonly Dictionary<string, (SeriesState State, long Last)> _states = [];
    private readonly Queue<SeriesRow> _open = new();
    private bool _ended;

    /// <param name="description">What is done.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="row">The row that is read, wherever its owner has moved it.</param>
    /// <param name="ahead">
    /// The same row, where the operation moves it itself ahead of the rows that are handed out, and ends it; null where it does not.
    /// </param>
    public SeriesPass(SeriesDescription description, SeriesSchema schema, DataViewRow row, DataViewRowCursor? ahead)
    {
        (_description, _place, _row, _ahead) = (description, schema.Place, row, ahead);
        _width = description.Outputs().Sum(output => output.Width);
        _read = SeriesNumbersColumn.Reader(row, schema.Input[description.Input], description.Operation.TakesInfinity);
        _series = NameReader(row, description.Series is { } name ? schema.Input[name] : null);
        // By the clock of UTC: an hour that the wall's clock shows twice lies behind itself.
        _ticks = description.Time is { } time ? SeriesCells.Ticks(row, schema.Input[time], clock: 0) : null;
    }

    /// <summary>A function that reads the series' name at a row's current position; an empty one where there is no column.</summary>
    public static Func<string> NameReader(DataViewRow row, DataViewSchema.Column? column) =>
        column is { } found ? SeriesCells.Name(row, found, SeriesCells.NamesOf(found)) : () => "";

    /// <summary>The next row, as soon as all is known of it. Without rows ahead, the one at which the cursor is.</summary>
    /// <exception cref="InvalidOperationException">A value cannot be taken, or time does not go forwards.</exception>
    public SeriesRow Next()
    {
        if (_ahead is null)
        {
            Take();
            return _open.Dequeue();
        }
        while (!_ended && (_open.Count == 0 || !_open.Peek().IsKnown))
        {
            if (_ahead.MoveNext())
                Take();
            else
                End();
        }
        return _open.Count > 0 ? _open.Dequeue() : throw new InvalidOperationException(
            "The data gave fewer rows when they were read a second time: an operation that looks ahead needs the same rows each time. "
                + "Cache them (ml.Data.Cache).");
    }

    /// <inheritdoc/>
    public void Dispose() => _ahead?.Dispose();

    private void Take()
    {
        var row = new SeriesRow(new double[_description.Slots], _ticks?.Invoke() ?? 0, _row.Position, new float[_width]);
        _read(row.Values);
        var series = _series();
        if (!_states.TryGetValue(series, out var found))
            found = (_description.Operation.Start(series, _place, _description.Scales), long.MinValue);
        if (_ticks is not null && row.Ticks <= found.Last)
            throw SeriesPlace.Backwards(_description.Time!, series, row, found.Last);
        _states[series] = (found.State, row.Ticks);
        _open.Enqueue(row);
        found.State.Take(row);
    }

    private void End()
    {
        _ended = true;
        foreach (var (state, _) in _states.Values)
            state.End();
    }
}

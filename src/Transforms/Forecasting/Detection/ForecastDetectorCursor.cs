using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>Moves with the source and judges each row as it comes.</summary>
internal sealed class ForecastDetectorCursor : PassThroughCursor
{
    private readonly ScoringSchema _schema;
    private readonly bool[] _active;
    private readonly ForecastWatch? _watch;
    private readonly Func<SeriesObservation>? _read;
    private ForecastVerdict _verdict;

    /// <param name="detector">The detector.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="input">The source.</param>
    /// <param name="active">Which columns are asked for.</param>
    /// <param name="watches">Whether one of the detector's is among them.</param>
    public ForecastDetectorCursor(
        ForecastDetectorTransformer detector, ScoringSchema schema, DataViewRowCursor input, bool[] active, bool watches) : base(input)
    {
        (_schema, _active) = (schema, active);
        if (watches)
            (_watch, _read) = (new ForecastWatch(detector), detector.Forecaster.Columns.Series.Reader(input));
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _schema.Output;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (!base.MoveNext())
            return false;
        if (_watch is not null)
            _verdict = _watch.Observe(_read!());
        return true;
    }

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _schema.CheckGetter<TValue>(column, _active);
        if (column.Index < _schema.Input.Count)
            return Source.GetGetter<TValue>(_schema.Input[column.Index]);
        Delegate getter = (column.Index - _schema.Input.Count) switch
        {
            0 => Getter(verdict => verdict.IsAlert),
            1 => Getter(verdict => verdict.Score),
            2 => Getter(verdict => verdict.PValue),
            _ => Getter(verdict => verdict.Forecast),
        };
        return (ValueGetter<TValue>)getter;
    }

    private ValueGetter<T> Getter<T>(Func<ForecastVerdict, T> of) => (ref T value) =>
    {
        if (Position < 0)
            throw new InvalidOperationException("The cursor is not on a row: call MoveNext first, and stop when it returns false.");
        value = of(_verdict);
    };
}

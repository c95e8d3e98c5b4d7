using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>
/// The forecasts of every row of a view: its series are read once, and scored in blocks as rows are asked for. Only the columns
/// of the series are held in memory.
/// </summary>
internal sealed class RecurrentForecastRows
{
    private const int BlockRows = 128; // what a block makes is then garbage before it can grow old, and memory does not grow by it
    private readonly RecurrentForecastTransformer _forecaster;
    private readonly (PreparedSeries Series, int End)[] _places;
    private ForecastBlock? _block;
    private int _blockStart = -1;

    /// <exception cref="InvalidOperationException">A series was not there in training, is out of order, or has too long a gap.</exception>
    public RecurrentForecastRows(RecurrentForecastTransformer forecaster, IDataView source)
    {
        _forecaster = forecaster;
        var columns = forecaster.Columns.Series;
        var all = AreInOrder(columns, source) ? AsTheyCome(columns, source) : Sorted(columns, source);
        _places = new (PreparedSeries, int)[all.Sum(series => series.Rows.Count)];
        foreach (var series in all)
        {
            var prepared = Prepare(series.History);
            for (var i = 0; i < series.Rows.Count; i++)
                _places[series.Rows[i]] = (prepared, series.Ends[i]);
        }
    }

    /// <summary>A column's numbers for a row.</summary>
    public ReadOnlySpan<float> Values(ForecastOutput output, int row)
    {
        var start = row / BlockRows * BlockRows;
        if (start != _blockStart)
            Score(start);
        return output.Of(_block!).AsSpan((row - start) * _forecaster.Horizon, _forecaster.Horizon);
    }

    // A pass of its own: a row that is only too early for its place must not be taken for the end of a gap.
    private static bool AreInOrder(SeriesColumns columns, IDataView source)
    {
        if (columns.Time is null)
            return true;
        var last = new Dictionary<string, long?>();
        foreach (var observation in columns.Read(source))
        {
            if (last.TryGetValue(observation.Series, out var before) && observation.Ticks < before)
                return false;
            last[observation.Series] = observation.Ticks;
        }
        return true;
    }

    // Row by row, so that nothing else of a row is held.
    private IReadOnlyCollection<Replayed> AsTheyCome(SeriesColumns columns, IDataView source)
    {
        var all = new Dictionary<string, Replayed>();
        var row = 0;
        foreach (var observation in columns.Read(source))
        {
            if (!all.TryGetValue(observation.Series, out var series))
                all.Add(observation.Series, series = new Replayed(Start(observation)));
            Replay(series, observation, row++, columns);
        }
        return all.Values;
    }

    private Replayed[] Sorted(SeriesColumns columns, IDataView source) =>
    [
        .. columns.Read(source).Select((observation, row) => (Observation: observation, Row: row)).GroupBy(row => row.Observation.Series)
            .Select(rows =>
            {
                var ordered = rows.OrderBy(row => row.Observation.Ticks).ToArray();
                var series = new Replayed(Start(ordered[0].Observation));
                foreach (var (observation, row) in ordered)
                    Replay(series, observation, row, columns);
                return series;
            }),
    ];

    private void Replay(Replayed series, in SeriesObservation observation, int row, SeriesColumns columns)
    {
        var history = series.History;
        if (history.Count > 0 || !float.IsNaN(observation.Value) || _forecaster.Gaps.Handling == GapHandling.Refuse)
        {
            SeriesSet.CheckOrder(history, observation, columns.Time ?? "");
            _forecaster.Windowing.Steps?.AddAbsent(history, observation, _forecaster.Gaps, columns, () => FillBefore(history, columns));
            history.Add(observation);
            FillBefore(history, columns);
        }
        series.Ends.Add(history.Count); // 0 where a past begins with a gap: only what comes later could fill it
        series.Rows.Add(row);
    }

    private SeriesHistory Start(in SeriesObservation observation)
    {
        var remembered = _forecaster.State.Find(observation.Series, _forecaster.Columns.Series.Series);
        var isThePast = observation.Ticks is { } ticks && remembered.Ticks.Count > 0 && ticks <= remembered.Ticks[^1];
        return isThePast ? new SeriesHistory(observation.Series) : remembered.Slice(0, remembered.Count);
    }

    // Where further columns reach into the future, missing values at the end are that future and stay open.
    private void FillBefore(SeriesHistory history, SeriesColumns columns)
    {
        var gaps = _forecaster.Gaps;
        if (columns.Future.Length == 0)
        {
            gaps.FillLast(history, columns.Value);
            return;
        }
        if (!history.Observed[^1])
            return;
        var open = history.Count - 1;
        while (open > 0 && float.IsNaN(history.Values[open - 1]))
            open--;
        for (var i = open; i < history.Count - 1; i++)
        {
            var part = history.Slice(0, i + 1);
            gaps.FillLast(part, columns.Value);
            history.Values[i] = part.Values[i];
        }
    }

    private PreparedSeries Prepare(SeriesHistory history)
    {
        var known = history.Values.FindIndex(float.IsNaN);
        return new PreparedSeries(history, _forecaster.Scales[history.Name], _forecaster.Windowing, known < 0 ? null : known);
    }

    private void Score(int start)
    {
        var (horizon, count) = (_forecaster.Horizon, Math.Min(BlockRows, _places.Length - start));
        _block = new ForecastBlock(Unknown(), Unknown(), Unknown());
        var ready = Enumerable.Range(0, count)
            .Where(i => _places[start + i].End >= _forecaster.Windowing.RequiredHistory
                && _places[start + i].End <= _places[start + i].Series.Scaled.Length)
            .ToArray();
        if (ready.Length > 0)
        {
            using var use = _forecaster.Use();
            var windows = Array.ConvertAll(ready, i => new SeriesWindow(_places[start + i].Series, _places[start + i].End, horizon));
            var made = _forecaster.Model.Forecast(windows, horizon, _forecaster.Model.Spread.ConfidenceLevel);
            _forecaster.TellHeldBack();
            for (var i = 0; i < ready.Length; i++)
            {
                made.Forecast.AsSpan(i * horizon, horizon).CopyTo(_block.Forecast.AsSpan(ready[i] * horizon));
                made.Lower.AsSpan(i * horizon, horizon).CopyTo(_block.Lower.AsSpan(ready[i] * horizon));
                made.Upper.AsSpan(i * horizon, horizon).CopyTo(_block.Upper.AsSpan(ready[i] * horizon));
            }
        }
        _blockStart = start;

        float[] Unknown()
        {
            var numbers = new float[count * horizon];
            Array.Fill(numbers, float.NaN);
            return numbers;
        }
    }

    /// <summary>A series as its rows have told of it.</summary>
    private sealed class Replayed(SeriesHistory history)
    {
        /// <summary>What is known of it at the end.</summary>
        public SeriesHistory History => history;

        /// <summary>After each of its rows, how many observations there were.</summary>
        public List<int> Ends { get; } = [];

        /// <summary>Where its rows are in the data.</summary>
        public List<int> Rows { get; } = [];
    }
}

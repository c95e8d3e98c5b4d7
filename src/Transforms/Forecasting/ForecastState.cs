using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>What a forecaster remembers of each series: enough of its end to forecast, and its scale.</summary>
internal sealed class ForecastState
{
    private readonly Dictionary<string, SeriesHistory> _series = [];
    private readonly int _kept;

    /// <param name="kept">Observations remembered of each series.</param>
    public ForecastState(int kept) => _kept = kept;

    /// <summary>The series known, the one last observed at the end: added in this order to another state, they leave it as this one.</summary>
    public IEnumerable<SeriesHistory> InOrder => _series.Values.OrderBy(series => series == Latest);

    /// <summary>The series that was last observed; null before any was.</summary>
    public SeriesHistory? Latest { get; private set; }

    /// <summary>Remembers the end of a series.</summary>
    public void Add(SeriesHistory series)
    {
        _series[series.Name] = series.Last(_kept);
        Latest = _series[series.Name];
    }

    /// <summary>A copy that can go its own way.</summary>
    public ForecastState Clone()
    {
        var copy = new ForecastState(_kept);
        foreach (var series in _series.Values)
            copy._series[series.Name] = series.Last(_kept);
        copy.Latest = Latest is null ? null : copy._series[Latest.Name];
        return copy;
    }

    /// <summary>The series of a name.</summary>
    /// <exception cref="InvalidOperationException">It was not there in training.</exception>
    public SeriesHistory Find(string name, string? column) => _series.TryGetValue(name, out var series)
        ? series
        : throw new InvalidOperationException(column is null
            ? $"There is no series '{name}': without SeriesColumnName the model has one series, without a name."
            : $"Series '{name}' of column '{column}' was not in the training data. Known: {string.Join(", ", _series.Keys.Order().Take(20))}{(_series.Count > 20 ? ", ..." : "")}.");

    /// <summary>Takes in an observation and forgets what is no longer needed; what is refused leaves no trace.</summary>
    /// <exception cref="InvalidOperationException">
    /// The series is unknown, the observation not later than the last one, or its value missing for too long or outside the
    /// domain of the transform.
    /// </exception>
    public SeriesHistory Observe(in SeriesObservation observation, SeriesColumns columns, SeriesGaps gaps, ValueTransform transform)
    {
        var series = Find(observation.Series, columns.Series);
        SeriesSet.CheckOrder(series, observation, columns.Time ?? "");
        series = series.Last(_kept);
        series.Add(observation);
        gaps.FillLast(series, columns.Value);
        transform.Check(series.Values[^1], observation.Row);
        _series[series.Name] = series.Last(_kept);
        return Latest = _series[series.Name];
    }
}

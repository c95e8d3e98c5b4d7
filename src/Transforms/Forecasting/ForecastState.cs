using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>What a forecaster remembers of each series: enough of its end to forecast, and its scale.</summary>
internal sealed class ForecastState
{
    private readonly Dictionary<string, SeriesHistory> _series = [];
    private readonly int _kept;

    /// <param name="kept">Observations remembered of each series.</param>
    public ForecastState(int kept) => _kept = kept;

    /// <summary>The series known.</summary>
    public IEnumerable<SeriesHistory> All => _series.Values;

    /// <summary>Remembers the end of a series.</summary>
    public void Add(SeriesHistory series) => _series[series.Name] = series.Last(_kept);

    /// <summary>A copy that can go its own way.</summary>
    public ForecastState Clone()
    {
        var copy = new ForecastState(_kept);
        foreach (var series in _series.Values)
            copy._series[series.Name] = series.Last(_kept);
        return copy;
    }

    /// <summary>The one series there is.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public SeriesHistory Only() => _series.Count == 1
        ? _series.Values.Single()
        : throw new InvalidOperationException(
            $"The model knows {_series.Count} series: say which one to forecast, as in Predict(series: "
                + $"\"{_series.Keys.Order().First()}\"). Known: {Names()}.");

    /// <summary>The series of a name.</summary>
    /// <exception cref="InvalidOperationException">It was not there in training.</exception>
    public SeriesHistory Find(string name, string? column) => _series.TryGetValue(name, out var series)
        ? series
        : throw new InvalidOperationException(column is null
            ? $"There is no series '{name}': without SeriesColumnName the model has one series, without a name."
            : $"Series '{name}' of column '{column}' was not in the training data. Known: {Names()}.");

    private string Names() => string.Join(", ", _series.Keys.Order().Take(20)) + (_series.Count > 20 ? ", ..." : "");

    /// <summary>Takes in an observation and forgets what is no longer needed; what is refused leaves no trace.</summary>
    /// <exception cref="InvalidOperationException">
    /// The series is unknown, the observation not later than the last one, or its value missing for too long or outside the
    /// domain of the transform.
    /// </exception>
    public SeriesHistory Observe(in SeriesObservation observation, SeriesColumns columns, SeriesGaps gaps, SeriesWindowing windowing)
    {
        var series = Find(observation.Series, columns.Series);
        SeriesSet.CheckOrder(series, observation, columns.Time ?? "");
        series = series.Last(_kept);
        windowing.Steps?.AddAbsent(series, observation, gaps, columns, () => gaps.FillLast(series, columns.Value));
        series.Add(observation);
        gaps.FillLast(series, columns.Value);
        windowing.Transform.Check(series.Values[^1], observation.Row);
        _series[series.Name] = series.Last(_kept);
        return _series[series.Name];
    }
}

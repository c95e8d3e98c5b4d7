using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>Watches series value by value: each is judged by the forecast from those before it, then taken in.</summary>
/// <param name="detector">The detector; its memory is not changed.</param>
internal sealed class ForecastWatch(ForecastDetectorTransformer detector)
{
    private readonly Dictionary<string, Watched> _watched = [];
    private readonly ForecastState _remembered = detector.Remembered;

    /// <summary>Judges a value and takes it in, or the forecast in its place.</summary>
    /// <exception cref="InvalidOperationException">
    /// The series was not there in training, the value is not later than the one before, or missing for too long.
    /// </exception>
    public ForecastVerdict Observe(in SeriesObservation observation)
    {
        var description = detector.Forecaster;
        var columns = description.Columns.Series;
        if (!_watched.TryGetValue(observation.Series, out var watched))
            _watched.Add(observation.Series, watched = new Watched(Start(observation, columns)));
        var history = watched.History;
        SeriesSet.CheckOrder(history, observation, columns.Time ?? "");
        description.Windowing.Steps?.AddAbsent(
            history, observation, description.Gaps, columns, () => description.Gaps.FillLast(history, columns.Value));
        var verdict = ForecastVerdict.None;
        var taken = observation;
        if (!float.IsNaN(observation.Value) && history.Count >= description.Windowing.RequiredHistory)
            (verdict, taken) = Judge(watched, observation);
        if (history.Count > 0 || !float.IsNaN(taken.Value))
        {
            history.Add(taken);
            description.Gaps.FillLast(history, columns.Value);
        }
        if (history.Count > 2 * description.Kept) // cut now and then: a cut copies
            watched.History = history.Last(description.Kept);
        return verdict;
    }

    private (ForecastVerdict Verdict, SeriesObservation Taken) Judge(Watched watched, in SeriesObservation observation)
    {
        var columns = detector.Columns;
        var (forecast, lower, upper) = detector.Forecast(watched.History, observation);
        var value = observation.Value;
        if (float.IsNaN(forecast))
            return (ForecastVerdict.None, observation);
        var isOutside = value < lower || value > upper;
        watched.Run = isOutside ? watched.Run + 1 : 0;
        var deviation = (upper - lower) / (2 * detector.HalfWidth);
        var score = deviation > 0 ? (value - forecast) / deviation
            : value == forecast ? 0 : double.CopySign(double.PositiveInfinity, value - forecast);
        var verdict = new ForecastVerdict(
            isOutside && watched.Run >= columns.MinimumRun, (float)score, (float)NormalTail.TwoSided(score), forecast);
        var replaces = isOutside && columns.ReplaceFlagged && watched.Run <= columns.MaximumReplaced;
        return (verdict, replaces ? observation with { Value = forecast } : observation);
    }

    private SeriesHistory Start(in SeriesObservation observation, SeriesColumns columns)
    {
        var remembered = _remembered.Find(observation.Series, columns.Series);
        var isThePast = observation.Ticks is { } ticks && ticks <= remembered.Ticks[^1];
        return isThePast ? new SeriesHistory(observation.Series) : remembered.Slice(0, remembered.Count);
    }

    private sealed class Watched(SeriesHistory history)
    {
        public SeriesHistory History { get; set; } = history;

        public int Run { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>What a forecaster says of a series: what it would have said a horizon ago beside what came, and what it says now.</summary>
internal static class ForecastSection
{
    private const int HorizonsShown = 5;
    private const int FewestShown = 40; // observations

    /// <summary>A fan, and the errors of the last horizon beside repeating the last value, or the last season.</summary>
    public static IEnumerable<object> Write(RecurrentForecastTransformer forecaster, IDataView data)
    {
        var columns = forecaster.Columns;
        var rows = Rows.Read(forecaster.Transform(data), forecaster);
        if (rows.Values.Count == 0)
            return [Html.Note("There is no observation among the rows.")];
        var (last, horizon) = (rows.Values.Count - 1, forecaster.Horizon);
        var fan = new ForecastFan(rows.Values, rows.Times);
        var content = new List<object>();
        var past = last - horizon;
        if (past >= 0 && rows.Forecasts[past].All(float.IsFinite))
        {
            fan.Add("forecast then", 1, past, rows.Forecasts[past], rows.Bounds?[past]);
            content.Add(Measured(rows, past, horizon, forecaster.SeasonalPeriod));
        }
        if (rows.Forecasts[last].All(float.IsFinite))
            fan.Add("forecast now", 0, last, rows.Forecasts[last], rows.Bounds?[last]);
        var from = Math.Max(0, rows.Values.Count - Math.Max(FewestShown, HorizonsShown * horizon));
        content.Add(Chart.Draw(fan.Finish(from, columns.Series.Value), 900, 400));
        if (rows.Series is { } name)
            content.Add(Html.Note($"The series is '{name}', that of the last row."));
        return content;
    }

    private static object Measured(Rows rows, int past, int horizon, int season)
    {
        var came = rows.Values.Skip(past + 1).Take(horizon).ToArray();
        var simple = season > 0 && past >= season - 1
            ? ("the last season again", Enumerable.Range(0, horizon).Select(h => rows.Values[past + 1 - season + (h % season)]))
            : ("the last value again", Enumerable.Repeat(rows.Values[past], horizon));
        var (own, other) = (Error(rows.Forecasts[past]), Error([.. simple.Item2]));
        var tiles = new List<object>
        {
            Html.Tile(Html.Number(own), $"mean absolute error over the last {horizon} observations; {simple.Item1}: {Html.Number(other)}",
                own < other ? "good" : "bad"),
        };
        if (rows.Bounds?[past] is var (lower, upper))
            tiles.Add(Html.Tile(
                Html.Percent(came.Where((value, i) => value >= lower[i] && value <= upper[i]).Count() / (double)came.Length),
                "of them within the bounds"));
        return Html.Styled("div", "tiles", [.. tiles]);

        double Error(IReadOnlyList<float> forecast) =>
            came.Zip(forecast, (a, b) => Math.Abs((double)a - b)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
    }

    // The observations of the series that the last row belongs to.
    private sealed record Rows(
        List<float> Values, List<DateTime>? Times, List<float[]> Forecasts, List<(float[] Lower, float[] Upper)>? Bounds, string? Series)
    {
        public static Rows Read(IDataView scored, RecurrentForecastTransformer forecaster)
        {
            var columns = forecaster.Columns;
            var values = scored.GetColumn<float>(columns.Series.Value).ToArray();
            var forecasts = scored.GetColumn<float[]>(columns.Forecast).ToArray();
            var bounds = columns.HasBounds
                ? scored.GetColumn<float[]>(columns.Lower!).Zip(scored.GetColumn<float[]>(columns.Upper!)).ToArray()
                : null;
            var times = columns.Series.Time is { } time && scored.Schema[time].Type is DateTimeDataViewType
                ? scored.GetColumn<DateTime>(time).ToArray()
                : null;
            var names = columns.Series.Series is { } series
                ? CellTexts.Rows(scored, [scored.Schema[series]], int.MaxValue).Select(row => row[0]).ToArray()
                : null;
            int[] own = [.. Enumerable.Range(0, values.Length).Where(i => names is null || names[i] == names[^1])];
            if (times is not null)
                Array.Sort(own, (a, b) => times[a].CompareTo(times[b]));
            return new Rows(
                [.. own.Select(i => values[i])], times is null ? null : [.. own.Select(i => times[i])], [.. own.Select(i => forecasts[i])],
                bounds is null ? null : [.. own.Select(i => bounds[i])], names?[^1]);
        }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// A monthly series with trend, season and noise of deviation 3: ten ordinary years to learn from, then 50 months of which six are off by
/// 15 to 24. Anomalies found, and other months that are called ones; the mean of three seeds, with flagged values replaced by forecasts and
/// not.
/// </summary>
internal sealed class BoundsWatch : IQualityTask
{
    private const int Known = 120;
    private const int Watched = 50;
    private const int Anomalies = 6;
    private const double Noise = 3;

    public string Name => "watch.bounds";

    public IEnumerable<(string Name, double Value)> Run()
    {
        foreach (var replaces in new[] { true, false })
        {
            var counted = Seeds.All.Select(seed => Count(seed, replaces)).ToArray();
            var suffix = replaces ? "" : " (flagged values kept)";
            yield return ($"bounds.found{suffix}", counted.Average(c => c.Found));
            yield return ($"bounds.false{suffix}", counted.Average(c => c.False));
        }
    }

    private static (int Found, int False) Count(int seed, bool replaces)
    {
        var ml = new MLContext(seed);
        var random = new Random(seed);
        var months = Enumerable.Range(0, Known + Watched).Select(t => new Month
        {
            Value = (float)(100 + (0.2 * t) + (20 * Math.Sin(2 * Math.PI * t / 12)) + (8 * Math.Cos(4 * Math.PI * t / 12))
                + (Noise * Draws.Normal(random))),
        }).ToArray();
        for (var i = 0; i < Anomalies; i++)
        {
            var month = months[Known + 3 + (8 * i) + random.Next(5)];
            month.Value += (float)((random.Next(2) == 0 ? -1 : 1) * Noise * (5 + (3 * random.NextDouble())));
            month.IsAnomaly = true;
        }
        var options = new DetectByForecastOptions { ReplaceFlagged = replaces };
        using var model = ml.Transforms.DetectByForecast(nameof(Month.Value), options with
        {
            Forecast = options.Forecast with { WindowSize = 24, SeasonalPeriod = 12 },
        }).Fit(ml.Data.LoadFromEnumerable(months.Take(Known)));
        var alerts = model.Transform(ml.Data.LoadFromEnumerable(months.Skip(Known))).GetColumn<bool>("Alert").ToArray();
        var right = alerts.Select((alert, i) => alert && months[Known + i].IsAnomaly).Count(both => both);
        return (right, alerts.Count(alert => alert) - right);
    }

    private sealed class Month
    {
        public float Value { get; set; }

        public bool IsAnomaly { get; set; }
    }
}

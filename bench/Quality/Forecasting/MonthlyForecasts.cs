using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// 72 monthly series of 48 to 120 values with trend, season, level shifts and noise, in one network; the last year of each is forecast from
/// what lies before it.
/// </summary>
internal sealed class MonthlyForecasts : IQualityTask
{
    private const int Months = 12;

    public string Name => "forecast.monthly";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var (network, lastSeason, smoothing) = Measure();
        yield return ("forecast.monthly.smape", network);
        yield return ("forecast.monthly.snaive", lastSeason);
        yield return ("forecast.monthly.ets", smoothing);
    }

    /// <summary>Symmetric mean absolute percentage error of the forecaster, the last season, and exponential smoothing.</summary>
    public static (double Network, double LastSeason, double Smoothing) Measure()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Series(seed: 17).ToArray());
        var backtest = ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", new RecurrentForecastOptions
        {
            WindowSize = Months,
            Horizon = Months,
            SeriesColumnName = "Name",
            TimeColumnName = "Month",
            SeasonalPeriod = Months,
        }).Backtest(data, folds: 1);
        return (backtest.Network.Metrics.SymmetricMeanAbsolutePercentageError, Of(backtest, "last season"),
            Of(backtest, "exponential smoothing"));
    }

    /// <summary>The series, month by month.</summary>
    public static IEnumerable<MonthlyValue> Series(int seed)
    {
        var random = new Random(seed);
        for (var series = 0; series < 72; series++)
        {
            var count = 48 + random.Next(73);
            var (level, growth, noise) =
                (Math.Exp(4 + (3 * random.NextDouble())), 0.012 * (random.NextDouble() - 0.3), 0.03 + (0.12 * random.NextDouble()));
            var season = Enumerable.Range(0, Months).Select(_ => (0.1 + (0.2 * (series % 3))) * Draws.Normal(random)).ToArray();
            var (shift, size) = (random.Next(count), series % 4 == 0 ? 0.4 * Draws.Normal(random) : 0);
            var walk = 0.0;
            for (var t = 0; t < count; t++)
            {
                walk += 0.02 * Draws.Normal(random);
                var log = Math.Log(level) + (growth * t) + season[t % Months] + walk + (t >= shift ? size : 0)
                + (noise * Draws.Normal(random));
                yield return new MonthlyValue
                {
                    Name = $"{series:D2}",
                    Month = new DateTime(2010, 1, 1).AddMonths(t),
                    Value = (float)Math.Exp(log)
                };
            }
        }
    }

    private static double Of(ForecastBacktest backtest, string method) =>
        backtest.Baselines.Single(b => b.Method.Split(" on ")[0] == method).Metrics.SymmetricMeanAbsolutePercentageError;

    /// <summary>A month of a series.</summary>
    internal sealed class MonthlyValue
    {
        public string Name { get; set; } = "";

        public DateTime Month { get; set; }

        public float Value { get; set; }
    }
}

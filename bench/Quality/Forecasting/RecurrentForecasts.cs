using System.Globalization;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Airline passengers, sunspots and CO2 in air, forecast and set beside simple methods; the mean over three seeds.</summary>
internal sealed class AirlineForecasts : IQualityTask
{
    public string Name => "airline";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var passengers = RecurrentSeries.Read("airline-passengers.csv");
        var year = new RecurrentForecastOptions { WindowSize = 24, Horizon = 24 };
        var two = RecurrentSeries.Backtest(passengers, year, 1, 24);
        yield return ("airline.24.mape", two.Average(t => t.Network.Metrics.MeanAbsolutePercentageError));
        foreach (var baseline in two[0].Baselines)
            yield return ($"airline.24.mape ({baseline.Method})", baseline.Metrics.MeanAbsolutePercentageError);

        var one = RecurrentSeries.Backtest(passengers, year with { Horizon = 1 }, 24, 1);
        yield return ("airline.1.mape", one.Average(t => t.Network.Metrics.MeanAbsolutePercentageError));
        foreach (var baseline in one[0].Baselines)
            yield return ($"airline.1.mape ({baseline.Method})", baseline.Metrics.MeanAbsolutePercentageError);
    }
}

/// <summary>Yearly sunspot numbers, one year ahead.</summary>
internal sealed class SunspotForecasts : IQualityTask
{
    public string Name => "sunspots";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var options = new RecurrentForecastOptions { WindowSize = 22, Horizon = 1 };
        var backtests = RecurrentSeries.Backtest(RecurrentSeries.Read("sunspots.csv"), options, 50, 1);
        yield return ("sunspots.1.rmse", backtests.Average(t => t.Network.Metrics.RootMeanSquaredError));
        foreach (var baseline in backtests[0].Baselines)
            yield return ($"sunspots.1.rmse ({baseline.Method})", baseline.Metrics.RootMeanSquaredError);
    }
}

/// <summary>Weekly CO2 with its gaps: the last two years, each from what lies before it.</summary>
internal sealed class CarbonDioxideForecasts : IQualityTask
{
    public string Name => "co2";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var options = new RecurrentForecastOptions
        {
            WindowSize = 104,
            Horizon = 52,
            ConfidenceLowerBoundColumnName = "Lower",
            ConfidenceUpperBoundColumnName = "Upper",
            ConfidenceLevel = 0.9f,
            Encoder = new LstmEncoder { HiddenSize = 32 },
            SeasonalPeriod = 52,
        };
        options = options with { Training = options.Training with { Epochs = 12 } };
        var backtests = RecurrentSeries.Backtest(RecurrentSeries.Read("co2-weekly.csv"), options, 2, 52);
        yield return ("co2.mase", backtests.Average(t => t.Network.Metrics.MeanAbsoluteScaledError));
        yield return ("co2.coverage", backtests.Average(t => t.Network.Metrics.IntervalCoverage));
        yield return ("co2.width", backtests.Average(t => t.Network.Metrics.IntervalWidth));
        foreach (var baseline in backtests[0].Baselines)
            yield return ($"co2.mase ({baseline.Method})", baseline.Metrics.MeanAbsoluteScaledError);
    }
}

/// <summary>Reads a series and backtests it with three seeds.</summary>
internal static class RecurrentSeries
{
    /// <summary>The second column of a file; an empty cell is NaN.</summary>
    public static float[] Read(string file) => [.. File.ReadLines(RepositoryFiles.Data(file)).Skip(1)
        .Select(line => line.Split(',')[1]).Select(cell => cell.Length == 0 ? float.NaN : float.Parse(cell, CultureInfo.InvariantCulture))];

    /// <summary>A backtest per seed; one network serves every fold.</summary>
    public static ForecastBacktest[] Backtest(float[] values, RecurrentForecastOptions options, int folds, int horizon) =>
        [.. new[] { 1, 2, 3 }.Select(seed =>
    {
        var ml = new MLContext(seed);
        var data = ml.Data.LoadFromEnumerable(values.Select(value => new Row { Value = value }).ToArray());
        return ml.Forecasting.ForecastByRecurrentNetwork("Forecast", "Value", options).Backtest(data, folds, horizon, refit: false);
    })];

    private sealed class Row
    {
        public float Value { get; set; }
    }
}

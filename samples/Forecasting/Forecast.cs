using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Airline passengers, 1949 to 1960: the last two years are forecast from the ten before, with bounds, and set beside simple
/// methods. Then an engine observes month by month, and its state is saved and taken up again.
/// </summary>
internal static class Forecast
{
    private const int Horizon = 24;
    private const string ChartPath = "artifacts/forecast";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var months = File.ReadLines(DataFiles.Find("airline-passengers.csv")).Skip(1).Select(Month.Parse).ToArray();
        var ml = new MLContext(seed: 1);
        var options = new RecurrentForecastOptions
        {
            WindowSize = 24,
            Horizon = Horizon,
            ConfidenceLowerBoundColumnName = "Lower",
            ConfidenceUpperBoundColumnName = "Upper",
            ConfidenceLevel = 0.9f,
        };
        output.Say("[bold]Airline passengers[/]: the last 24 of 144 months are forecast from the 120 before them");
        var backtest = output.Train("LSTM with a linear skip", 2 * options.Training.Epochs!.Value, progress => ml.Forecasting
            .ForecastByRecurrentNetwork("Ahead", "Passengers", options with { Training = options.Training with { Progress = progress } })
            .Backtest(ml.Data.LoadFromEnumerable(months), folds: 1));
        output.Table("Errors over 24 months", ["method", "MAE", "RMSE", "MAPE %", "MASE", "coverage of 90 % bounds"],
            backtest.Baselines.Prepend(backtest.Network).Select(r => new[]
        {
            r.Method, SampleOutput.Number(r.Metrics.MeanAbsoluteError), SampleOutput.Number(r.Metrics.RootMeanSquaredError),
            SampleOutput.Number(r.Metrics.MeanAbsolutePercentageError), SampleOutput.Number(r.Metrics.MeanAbsoluteScaledError),
            double.IsNaN(r.Metrics.IntervalCoverage) ? "" : SampleOutput.Percent(r.Metrics.IntervalCoverage),
        }));
        foreach (var report in backtest.Baselines.Prepend(backtest.Network))
            output.Value($"forecast.{report.Method.Replace(' ', '_')}.mape", report.Metrics.MeanAbsolutePercentageError);
        output.Value("forecast.coverage", backtest.Network.Metrics.IntervalCoverage);
        output.Say($"History, forecast, bounds and the last season again: {Draw(months, backtest.Folds[0])}");
        return Engine(output, months, options);
    }

    // Observes the last year month by month; half of it after a restart from a checkpoint.
    private static int Engine(SampleOutput output, Month[] months, RecurrentForecastOptions options)
    {
        var ml = new MLContext(seed: 1);
        var estimator = ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Passengers", options with
        {
            Horizon = 1,
            ConfidenceLowerBoundColumnName = null,
            ConfidenceUpperBoundColumnName = null,
        });
        using var model = estimator.Fit(ml.Data.LoadFromEnumerable(months[..132]));
        output.Curve("artifacts/forecast-curve", "Forecaster of the next month", model.TrainingHistory);
        var engine = model.CreateForecastEngine<Month, MonthAhead>(ml);
        var error = 0.0;
        for (var i = 132; i < 138; i++)
        {
            error += Math.Abs(engine.Predict().Ahead[0] - months[i].Passengers) / months[i].Passengers / 12;
            engine.Observe(months[i]);
        }
        engine.CheckPoint(ml, "artifacts/forecast.zip");
        var restarted = new MLContext();
        using var loaded = (RecurrentForecastTransformer)restarted.Model.Load("artifacts/forecast.zip", out _);
        var second = loaded.CreateForecastEngine<Month, MonthAhead>(restarted);
        var difference = Math.Abs(engine.Predict().Ahead[0] - second.Predict().Ahead[0]);
        for (var i = 138; i < 144; i++)
        {
            error += Math.Abs(second.Predict().Ahead[0] - months[i].Passengers) / months[i].Passengers / 12;
            second.Observe(months[i]);
        }
        output.Say(
            $"One month ahead over 1960, observed month by month with a restart in July: error {SampleOutput.Percent(error)}; next month "
                + $"{second.Predict().Ahead[0]:F0} thousand");
        output.Value("forecast.engine.mape", 100 * error);
        output.Value("forecast.checkpoint.difference", difference);
        return difference == 0 ? 0 : 1;
    }

    private static string Draw(Month[] months, ForecastFold fold)
    {
        var chart = new ForecastChart("Airline passengers: 24 months forecast", "thousands a month");
        var dates = months.Select(month => month.Date).ToArray();
        var ahead = dates[fold.Start..(fold.Start + Horizon)];
        chart.Band("90 % bounds", "#8fbbe5", ahead, [.. fold.Lower], [.. fold.Upper]);
        chart.Line("measured", "#404040", dates, [.. months.Select(m => m.Passengers)]);
        chart.Line("last season again", "#d99a30", ahead,
            [.. Enumerable.Range(0, Horizon).Select(h => months[fold.Start - 12 + (h % 12)].Passengers)], isDashed: true);
        chart.Line("last value", "#9a9a9a", ahead, [.. Enumerable.Repeat(months[fold.Start - 1].Passengers, Horizon)], isDashed: true);
        chart.Line("recurrent network", "#1667b7", ahead, [.. fold.Forecast]);
        return chart.Save(ChartPath);
    }

    private sealed class Month
    {
        public DateTime Date { get; set; }

        public float Passengers { get; set; }

        public static Month Parse(string line)
        {
            var cells = line.Split(',');
            return new Month
            {
                Date = DateTime.ParseExact(cells[0], "yyyy-MM", CultureInfo.InvariantCulture),
                Passengers = float.Parse(cells[1], CultureInfo.InvariantCulture)
            };
        }
    }

    private sealed class MonthAhead
    {
        public float[] Ahead { get; set; } = [];
    }
}

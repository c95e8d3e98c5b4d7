using Microsoft.ML;

namespace DeepML.Samples;

/// <summary>
/// Weekly sales of forty products, a row of 52 columns each: one recurrent network of ten units learns from all products to foretell the
/// next week, every week standing before the one after it. The last week of each was not learned from.
/// </summary>
internal static class Sales
{
    private const int Products = 40;
    private const int Weeks = 52;
    private const string ScatterPath = "artifacts/sales-scatter";
    private const string CurvePath = "artifacts/sales-curve";

    public static int Run(SampleOutput output, string[] arguments)
    {
        const int epochs = 60;
        var ml = new MLContext(seed: 1);
        var table = Draw(new Random(1)); // (product, week)
        // A row for each week of each product, as the forecaster reads series.
        var rows = table
            .SelectMany((weeks, product) => weeks.Select(sold => new Week { Product = $"p{product:D2}", Sold = sold })).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        var options = new RecurrentForecastOptions
        {
            WindowSize = 12,
            Horizon = 1,
            SeriesColumnName = "Product",
            Encoder = new ElmanEncoder { HiddenSize = 10 },
            Training = new TrainingOptions { Epochs = epochs, BatchSize = 32, LearningRate = 5e-3 },
        };
        var backtest = ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Sold", options).Backtest(data, folds: 1);
        var (truth, foretold) = (
            backtest.Folds.Select(fold => fold.Actual[0]).ToArray(), backtest.Folds.Select(fold => fold.Forecast[0]).ToArray());
        output.Table("The last week of each product", ["method", "mean absolute error", "root mean squared error", "MASE"],
            backtest.Baselines.Prepend(backtest.Network).Select(report => new[]
        {
            report.Method, SampleOutput.Number(report.Metrics.MeanAbsoluteError), SampleOutput.Number(report.Metrics.RootMeanSquaredError),
            SampleOutput.Number(report.Metrics.MeanAbsoluteScaledError),
        }));
        output.Value("sales.mae", backtest.Network.Metrics.MeanAbsoluteError);
        output.Value("sales.mae.last_week", backtest.Baselines[0].Metrics.MeanAbsoluteError);
        using var model = output.Train("Recurrent network of 10 units", epochs, progress => ml.Forecasting
            .ForecastByRecurrentNetwork("Ahead", "Sold", options with { Training = options.Training with { Progress = progress } })
            .Fit(data));
        output.Curve(CurvePath, "Weekly sales", model.TrainingHistory);
        var scatter = ScatterChart.Save(ScatterPath, "The last week of 40 products", "sold", "foretold", truth, foretold);
        output.Say($"Forecast against truth, a point for each product: {scatter}");
        return 0;
    }

    // A level, a trend, a wave of the year and one of the month of each product's own, and chance.
    private static float[][] Draw(Random random) => [.. Enumerable.Range(0, Products).Select(_ =>
    {
        var (level, trend) = (20 + (80 * random.NextDouble()), 0.6 * (random.NextDouble() - 0.3));
        var (year, month) = (0.4 * level * random.NextDouble(), 0.25 * level * random.NextDouble());
        var (yearStart, monthStart) = (2 * Math.PI * random.NextDouble(), 2 * Math.PI * random.NextDouble());
        return Enumerable.Range(0, Weeks).Select(week => (float)Math.Max(0, Math.Round(
            level + (trend * week) + (year * Math.Sin((2 * Math.PI * week / Weeks) + yearStart))
                + (month * Math.Sin((2 * Math.PI * week / 4.33) + monthStart)) + (0.05 * level * (random.NextDouble() - 0.5))))).ToArray();
    })];

    private sealed class Week
    {
        public string Product { get; set; } = "";

        public float Sold { get; set; }
    }
}

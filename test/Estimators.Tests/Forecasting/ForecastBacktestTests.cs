using DeepML.Data;
using Microsoft.ML;
using static DeepML.Estimators.Tests.Recurrent.ForecastSeries;

namespace DeepML.Estimators.Tests.Recurrent;

[TestClass]
public sealed class ForecastBacktestTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_report_has_the_simple_methods_beside_the_network()
    {
        var backtest = Estimator(Quick()).Backtest(View(_ml, Seasonal(130)), folds: 2);
        CollectionAssert.AreEqual(
            new[] { "last value", "season of 12 with drift", "autoregression of order 13 on logs", "last season",
                "exponential smoothing on logs" }, backtest.Baselines.Select(b => b.Method).ToArray());
        Assert.AreEqual(12, backtest.Network.Metrics.Count);
        Assert.IsLessThan(backtest.Baselines[0].Metrics.MeanAbsoluteError, backtest.Network.Metrics.MeanAbsoluteError);
        Assert.IsTrue(double.IsNaN(backtest.Network.Metrics.IntervalCoverage));
        StringAssert.Contains(backtest.ToString(), "recurrent network");
        CollectionAssert.AreEqual(new[] { 118, 124 }, backtest.Folds.Select(f => f.Start).ToArray());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_forecast_does_not_change_with_what_comes_after_it(bool refit)
    {
        var values = Seasonal(120);
        var changed = values.ToArray();
        for (var t = 114; t < 120; t++)
            changed[t] = 10_000 + t;
        var expected = Estimator(Quick()).Backtest(View(_ml, values), 2, refit: refit).Folds;
        var actual = Estimator(Quick()).Backtest(View(_ml, changed), 2, refit: refit).Folds;
        for (var fold = 0; fold < 2; fold++)
            CollectionAssert.AreEqual(expected[fold].Forecast.ToArray(), actual[fold].Forecast.ToArray());
    }

    [TestMethod]
    public void A_backtest_neither_writes_nor_takes_up_the_checkpoints_of_a_fit()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var estimator = Estimator(Quick() with { Training = Quick().Training with { CheckpointDirectory = folder.FullName } });
            var expected = Estimator(Quick()).Backtest(View(_ml, Seasonal(120)), 2).Folds;
            var actual = estimator.Backtest(View(_ml, Seasonal(120)), 2).Folds;
            for (var fold = 0; fold < 2; fold++)
                CollectionAssert.AreEqual(expected[fold].Forecast.ToArray(), actual[fold].Forecast.ToArray());
            Assert.IsEmpty(folder.GetFiles());
            using var model = estimator.Fit(View(_ml, Seasonal(120)));
            Assert.IsNotEmpty(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Past_columns_end_where_the_forecast_begins()
    {
        var rows = Seasonal(120).Select((v, t) => new Stamped { Number = v, Extra = t }).ToArray();
        var estimator = Estimator(Quick() with { PastColumnNames = ["Extra"] });
        var expected = estimator.Backtest(_ml.Data.LoadFromEnumerable(rows), 1).Folds[0].Forecast.ToArray();
        for (var t = 114; t < 120; t++)
            rows[t].Extra = -1_000;
        var data = _ml.Data.LoadFromEnumerable(rows);
        CollectionAssert.AreEqual(expected, estimator.Backtest(data, 1).Folds[0].Forecast.ToArray());
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Backtest(data, 1, horizon: 7)).Message,
            "The horizon is 7; it must be in [1, 6], as trained, for a model with past columns (Extra)");
        using var model = estimator.Fit(data);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.CreateForecastEngine<Stamped, Forecast>(_ml).Predict(horizon: 7));
    }

    [TestMethod]
    public void Values_that_were_not_measured_are_not_compared()
    {
        var values = Seasonal(120);
        values[118] = float.NaN;
        var backtest = Estimator(Quick()).Backtest(View(_ml, values), 1);
        Assert.AreEqual(5, backtest.Network.Metrics.Count);
        Assert.IsTrue(double.IsFinite(backtest.Network.Metrics.MeanAbsoluteError));
    }

    [TestMethod]
    public void Metrics_are_the_textbook_ones()
    {
        var errors = new ForecastErrors();
        errors.Add(actual: 100, forecast: 90, scale: 5, bounds: (80, 95));
        errors.Add(actual: 50, forecast: 60, scale: 5, bounds: (40, 70));
        errors.Add(actual: 0, forecast: 0, scale: 5, bounds: (-1, 1));
        var metrics = errors.Metrics();
        Assert.AreEqual(20 / 3.0, metrics.MeanAbsoluteError, 1e-12);
        Assert.AreEqual(Math.Sqrt(200 / 3.0), metrics.RootMeanSquaredError, 1e-12);
        Assert.AreEqual(15, metrics.MeanAbsolutePercentageError, 1e-12);
        Assert.AreEqual(100 * ((20.0 / 190) + (20.0 / 110)) / 3, metrics.SymmetricMeanAbsolutePercentageError, 1e-12);
        Assert.AreEqual(4 / 3.0, metrics.MeanAbsoluteScaledError, 1e-12);
        Assert.AreEqual(2 / 3.0, metrics.IntervalCoverage, 1e-12);
        Assert.AreEqual(47 / 3.0, metrics.IntervalWidth, 1e-12);
    }

    [TestMethod]
    public void Simple_methods_continue_what_they_are_made_for()
    {
        double[] line = [.. Enumerable.Range(0, 40).Select(t => 3.0 + (2 * t))];
        CollectionAssert.AreEqual(new[] { 81.0, 81, 81 }, SeriesBaselines.LastValue(line, 3));
        CollectionAssert.AreEqual(new[] { 83.0, 85, 87 }, SeriesBaselines.SeasonalNaiveWithDrift(line, 3, 0));
        double[] season = [.. Enumerable.Range(0, 40).Select(t => (t % 4) + (0.5 * t))];
        var continued = SeriesBaselines.SeasonalNaiveWithDrift(season, 6, 4);
        var regressed = SeriesBaselines.Autoregression(season, 6, 5)!;
        for (var step = 0; step < 6; step++)
        {
            Assert.AreEqual(((40 + step) % 4) + (0.5 * (40 + step)), continued[step], 1e-9);
            Assert.AreEqual(continued[step], regressed[step], 0.01);
        }
        Assert.IsNull(SeriesBaselines.Autoregression([1, 2, 3], 1, 5));
    }

    [TestMethod]
    public void Season_and_growing_spread_are_found_and_not_imagined()
    {
        var random = new Random(1);
        double[] noise = [.. Enumerable.Range(0, 200).Select(_ => 5 + random.NextDouble())];
        Assert.AreEqual(0, SeriesAnalysis.Period(noise));
        Assert.AreEqual(0, SeriesAnalysis.SpreadExponent(noise, 0));
        double[] growing = [.. Seasonal(144).Select(v => (double)v)];
        Assert.AreEqual(12, SeriesAnalysis.Period(growing));
        Assert.AreEqual(1, SeriesAnalysis.SpreadExponent(growing, 12), 0.25);
    }

    [TestMethod]
    public void A_season_is_found_behind_a_gap_at_the_beginning()
    {
        var values = Sine(120).Select(v => v + 1_000).ToArray();
        values[0] = values[1] = float.NaN;
        using var model = Estimator(Quick()).Fit(View(_ml, values));
        Assert.AreEqual(12, model.SeasonalPeriod);
    }

    [TestMethod]
    public void Too_many_folds_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Estimator(Quick()).Backtest(View(_ml, Sine(60)), 0));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Estimator(Quick()).Backtest(View(_ml, Sine(60)), 10)).Message,
            "10 folds of 6 observations are 60, and WindowSize 12 + Horizon 6 = 18 are needed before them, but column 'Number' has "
                + "60 rows.");
    }

    private RecurrentForecastEstimator Estimator(RecurrentForecastOptions options) =>
        new MLContext(seed: 1).Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options);
}

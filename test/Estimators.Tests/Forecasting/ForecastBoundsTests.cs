using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using static DeepML.Estimators.Tests.Recurrent.ForecastSeries;

namespace DeepML.Estimators.Tests.Recurrent;

[TestClass]
public sealed class ForecastBoundsTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Distributions =>
        [[new PointForecast()], [new QuantileForecast()], [new GaussianForecast()], [new StudentTForecast()]];

    [TestMethod]
    [DynamicData(nameof(Distributions))]
    public void Bounds_hold_about_the_share_of_noise_they_promise(ForecastDistribution distribution)
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 400)
            .Select(_ => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble())).ToArray();
        var options = WithBounds(Quick(window: 3, horizon: 2)) with
        {
            Distribution = distribution,
            ConfidenceLevel = 0.8f,
            Encoder = new LstmEncoder { HiddenSize = 4 }
        };
        var backtest = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options)
            .Backtest(View(_ml, values), folds: 50, horizon: 2, refit: false);
        Assert.IsGreaterThan(0.65, backtest.Network.Metrics.IntervalCoverage);
        Assert.IsLessThan(0.95, backtest.Network.Metrics.IntervalCoverage);
        Assert.AreEqual(100, backtest.Network.Metrics.Count);
        foreach (var fold in backtest.Folds)
            for (var step = 0; step < 2; step++)
                Assert.IsTrue(fold.Lower[step] <= fold.Forecast[step] && fold.Forecast[step] <= fold.Upper[step]);
    }

    [TestMethod]
    public void A_higher_level_widens_the_bounds_and_steps_beyond_the_horizon_have_them_too()
    {
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", WithBounds(Quick())).Fit(View(_ml, Seasonal(120)));
        var engine = model.CreateForecastEngine<Value, BoundedForecast>(_ml);
        var narrow = engine.Predict(horizon: 10, confidenceLevel: 0.5f);
        var wide = engine.Predict(horizon: 10, confidenceLevel: 0.99f);
        Assert.HasCount(10, wide.Upper);
        for (var step = 0; step < 10; step++)
        {
            Assert.AreEqual(narrow.Ahead[step], wide.Ahead[step]);
            Assert.IsLessThan(wide.Upper[step] - wide.Lower[step], narrow.Upper[step] - narrow.Lower[step]);
        }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.Predict(confidenceLevel: 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.Predict(horizon: 0));
    }

    [TestMethod]
    public void A_series_that_begins_in_the_held_out_end_has_bounds_all_the_same()
    {
        var rows = Sine(60)
            .SelectMany((v, t) => new[] { new Stamped { Series = "old", Number = v }, new Stamped
            {
                Series = "new",
                Number = t < 55 ? float.NaN : v
            } }).ToArray();
        var options = WithBounds(Quick() with { SeriesColumnName = "Series", Gaps = GapHandling.Mask, MaximumGap = 60 });
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options).Fit(_ml.Data.LoadFromEnumerable(rows));
        var forecast = model.CreateForecastEngine<Stamped, BoundedForecast>(_ml).Predict(series: "new");
        for (var step = 0; step < 6; step++)
            Assert.IsTrue(forecast.Lower[step] < forecast.Ahead[step] && forecast.Ahead[step] < forecast.Upper[step], $"step {step}");
    }

    [TestMethod]
    public void Bounds_leave_a_limited_time_for_the_network_that_forecasts()
    {
        var options = WithBounds(Quick()) with
        {
            Training = new TrainingOptions
            {
                Epochs = 1_000_000,
                TimeLimit = TimeSpan.FromSeconds(1)
            }
        };
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options).Fit(View(_ml, Seasonal(120)));
        Assert.IsGreaterThan(0, model.TrainingHistory.Epochs.Count);
    }

    [TestMethod]
    public void A_fit_cancelled_while_the_bounds_are_measured_returns_no_model()
    {
        using var source = new CancellationTokenSource();
        var options = WithBounds(Quick());
        options = options with { Training = options.Training with { Cancellation = source.Token, Progress = new CancelAt(1, source) } };
        Assert.ThrowsExactly<OperationCanceledException>(
            () => _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options).Fit(View(_ml, Seasonal(120))));
    }

    [TestMethod]
    public void A_forecaster_reports_the_error_of_the_best_simple_method_on_held_out_values()
    {
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick()).Fit(View(_ml, Seasonal(120)));
        Assert.AreEqual("mean of exponential smoothing and Theta", model.TrainingHistory.Baseline!.Name);
        Assert.IsGreaterThan(0, model.TrainingHistory.Baseline.Value);
    }

    [TestMethod]
    public void Quantiles_are_those_of_the_tables()
    {
        Assert.AreEqual(1.959964, QuantileFunctions.Normal(0.95), 1e-5);
        Assert.AreEqual(0.674490, QuantileFunctions.Normal(0.5), 1e-5);
        Assert.AreEqual(2.570582, QuantileFunctions.StudentT(0.95, 5), 1e-4);
        Assert.AreEqual(12.7062, QuantileFunctions.StudentT(0.95, 1), 1e-2);
        Assert.AreEqual(1.959964, QuantileFunctions.StudentT(0.95, 1e9), 1e-4);
        Assert.AreEqual(164.557, QuantileFunctions.StudentT(0.95, 0.5), 0.05); // tails this heavy have a density with a pole on the way
        Assert.AreEqual(23.328, QuantileFunctions.StudentT(0.95, 0.8), 1e-2);
    }
}

using DeepML.Transforms;
using Microsoft.ML;
using static DeepML.Estimators.Tests.Recurrent.ForecastSeries;

namespace DeepML.Estimators.Tests.Recurrent;

/// <summary>What keeps a forecaster from saying more than it has shown.</summary>
[TestClass]
public sealed class ForecastSafeguardTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_series_that_was_never_below_zero_is_never_forecast_below_it()
    {
        var falling = Enumerable.Range(0, 60).Select(t => 61f - t).ToArray();
        var options = WithBounds(Quick(12, 12) with { Transformation = SeriesTransformation.None });
        Assert.IsLessThan(0, Lowest(options with { Safeguard = false }).Ahead.Min(), "without it the line is drawn through 0");
        var guarded = Lowest(options);
        Assert.AreEqual(0, guarded.Ahead.Min());
        Assert.AreEqual(0, guarded.Lower.Min());

        BoundedForecast Lowest(RecurrentForecastOptions chosen)
        {
            using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", chosen).Fit(View(_ml, falling));
            return model.CreateForecastEngine<Value, BoundedForecast>(_ml).Predict();
        }
    }

    [TestMethod]
    public void A_forecast_far_outside_of_the_history_is_held_back_and_said()
    {
        var messages = new List<string>();
        _ml.Log += (_, message) => messages.Add(message.Message);
        var growing = Enumerable.Range(0, 48).Select(t => (float)Math.Pow(1.3, t)).ToArray();
        var options = Quick(6, 18) with { Transformation = SeriesTransformation.None };
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options).Fit(View(_ml, growing));
        var ahead = model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead;
        Assert.IsLessThan(2.4 * growing[^1], ahead.Max());
        Assert.IsTrue(messages.Any(m => m.Contains("far outside of what its series has been and was held back")),
            string.Join("\n", messages));
    }

    [TestMethod]
    public void A_network_that_has_not_learned_leaves_the_word_to_the_simple_method()
    {
        var options = Quick(12, 6);
        options = options with { Training = options.Training with { Epochs = 1 } };
        var values = Seasonal(132);
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options).Fit(View(_ml, values[..126]));
        var ahead = model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead;
        Assert.IsLessThan(0.03, ahead.Zip(values[126..]).Average(p => Math.Abs(p.First - p.Second) / p.Second));
        var history = model.TrainingHistory;
        Assert.IsFalse(history.Baseline!.IsBeaten);
        StringAssert.EndsWith(
            history.Chosen.Single(c => c.Option == "Safeguard").Value, "% network, the rest mean of exponential smoothing and Theta");
        Assert.AreEqual("12", history.Chosen.Single(c => c.Option == "SeasonalPeriod").Value);
        Assert.AreEqual("Log", history.Chosen.Single(c => c.Option == "Transformation").Value);
    }

    [TestMethod]
    public void Bounds_of_random_walks_hold_though_the_network_has_learned_nothing()
    {
        var random = new Random(4);
        var rows = new List<Stamped>();
        for (var series = 0; series < 40; series++)
        {
            var value = 0.0;
            for (var t = 0; t < 60 + series; t++)
                rows.Add(new Stamped
                {
                    Series = $"{series:D2}",
                    Number = (float)(value += Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(
                        2 * Math.PI * random.NextDouble()))
                });
        }
        foreach (var distribution in new ForecastDistribution[] { new PointForecast(), new GaussianForecast() })
        {
            var options = WithBounds(Quick(8, 4)) with { SeriesColumnName = "Series", Distribution = distribution };
            options = options with { Training = options.Training with { Epochs = 2 } };
            var metrics = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options)
                .Backtest(_ml.Data.LoadFromEnumerable(rows), folds: 2, refit: false).Network.Metrics;
            Assert.IsGreaterThan(0.88, metrics.IntervalCoverage, $"{distribution}");
            Assert.IsLessThan(0.99, metrics.IntervalCoverage, $"{distribution}");
        }
    }

    [TestMethod]
    public void A_series_too_short_to_be_measured_has_bounds_of_the_simple_methods()
    {
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", WithBounds(Quick())).Fit(View(_ml, Seasonal(19)));
        var forecast = model.CreateForecastEngine<Value, BoundedForecast>(_ml).Predict();
        for (var step = 0; step < 6; step++)
            Assert.IsTrue(forecast.Lower[step] < forecast.Ahead[step] && forecast.Ahead[step] < forecast.Upper[step], $"step {step}");
        Assert.IsNull(model.TrainingHistory.Baseline);
        Assert.AreEqual(
            "the series are too short to measure the network", model.TrainingHistory.Chosen.Single(c => c.Option == "Safeguard").Reason);
    }

    [TestMethod]
    public void Only_what_lies_far_outside_is_held_back_and_bounds_widen_with_level_step_and_doubt()
    {
        var guard = new SeriesGuard(null, 0.25, 60, -1, 1, 100, false, false, [0.5, 1], [40, 4]);
        var heldBack = false;
        Assert.AreEqual(1.75, guard.Hold(1, 2, 0, (0, 0), ref heldBack));
        Assert.IsFalse(heldBack);
        Assert.AreEqual(3, guard.Hold(1e9, 1e9, 0, (0, 0), ref heldBack), 1e-6);
        Assert.AreEqual(-3, guard.Hold(-1e9, -1e9, 0, (0, 0), ref heldBack), 1e-6);
        Assert.IsTrue(heldBack);
        Assert.AreEqual(0.5 * 2.0211 * (1 + (1 / 40.0)), guard.Distance(0, 0.95), 1e-3);
        Assert.AreEqual(2.7764 * 1.25, guard.Distance(1, 0.95), 2e-2);
        Assert.AreEqual(Math.Sqrt(2) * guard.Distance(1, 0.95), guard.Distance(3, 0.95), 1e-9);
        Assert.IsLessThan(guard.Distance(0, 0.99), guard.Distance(0, 0.9));
    }
}

using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Estimators.Tests.Recurrent.ForecastSeries;

namespace DeepML.Estimators.Tests.Recurrent;

[TestClass]
public sealed class ForecastLearningTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Forecast_of_a_clean_sine_beats_repeating_the_last_value()
    {
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick()).Fit(View(_ml, Sine(120)));
        var forecast = model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead;
        var actual = Sine(6, start: 120);
        var last = Enumerable.Repeat(Sine(120)[^1], 6);
        Assert.IsLessThan(MeanAbsoluteError(last, actual) / 4, MeanAbsoluteError(forecast, actual));
    }

    public static IEnumerable<object[]> Encoders =>
    [
        [new LstmEncoder { HiddenSize = 8 }], [new GruEncoder { HiddenSize = 8, LayerCount = 2 }], [new ElmanEncoder { HiddenSize = 8 }],
        [new ElmanEncoder { HiddenSize = 8, Activation = Activation.ReLU }], [new PeepholeLstmEncoder { HiddenSize = 8 }],
        [new TimeDelayEncoder { HiddenSize = 8, LayerCount = 2 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Every_encoder_learns_without_the_linear_skip_to_beat_the_mean_of_a_sine(SequenceEncoder encoder)
    {
        var options = Quick() with { Encoder = encoder, LinearSkip = false, InstanceScaling = InstanceScaling.None };
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options).Fit(View(_ml, Sine(200)));
        var forecast = model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead;
        var actual = Sine(6, start: 200);
        Assert.IsLessThan(MeanAbsoluteError(new float[6], actual) * 0.6, MeanAbsoluteError(forecast, actual));
    }

    [TestMethod]
    public void Season_transform_and_level_are_chosen_from_the_data()
    {
        using var growing = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick()).Fit(View(_ml, Seasonal(144)));
        Assert.AreEqual(0, growing.TransformExponent);
        Assert.AreEqual(12, growing.SeasonalPeriod);
        var line = Enumerable.Range(0, 60).Select(t => (float)t);
        using var trending = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick()).Fit(View(_ml, line));
        Assert.AreEqual(InstanceScaling.LastValue, trending.InstanceScaling);
        Assert.AreEqual(1, trending.TransformExponent);
        var random = new Random(1);
        var noise = Enumerable.Range(0, 60).Select(_ => random.NextSingle());
        using var level = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick()).Fit(View(_ml, noise));
        Assert.AreEqual(InstanceScaling.Mean, level.InstanceScaling);
        Assert.AreEqual(0, level.SeasonalPeriod);
    }

    [TestMethod]
    [DataRow(1e-14f)]
    [DataRow(1e20f)]
    public void The_unit_of_the_series_does_not_matter(float unit)
    {
        var expected = Ahead(1);
        var actual = Ahead(unit);
        for (var step = 0; step < 6; step++)
            Assert.AreEqual(expected[step], actual[step] / unit, 1e-3 * expected[step]);

        float[] Ahead(float scale)
        {
            using var model = new MLContext(seed: 1).Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick())
                .Fit(View(_ml, Sine(60).Select(v => scale * (v + 3))));
            return model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead;
        }
    }

    [TestMethod]
    [DataRow(ForecastStrategy.Direct, SeriesDifferencing.First)]
    [DataRow(ForecastStrategy.Direct, SeriesDifferencing.Seasonal)]
    [DataRow(ForecastStrategy.Recursive, SeriesDifferencing.None)]
    [DataRow(ForecastStrategy.Recursive, SeriesDifferencing.First)]
    public void Differences_and_feedback_lead_back_to_values(ForecastStrategy strategy, SeriesDifferencing differencing)
    {
        var values = Seasonal(150);
        var options = Quick(horizon: 12) with { Strategy = strategy, Differencing = differencing };
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options).Fit(View(_ml, values[..138]));
        var forecast = model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead;
        var last = Enumerable.Repeat(values[137], 12);
        Assert.IsLessThan(MeanAbsoluteError(last, values[138..]) / 2, MeanAbsoluteError(forecast, values[138..]));
    }

    [TestMethod]
    public void A_known_future_column_is_used()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 200)
            .Select(_ => random.Next(2)).Select(flag => new Stamped { Extra = flag, Number = flag * 10 }).ToArray();
        var options = Quick(window: 4, horizon: 3) with { FutureColumnNames = ["Extra"], LinearSkip = false };
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", options with { Training = options.Training with { Epochs = 60 } }).Fit(_ml.Data.LoadFromEnumerable(rows));
        var engine = model.CreateForecastEngine<Stamped, Forecast>(_ml);
        var forecast = engine.Predict([new Stamped { Extra = 1 }, new Stamped { Extra = 0 }, new Stamped { Extra = 1 }]).Ahead;
        Assert.IsLessThan(2.5, MeanAbsoluteError(forecast, [10, 0, 10]), string.Join(", ", forecast));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict()).Message, "Extra");
    }

    [TestMethod]
    public void A_past_column_that_leads_the_series_is_used()
    {
        var random = new Random(5);
        var lead = Enumerable.Range(0, 301).Select(_ => random.NextSingle()).ToArray();
        var rows = Enumerable.Range(1, 300).Select(t => new Stamped { Extra = lead[t], Number = lead[t - 1] }).ToArray();
        var options = Quick(window: 3, horizon: 1) with { PastColumnNames = ["Extra"], InstanceScaling = InstanceScaling.None };
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options)
            .Fit(_ml.Data.LoadFromEnumerable(rows[..250]));
        var view = model.Transform(_ml.Data.LoadFromEnumerable(rows[250..]));
        var forecasts = view.GetColumn<float[]>("Ahead").Select(f => f[0]).SkipLast(1).ToArray();
        var actual = rows[251..].Select(r => r.Number).ToArray();
        Assert.IsLessThan(0.08, MeanAbsoluteError(forecasts, actual)); // repeating the mean errs by 0.25
    }

    [TestMethod]
    public void The_calendar_tells_what_the_window_cannot()
    {
        // a spike on every Sunday, and a window of two days
        var start = new DateTime(2024, 1, 1);
        var rows = Enumerable.Range(0, 210).Select(t => start.AddDays(t))
            .Select(d => new Stamped { Time = d, Number = d.DayOfWeek == DayOfWeek.Sunday ? 5 : 0 }).ToArray();
        var options = Quick(window: 2, horizon: 7) with { TimeColumnName = "Time", Calendar = CalendarFeatures.DayOfWeek };
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", options with { Training = options.Training with { Epochs = 40 } }).Fit(_ml.Data.LoadFromEnumerable(rows));
        var forecast = model.CreateForecastEngine<Stamped, Forecast>(_ml).Predict().Ahead;
        var sunday = Enumerable.Range(1, 7).Single(t => rows[^1].Time.AddDays(t).DayOfWeek == DayOfWeek.Sunday) - 1;
        Assert.AreEqual(sunday, Array.IndexOf(forecast, forecast.Max()));
        Assert.IsGreaterThan(3, forecast[sunday]);
    }

    [TestMethod]
    public void Masked_gaps_are_told_and_never_learned()
    {
        var values = Sine(160).Select((v, t) => t % 17 == 5 ? float.NaN : v).ToArray();
        foreach (var gaps in new[] { GapHandling.Fill, GapHandling.Mask })
        {
            using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick() with { Gaps = gaps })
                .Fit(View(_ml, values));
            var forecast = model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead;
            Assert.IsLessThan(0.3, MeanAbsoluteError(forecast, Sine(6, start: 160)), gaps.ToString());
        }
    }

    [TestMethod]
    public void Several_series_of_very_different_size_are_learned_by_one_network()
    {
        var rows = Enumerable.Range(0, 96).SelectMany(t => new[] { ("small", 1f), ("large", 1000f) }
            .Select(s => new Stamped { Series = s.Item1, Number = s.Item2 * (float)Math.Sin(2 * Math.PI * t / 12) })).ToArray();
        var options = Quick() with { SeriesColumnName = "Series" };
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options).Fit(_ml.Data.LoadFromEnumerable(rows));
        var engine = model.CreateForecastEngine<Stamped, Forecast>(_ml);
        var actual = Sine(6, start: 96);
        Assert.IsLessThan(0.3, MeanAbsoluteError(engine.Predict(series: "small").Ahead, actual));
        Assert.IsLessThan(300, MeanAbsoluteError(engine.Predict(series: "large").Ahead, actual.Select(v => v * 1000)));
        var unknown = Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict(new Stamped { Series = "other", Number = 1 }));
        StringAssert.Contains(unknown.Message, "Series 'other' of column 'Series' was not in the training data. Known: large, small");
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() =>
            model.Transform(_ml.Data.LoadFromEnumerable([new Stamped { Series = "other" }])).GetColumn<float[]>("Ahead").ToArray());
        StringAssert.Contains(refused.Message, "'other'");
    }

    [TestMethod]
    public void Held_out_windows_are_the_latest_and_share_no_value_with_those_learned_from()
    {
        var series = new SeriesHistory("");
        for (var t = 0; t < 60; t++)
            series.Add(new SeriesObservation("", t, null, [], t));
        var windowing = new SeriesWindowing(
            4, 3, SeriesDifferencing.None, 0, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, false, 0, [], null);
        var prepared = new PreparedSeries(series, new SeriesScale(0, 1), windowing);
        var (training, heldOut) = SeriesWindows.Create([prepared], windowing, TorchSharp.torch.CPU, 0.25);
        using (training)
        using (heldOut)
            Assert.IsLessThan(heldOut!.Range(BatchMember.Targets).Minimum, training!.Range(BatchMember.Targets).Maximum);
    }
}

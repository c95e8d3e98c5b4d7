using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static DeepML.Estimators.Tests.Recurrent.ForecastSeries;

namespace DeepML.Estimators.Tests.Recurrent;

[TestClass]
public sealed class ForecastStateTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Forecasting_is_repeatable_and_observing_moves_it_on()
    {
        using var model = Fit();
        var engine = model.CreateForecastEngine<Value, Forecast>(_ml);
        var first = engine.Predict().Ahead;
        CollectionAssert.AreEqual(first, engine.Predict().Ahead);
        var after = engine.Predict(new Value { Number = Sine(1, 120)[0] }).Ahead;
        CollectionAssert.AreNotEqual(first, after);
        CollectionAssert.AreEqual(after, engine.Predict().Ahead);
        Assert.HasCount(3, engine.Predict(horizon: 3).Ahead);
        CollectionAssert.AreEqual(after[..3], engine.Predict(horizon: 3).Ahead);
        CollectionAssert.AreEqual(after, engine.Predict(horizon: 9).Ahead[..6]);
    }

    [TestMethod]
    public void What_one_engine_observes_is_not_seen_by_the_model_or_another_engine()
    {
        using var model = Fit();
        var before = model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead;
        var engine = model.CreateForecastEngine<Value, Forecast>(_ml);
        for (var i = 0; i < 20; i++)
            engine.Observe(new Value { Number = i });
        model.Transform(View(_ml, Sine(10))).GetColumn<float[]>("Ahead").ToArray();
        CollectionAssert.AreEqual(before, model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead);
    }

    [TestMethod]
    public void Rows_that_pass_through_are_forecast_like_observations_of_an_engine()
    {
        using var model = Fit();
        var engine = model.CreateForecastEngine<Value, Forecast>(_ml);
        var observed = Sine(20, 120);
        var expected = observed.Select(v => engine.Predict(new Value { Number = v }).Ahead).ToArray();
        var view = model.Transform(View(_ml, observed));
        Cells.AreEqual(expected, Cells.Read(view, view.Schema["Ahead"]), 1e-4, "forecast");
        CollectionAssert.AreEqual(observed, view.GetColumn<float>("Number").ToArray());
        Assert.AreEqual(20, view.GetRowCount());
    }

    [TestMethod]
    public void A_refused_observation_leaves_the_engine_as_it_was()
    {
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", Quick() with { Transformation = SeriesTransformation.Log }).Fit(View(_ml, Seasonal(100)));
        var engine = model.CreateForecastEngine<Value, Forecast>(_ml);
        var before = engine.Predict().Ahead;
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => engine.Observe(new Value { Number = -5 })).Message,
            "The value -5 in row 0 cannot be transformed: a logarithm needs values above 0.");
        CollectionAssert.AreEqual(before, engine.Predict().Ahead);
    }

    [TestMethod]
    public void A_forecast_asked_for_wrongly_does_not_take_its_observation_in()
    {
        using var model = Fit();
        var engine = model.CreateForecastEngine<Value, Forecast>(_ml);
        var before = engine.Predict().Ahead;
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.Predict(new Value { Number = 9 }, horizon: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.Predict(new Value { Number = 9 }, confidenceLevel: 1));
        CollectionAssert.AreEqual(before, engine.Predict().Ahead);

        var rows = Sine(60).Select((v, t) => new Stamped { Number = v, Extra = t % 2 }).ToArray();
        using var knowing = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick() with { FutureColumnNames = ["Extra"] })
            .Fit(_ml.Data.LoadFromEnumerable(rows));
        var second = knowing.CreateForecastEngine<Stamped, Forecast>(_ml);
        before = second.Predict(rows[..6]).Ahead;
        Assert.ThrowsExactly<InvalidOperationException>(() => second.Predict(new Stamped { Number = 9 }));
        CollectionAssert.AreEqual(before, second.Predict(rows[..6]).Ahead);
    }

    [TestMethod]
    public void A_gap_in_values_down_to_zero_is_filled_with_one_that_box_cox_takes()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 120)
            .Select(t => (float)Math.Max(0, 10 + (10 * Math.Sin(2 * Math.PI * t / 12)) + (3 * (random.NextDouble() - 0.5)))).ToArray();
        foreach (var gap in new[] { 33, 57, 81, 105 })
            values[gap] = float.NaN;
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", Quick() with { Transformation = SeriesTransformation.BoxCox }).Fit(View(_ml, values));
        Assert.IsTrue(model.CreateForecastEngine<Value, Forecast>(_ml).Predict().Ahead.All(float.IsFinite));
    }

    [TestMethod]
    public void A_gap_longer_than_the_window_is_counted_to_its_end()
    {
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick() with { MaximumGap = 30 })
            .Fit(View(_ml, Sine(120)));
        var engine = model.CreateForecastEngine<Value, Forecast>(_ml);
        for (var i = 0; i < 20; i++)
            engine.Observe(new Value { Number = float.NaN });
        using var file = new MemoryStream();
        engine.CheckPoint(_ml, file);
        file.Position = 0;
        using var reloaded = (RecurrentForecastTransformer)_ml.Model.Load(file, out _);
        var resumed = reloaded.CreateForecastEngine<Value, Forecast>(_ml);
        for (var i = 20; i < 30; i++)
            resumed.Observe(new Value { Number = float.NaN });
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => resumed.Observe(new Value { Number = float.NaN })).Message,
            "Column 'Number' is NaN in 31 rows on end");
        resumed.Observe(new Value { Number = 0.5f });
        resumed.Observe(new Value { Number = float.NaN });
    }

    [TestMethod]
    public void A_gap_in_positive_values_is_filled_with_a_value_that_has_a_logarithm()
    {
        var values = Enumerable.Range(0, 96).Select(t => (float)Math.Exp((t / 16.0) + Math.Sin(2 * Math.PI * t / 12))).ToArray();
        Array.Fill(values, float.NaN, 5, 4);
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", Quick() with { SeasonalPeriod = 12, Transformation = SeriesTransformation.Log }).Fit(View(_ml, values));
        Assert.AreEqual(0, model.TransformExponent);
    }

    [TestMethod]
    public void Steps_ahead_are_checked_and_may_be_fewer_than_the_horizon()
    {
        var start = new DateTime(2020, 1, 1);
        var rows = new[] { "a", "b" }.SelectMany(
            s => Sine(40).Select((v, t) => new Stamped { Series = s, Time = start.AddDays(t), Number = v, Extra = t % 2 })).ToArray();
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", Quick() with { SeriesColumnName = "Series", TimeColumnName = "Time", FutureColumnNames = ["Extra"] })
                .Fit(_ml.Data.LoadFromEnumerable(rows));
        var engine = model.CreateForecastEngine<Stamped, Forecast>(_ml);
        var ahead = Enumerable.Range(40, 8).Select(t => new Stamped { Series = "a", Time = start.AddDays(t), Extra = t % 2 }).ToArray();
        var whole = engine.Predict(ahead).Ahead;
        Assert.HasCount(8, whole);
        Assert.IsTrue(whole.All(float.IsFinite));
        Cells.AreEqual([whole[..3]], [engine.Predict(ahead[..3]).Ahead], 1e-6, "fewer steps");
        ahead[1].Series = "b";
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict(ahead)).Message, "of series 'a' and, in row 1, of 'b'");
        (ahead[1].Series, ahead[1].Time) = ("a", start);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict(ahead)).Message,
            "Time column 'Time' is 2020-01-01 00:00:00 in row 1 of series 'a', earlier than");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict(series: "c")).Message,
            "Series 'c' of column 'Series' was not in the training data. Known: a, b.");
    }

    [TestMethod]
    public void A_checkpoint_goes_on_where_the_engine_stood()
    {
        using var model = Fit();
        var engine = model.CreateForecastEngine<Value, Forecast>(_ml);
        foreach (var value in Sine(5, 120))
            engine.Observe(new Value { Number = value });
        using var file = new MemoryStream();
        engine.CheckPoint(_ml, file);
        file.Position = 0;
        var other = new MLContext();
        using var reloaded = (RecurrentForecastTransformer)other.Model.Load(file, out var schema);
        Assert.IsNull(schema);
        var resumed = reloaded.CreateForecastEngine<Value, Forecast>(other);
        CollectionAssert.AreEqual(engine.Predict().Ahead, resumed.Predict().Ahead);
        var next = new Value { Number = 0.3f };
        CollectionAssert.AreEqual(engine.Predict(next).Ahead, resumed.Predict(next).Ahead);
    }

    [TestMethod]
    public void A_chain_around_the_forecaster_works_in_an_engine_and_its_checkpoint()
    {
        var chain = _ml.Transforms.CopyColumns("Copied", "Number")
            .Append(_ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Copied", Quick()))
            .Append(_ml.Transforms.CopyColumns("Renamed", "Ahead")).Fit(View(_ml, Sine(120)));
        var engine = chain.CreateForecastEngine<Value, RenamedForecast>(_ml);
        engine.Observe(new Value { Number = 0.5f });
        using var file = new MemoryStream();
        engine.CheckPoint(_ml, file);
        file.Position = 0;
        using var reloaded = (TransformerChain<ITransformer>)_ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(engine.Predict().Renamed, reloaded.CreateForecastEngine<Value, RenamedForecast>(_ml).Predict().Renamed);
        chain.Dispose();
        Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.CopyColumns("A", "Number").Fit(View(_ml, Sine(3))).CreateForecastEngine<Value, Forecast>(_ml));
    }

    [TestMethod]
    public void Data_that_begin_in_the_past_are_replayed_from_nothing()
    {
        var start = new DateTime(2020, 1, 31);
        var rows = Sine(60).Select((v, t) => new Stamped { Time = start.AddDays(t), Number = v }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick() with { TimeColumnName = "Time" }).Fit(data);
        var replayed = model.Transform(data).GetColumn<float[]>("Ahead").ToArray();
        for (var t = 0; t < 60; t++)
            Assert.AreEqual(t < 11, float.IsNaN(replayed[t][0]), $"row {t}");
        Cells.AreEqual([model.CreateForecastEngine<Stamped, Forecast>(_ml).Predict().Ahead], [replayed[^1]], 1e-5,
            "forecast after the last row");
        var engine = model.CreateForecastEngine<Stamped, Forecast>(_ml);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => engine.Observe(rows[^1])).Message, "as in the observation before it");
    }

    [TestMethod]
    public void A_past_that_begins_with_a_gap_is_replayed_from_behind_it()
    {
        var rows = Sine(60)
            .Select((v, t) => new Stamped { Time = new DateTime(2020, 1, 1).AddDays(t), Number = t < 2 ? float.NaN : v }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick() with { TimeColumnName = "Time" }).Fit(data);
        var replayed = model.Transform(data).GetColumn<float[]>("Ahead").ToArray();
        for (var t = 0; t < 60; t++)
            Assert.AreEqual(t < 13, float.IsNaN(replayed[t][0]), $"row {t}");
        Cells.AreEqual([model.CreateForecastEngine<Stamped, Forecast>(_ml).Predict().Ahead], [replayed[^1]], 1e-5,
            "forecast after the last row");
    }

    [TestMethod]
    public void A_saved_forecaster_forecasts_exactly_like_the_original()
    {
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", WithBounds(Quick()) with { Ensemble = 2 })
            .Fit(View(_ml, Seasonal(120)));
        using var file = new MemoryStream();
        _ml.Model.Save(model, null, file);
        file.Position = 0;
        using var reloaded = (RecurrentForecastTransformer)_ml.Model.Load(file, out _);
        var (expected, actual) = (model.CreateForecastEngine<Value, BoundedForecast>(_ml)
            .Predict(), reloaded.CreateForecastEngine<Value, BoundedForecast>(_ml).Predict());
        CollectionAssert.AreEqual(expected.Ahead, actual.Ahead);
        CollectionAssert.AreEqual(expected.Lower, actual.Lower);
        CollectionAssert.AreEqual(expected.Upper, actual.Upper);
        Assert.AreEqual(model.ParameterCount, reloaded.ParameterCount);
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_forecast_and_another_seed_another()
    {
        CollectionAssert.AreEqual(Forecast(7), Forecast(7));
        CollectionAssert.AreNotEqual(Forecast(7), Forecast(8));

        static float[] Forecast(int seed)
        {
            var ml = new MLContext(seed);
            using var model = ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick() with { Safeguard = false })
                .Fit(View(ml, Seasonal(100)));
            return model.CreateForecastEngine<Value, Forecast>(ml).Predict().Ahead;
        }
    }

    [TestMethod]
    public void The_schema_promised_is_the_schema_produced_and_single_rows_are_refused()
    {
        var data = View(_ml, Sine(60));
        var estimator = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", WithBounds(Quick()));
        var promised = estimator.GetOutputSchema(new SchemaShape(data.Schema.Select(c => SchemaShapes.Column(c.Name, c.Type))));
        using var model = estimator.Fit(data);
        var produced = model.GetOutputSchema(data.Schema);
        CollectionAssert.AreEquivalent(
            promised.Select(c => $"{c.Name} {SchemaShapes.Describe(c)}").ToArray(),
            produced.Select(c => $"{c.Name} {SchemaShapes.Describe(SchemaShapes.Column(c.Name, c.Type))}").ToArray());
        Assert.AreEqual(6, ((VectorDataViewType)produced["Upper"].Type).Size);
        Assert.IsFalse(model.IsRowToRowMapper);
        Assert.ThrowsExactly<InvalidOperationException>(() => model.GetRowToRowMapper(data.Schema));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Value, Forecast>(model));
    }

    [TestMethod]
    public void No_tensor_is_left_alive_by_fitting_forecasting_and_backtesting()
    {
        LiveTensors.AreIndependentOfSteps(() => Work(2), () => Work(4));

        void Work(int epochs)
        {
            var ml = new MLContext(seed: 1);
            var options = WithBounds(Quick()) with { Encoder = new PeepholeLstmEncoder { HiddenSize = 8 } };
            var estimator = ml.Forecasting.ForecastByRecurrentNetwork(
                "Ahead", "Number", options with { Training = options.Training with { Epochs = epochs } });
            using var model = estimator.Fit(View(ml, Sine(80)));
            model.CreateForecastEngine<Value, BoundedForecast>(ml).Predict(new Value { Number = 1 });
            model.Transform(View(ml, Sine(5))).GetColumn<float[]>("Ahead").ToArray();
            estimator.Backtest(View(ml, Sine(80)), 2);
        }
    }

    private RecurrentForecastTransformer Fit() =>
        _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick()).Fit(View(_ml, Sine(120)));

    private sealed class RenamedForecast
    {
        public float[] Renamed { get; set; } = [];
    }
}

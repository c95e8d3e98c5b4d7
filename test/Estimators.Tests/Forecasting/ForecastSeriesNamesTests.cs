using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Estimators.Tests.Recurrent.ForecastSeries;

namespace DeepML.Estimators.Tests.Recurrent;

/// <summary>What series are called, and which one an engine goes on with.</summary>
[TestClass]
public sealed class ForecastSeriesNamesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Series_of_a_key_column_go_by_the_values_behind_their_keys()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows("Oslo", "Bergen"));
        var chain = Keyed().Append(Forecaster("Key")).Fit(data);
        var engine = chain.CreateForecastEngine<Stamped, Forecast>(_ml);
        Assert.AreEqual(60f, engine.Predict(series: "Oslo").Ahead[0], 20f);
        Assert.AreEqual(1060f, engine.Predict(series: "Bergen").Ahead[0], 20f);
        var unknown = Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict(series: "1"));
        StringAssert.Contains(unknown.Message, "Series '1' of column 'Key' was not in the training data. Known: Bergen, Oslo.");
        CollectionAssert.AreEqual(
            new[] { "Oslo", "Bergen" }, Forecaster("Key")
                .Backtest(Keyed().Fit(data).Transform(data), folds: 1, refit: false).Folds.Select(f => f.Series).ToArray());
        chain.Dispose();
    }

    [TestMethod]
    public void Keys_made_in_another_order_still_find_their_series()
    {
        using var model = Forecaster("Key").Fit(Keys(Rows("Oslo", "Bergen")));
        using var reloaded = Reloaded(model);
        var later = Keys([new Stamped { Series = "Bergen", Number = 1060 }, new Stamped { Series = "Oslo", Number = 60 }]);
        foreach (var fitted in new[] { model, reloaded })
        {
            var ahead = fitted.Transform(later).GetColumn<float[]>("Ahead").ToArray();
            Assert.AreEqual(1061f, ahead[0][0], 20f);
            Assert.AreEqual(61f, ahead[1][0], 20f);
        }
    }

    [TestMethod]
    public void Keys_without_values_find_the_series_of_their_number()
    {
        using var named = Forecaster("Key").Fit(Keys(Rows("Oslo", "Bergen")));
        using var reloaded = Reloaded(named);
        var engine = reloaded.CreateForecastEngine<Numbered, Forecast>(_ml);
        var next = engine.Predict(new Numbered { Key = 1, Number = 1060 }).Ahead;
        CollectionAssert.AreEqual(engine.Predict(series: "Bergen").Ahead, next);
        var beyond = Assert.ThrowsExactly<InvalidOperationException>(() => engine.Observe(new Numbered { Key = 2, Number = 1 }));
        Assert.AreEqual("Series column 'Key' has key 3 in row 0 (counted from 0); it must be in [1, 2], as in training.", beyond.Message);

        var rows = Enumerable.Range(0, 60)
            .SelectMany(t => new[] { new Numbered { Key = 0, Number = t }, new Numbered { Key = 1, Number = 1000 + t } });
        using var numbered = Forecaster("Key").Fit(_ml.Data.LoadFromEnumerable(rows.ToArray()));
        Assert.AreEqual(1060f, numbered.CreateForecastEngine<Numbered, Forecast>(_ml).Predict(series: "2").Ahead[0], 20f);
    }

    [TestMethod]
    public void A_forecast_of_one_of_several_series_must_name_it()
    {
        using var model = Forecaster("Series").Fit(_ml.Data.LoadFromEnumerable(Rows("Oslo", "Bergen")));
        var engine = model.CreateForecastEngine<Stamped, Forecast>(_ml);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict());
        Assert.AreEqual(
            "The model knows 2 series: say which one to forecast, as in Predict(series: \"Bergen\"). Known: Bergen, Oslo.", error.Message);
        var next = engine.Predict(new Stamped { Series = "Oslo", Number = 60 }).Ahead;
        CollectionAssert.AreEqual(
            next, engine.Predict(series: "Oslo").Ahead, "a forecast after an observation is of the observation's series");
    }

    private static Stamped[] Rows(string first, string second) =>
        [.. Enumerable.Range(0, 60)
            .SelectMany(t => new[] { new Stamped { Series = first, Number = t }, new Stamped { Series = second, Number = 1000 + t } })];

    private IEstimator<ITransformer> Keyed() => _ml.Transforms.Conversion.MapValueToKey("Key", "Series");

    private IDataView Keys(Stamped[] rows)
    {
        var view = _ml.Data.LoadFromEnumerable(rows);
        return Keyed().Fit(view).Transform(view);
    }

    private RecurrentForecastEstimator Forecaster(string series) =>
        _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", Quick() with { SeriesColumnName = series });

    private RecurrentForecastTransformer Reloaded(RecurrentForecastTransformer model)
    {
        using var file = new MemoryStream();
        _ml.Model.Save(model, null, file);
        file.Position = 0;
        return (RecurrentForecastTransformer)_ml.Model.Load(file, out _);
    }

    private sealed class Numbered
    {
        [KeyType(3)]
        public uint Key { get; set; }

        public float Number { get; set; }
    }
}

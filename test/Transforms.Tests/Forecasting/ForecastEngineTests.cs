using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>Engines around a network that continues the line through the last two values.</summary>
[TestClass]
public sealed class ForecastEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void An_engine_forecasts_from_the_end_of_what_it_has_seen()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var engine = model.CreateForecastEngine<Row, Forecast>(_ml);
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, engine.Predict().Ahead);
        CollectionAssert.AreEqual(new float[] { 4 }, engine.Predict(horizon: 1).Ahead);
        CollectionAssert.AreEqual(new float[] { 4, 5, 6, 7, 8 }, engine.Predict(horizon: 5).Ahead, "beyond the model's own horizon");
        engine.Observe(new Row { Value = 10 });
        CollectionAssert.AreEqual(new float[] { 17, 24, 31 }, engine.Predict().Ahead);
        CollectionAssert.AreEqual(new float[] { -6, -14 }, engine.Predict(new Row { Value = 2 }, 2).Ahead, "it is observed first");
    }

    [TestMethod]
    public void A_forecast_is_delivered_into_the_members_of_its_columns()
    {
        using var model = Quantiles();
        var engine = model.CreateForecastEngine<Row, Bounded>(_ml);
        var made = engine.Predict(horizon: 2);
        CollectionAssert.AreEqual(new float[] { 5, 5 }, made.Ahead);
        CollectionAssert.AreEqual(new[] { 4, 5 - MathF.Sqrt(2) }, made.Low);
        CollectionAssert.AreEqual(new[] { 8, 5 + (3 * MathF.Sqrt(2)) }, made.High);
        var half = engine.Predict(horizon: 1, confidenceLevel: 0.5f);
        Assert.AreEqual(5 + (3 * 0.674490 / 1.959964), half.High[0], 1e-4, "distances as a normal distribution has them");
    }

    [TestMethod]
    public void A_member_without_a_column_is_refused_unless_it_may_be_ignored()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var strict = model.CreateForecastEngine<Row, Bounded>(_ml);
        Assert.Throws<Exception>(() => strict.Predict());
        var made = model.CreateForecastEngine<Row, Bounded>(_ml, ignoreMissingColumns: true).Predict();
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, made.Ahead);
        Assert.IsEmpty(made.Low);
    }

    [TestMethod]
    [DataRow(0, null, "horizon")]
    [DataRow(-1, null, "horizon")]
    [DataRow(1, 0f, "confidenceLevel")]
    [DataRow(1, 1f, "confidenceLevel")]
    [DataRow(1, float.NaN, "confidenceLevel")]
    public void Numbers_out_of_range_are_refused_by_name(int horizon, float? level, string name)
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var engine = model.CreateForecastEngine<Row, Forecast>(_ml);
        Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.Predict(horizon, level)).ParamName);
        Assert.AreEqual(
            name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.Predict(new Row { Value = 9 }, horizon, level)).ParamName);
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, engine.Predict().Ahead, "and the 9 was not taken in");
    }

    [TestMethod]
    public void Nothing_is_refused_by_name()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var engine = model.CreateForecastEngine<Row, Forecast>(_ml);
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Observe(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Predict((Row)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Predict((IReadOnlyList<Row>)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.CheckPoint(null!, "model.zip"));
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.CheckPoint(null!, Stream.Null));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.CreateForecastEngine<Row, Forecast>(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => ((ITransformer)null!).CreateForecastEngine<Row, Forecast>(_ml));
    }

    [TestMethod]
    public void Too_short_a_past_is_said_with_the_numbers()
    {
        using var model = Forecasters.OfLines(_ml, 1);
        var engine = model.CreateForecastEngine<Row, Forecast>(_ml);
        Assert.AreEqual(
            "Only 1 observations are known; a forecast looks back on 2.",
            Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict()).Message);
        engine.Observe(new Row { Value = 3 });
        CollectionAssert.AreEqual(new float[] { 5, 7, 9 }, engine.Predict().Ahead);
    }

    [TestMethod]
    public void A_forecast_of_steps_of_two_series_is_refused_with_the_row()
    {
        var network = Forecasters.Line();
        var columns = new ForecastColumns("Ahead", null, null, new SeriesColumns("Value", "Shop", null, [], []));
        using var model = new RecurrentForecastTransformer(
            _ml, Forecasters.Describe(network, [Forecasters.Remembered("a", 1, 2), Forecasters.Remembered("b", 5, 4)], columns: columns),
            network, CPU);
        var engine = model.CreateForecastEngine<Row, Forecast>(_ml);
        Row[] ahead = [new() { Shop = "b" }, new() { Shop = "b" }, new() { Shop = "a" }];
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict(ahead)).Message,
            "The steps ahead are of series 'b' and, in row 2, of 'a'");
        CollectionAssert.AreEqual(new float[] { 3, 2 }, engine.Predict(ahead[..2]).Ahead, "their values do not matter");
        CollectionAssert.AreEqual(new float[] { 3, 4, 5 }, engine.Predict(series: "a").Ahead);
    }

    [TestMethod]
    public void A_chain_must_hold_one_forecaster_among_transformers_of_rows()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        using var other = Forecasters.OfLines(_ml, 1, 2, 3);
        Refused("more than one forecaster", model, other);
        Refused("There is no recurrent forecaster");
        Refused("holds a Whole, which does not work row by row", new Whole(), model);

        void Refused(string said, params ITransformer[] members)
        {
            var chain = new TransformerChain<ITransformer>(members);
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => chain.CreateForecastEngine<Row, Forecast>(_ml)).Message, said);
        }
    }

    [TestMethod]
    public void A_checkpoint_remembers_what_was_observed_and_leaves_the_model_as_it_was()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var engine = model.CreateForecastEngine<Row, Forecast>(_ml);
        engine.Observe(new Row { Value = 13 });
        using var stream = new MemoryStream();
        engine.CheckPoint(_ml, stream);
        stream.Position = 0;
        using var loaded = (RecurrentForecastTransformer)_ml.Model.Load(stream, out _);
        CollectionAssert.AreEqual(new float[] { 23, 33, 43 }, loaded.CreateForecastEngine<Row, Forecast>(_ml).Predict().Ahead);
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, model.CreateForecastEngine<Row, Forecast>(_ml).Predict().Ahead);
        Assert.AreEqual(4, loaded.State.Only().Count);
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Predict());
        Assert.ThrowsExactly<ObjectDisposedException>(() => engine.CheckPoint(_ml, new MemoryStream()));
    }

    [TestMethod]
    public void A_model_that_remembers_otherwise_shares_the_weights_until_both_have_ended()
    {
        var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var state = model.State.Clone();
        state.Observe(new SeriesObservation("", 5, null, [], 3), model.Columns.Series, model.Gaps, model.Windowing);
        using var other = model.With(state);
        model.Dispose();
        CollectionAssert.AreEqual(new float[] { 7, 9, 11 }, other.CreateForecastEngine<Row, Forecast>(_ml).Predict().Ahead);
    }

    private RecurrentForecastTransformer Quantiles()
    {
        var network = Forecasters.Network(Forecasters.Plain, 3, [[5, 4, 8]]);
        var columns = new ForecastColumns("Ahead", "Low", "High", new SeriesColumns("Value", null, null, [], []));
        return new RecurrentForecastTransformer(
            _ml,
            Forecasters.Describe(
                network, [Forecasters.Remembered("", 1, 2)], 1, columns: columns, distribution: new QuantileForecast()),
            network, CPU);
    }

    private sealed class Row
    {
        public float Value { get; set; }

        public string Shop { get; set; } = "";
    }

    private sealed class Forecast
    {
        public float[] Ahead { get; set; } = [];
    }

    private sealed class Bounded
    {
        public float[] Ahead { get; set; } = [];

        public float[] Low { get; set; } = [];

        public float[] High { get; set; } = [];
    }

    private sealed class Whole : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}

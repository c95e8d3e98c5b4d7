using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>Rows with the forecasts behind them, made by a network that continues the line through the last two values.</summary>
[TestClass]
public sealed class ForecastRowsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Without_times_rows_go_on_where_the_training_ended()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var rows = model.Transform(Values(4, 5, 7)).GetColumn<float[]>("Ahead").ToArray();
        CollectionAssert.AreEqual(new float[] { 5, 6, 7, 6, 7, 8, 9, 11, 13 }, rows.SelectMany(row => row).ToArray());
    }

    [TestMethod]
    public void A_row_before_which_too_little_is_known_has_no_forecast()
    {
        using var model = Forecasters.OfLines(_ml, []);
        var rows = model.Transform(Values(4, 5, 7)).GetColumn<float[]>("Ahead").ToArray();
        CollectionAssert.AreEqual(new[] { float.NaN, float.NaN, float.NaN }, rows[0], "one value is no line");
        CollectionAssert.AreEqual(new float[] { 6, 7, 8 }, rows[1]);
    }

    [TestMethod]
    public void More_rows_than_a_block_holds_have_each_their_own_forecast()
    {
        using var model = Forecasters.OfLines(_ml, 0, 0);
        var values = Enumerable.Range(0, 1100).Select(i => (float)(i % 37 * (i % 11))).ToArray();
        var view = model.Transform(Values(values));
        var rows = view.GetColumn<float[]>("Ahead").ToArray();
        Assert.HasCount(1100, rows);
        for (var row = 1; row < rows.Length; row++)
            for (var step = 0; step < 3; step++)
                Assert.AreEqual(values[row] + ((step + 1) * (values[row] - values[row - 1])), rows[row][step], $"row {row}");
        using var cursor = view.GetRowCursor([view.Schema["Ahead"]]);
        var (getter, value) = (cursor.GetGetter<VBuffer<float>>(view.Schema["Ahead"]), default(VBuffer<float>));
        for (var row = 0; row < 600; row++)
            cursor.MoveNext();
        getter(ref value);
        CollectionAssert.AreEqual(rows[599], value.DenseValues().ToArray(), "rows whose forecast nobody reads do not shift the others");
    }

    [TestMethod]
    public void Series_whose_rows_alternate_are_kept_apart()
    {
        using var model = Shops(Forecasters.Remembered("north", 1, 2), Forecasters.Remembered("south", 30, 20));
        var data = _ml.Data.LoadFromEnumerable(
            [new Row { Shop = "south", Value = 10 }, new Row { Shop = "north", Value = 5 }, new Row { Shop = "south", Value = 5 }]);
        var rows = model.Transform(data).GetColumn<float[]>("Ahead").ToArray();
        CollectionAssert.AreEqual(new float[] { 0, -10, -20, 8, 11, 14, 0, -5, -10 }, rows.SelectMany(row => row).ToArray());
        var unknown = model.Transform(_ml.Data.LoadFromEnumerable([new Row { Shop = "west", Value = 1 }]));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => unknown.GetColumn<float[]>("Ahead").ToArray()).Message,
            "Series 'west' of column 'Shop' was not in the training data. Known: north, south.");
    }

    [TestMethod]
    public void A_missing_value_is_filled_and_one_too_many_is_refused()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var rows = model.Transform(Values(4, float.NaN, 6)).GetColumn<float[]>("Ahead").ToArray();
        CollectionAssert.AreEqual(new float[] { 5, 6, 7, 4, 4, 4, 8, 10, 12 }, rows.SelectMany(row => row).ToArray(), "as the one before");
        var gap = model.Transform(Values(float.NaN, float.NaN, float.NaN));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => gap.GetColumn<float[]>("Ahead").ToArray()).Message,
            "NaN in 3 rows on end, from row 0; at most 2 are filled");
    }

    [TestMethod]
    public void Bounds_are_columns_of_their_own_where_they_have_names()
    {
        var network = Forecasters.Network(Forecasters.Plain, 3, [[5, 4, 8]]);
        var columns = new ForecastColumns("Ahead", "Low", "High", new SeriesColumns("Value", null, null, [], []));
        using var model = new RecurrentForecastTransformer(
            _ml,
            Forecasters.Describe(
                network, [Forecasters.Remembered("", 1, 2)], 1, columns: columns, distribution: new QuantileForecast()),
            network, CPU);
        var scored = model.Transform(Values(1));
        CollectionAssert.AreEqual(
            new[] { "Value", "Shop", "Ahead", "Low", "High" }, scored.Schema.Select(column => column.Name).ToArray());
        foreach (var (name, expected) in new[] { ("Ahead", 5f), ("Low", 4f), ("High", 8f) })
            CollectionAssert.AreEqual(new[] { expected }, scored.GetColumn<float[]>(name).Single(), name);
    }

    [TestMethod]
    public void Only_both_bounds_together_are_bounds()
    {
        var columns = new ForecastColumns("Ahead", "Low", null, new SeriesColumns("Value", null, null, [], []));
        Assert.IsFalse(columns.HasBounds);
        Assert.AreEqual("Ahead", columns.Outputs(2).Single().Column.Name);
        var both = columns with { Upper = "High" };
        Assert.IsTrue(both.HasBounds);
        var block = new ForecastBlock([1], [2], [3]);
        CollectionAssert.AreEqual(
            new[] { ("Ahead", 4, 1f), ("Low", 4, 2f), ("High", 4, 3f) },
            both.Outputs(4).Select(output => (output.Column.Name, output.Column.Width, output.Of(block)[0])).ToArray());
    }

    [TestMethod]
    public void What_nobody_asks_to_be_forecast_is_not()
    {
        var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var view = model.Transform(Values(4, 5));
        Assert.AreEqual(2L, view.GetRowCount() ?? 2);
        model.Dispose();
        CollectionAssert.AreEqual(new float[] { 4, 5 }, view.GetColumn<float>("Value").ToArray(), "no network is needed for it");
        Assert.ThrowsExactly<ObjectDisposedException>(() => view.GetColumn<float[]>("Ahead").ToArray());
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(Values(4)));
    }

    [TestMethod]
    public void A_cursor_gives_what_was_asked_for_and_only_at_a_row()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var view = model.Transform(Values(4));
        using var cursor = view.GetRowCursor([view.Schema["Ahead"]]);
        Assert.AreSame(view.Schema, cursor.Schema);
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Ahead"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Shop"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Shop"]));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Ahead"])).Message,
            "Invalid TValue: 'System.Single'");
        var (getter, value) = (cursor.GetGetter<VBuffer<float>>(view.Schema["Ahead"]), default(VBuffer<float>));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value)).Message, "call MoveNext first");
        Assert.IsTrue(cursor.MoveNext());
        getter(ref value);
        CollectionAssert.AreEqual(new float[] { 5, 6, 7 }, value.DenseValues().ToArray());
        Assert.IsFalse(cursor.MoveNext());
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value), "behind the last row");
    }

    [TestMethod]
    public void Columns_that_do_not_fit_are_named_before_any_row_is_read()
    {
        using var model = Shops(Forecasters.Remembered("north", 1, 2));
        var wrong = _ml.Data.LoadFromEnumerable([new Wrong()]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(wrong));
        StringAssert.Contains(error.Message, "Schema mismatch for input column 'Value': expected Single, got Double");
        StringAssert.Contains(error.Message, "Could not find series column 'Shop'");
        Assert.AreEqual(
            error.Message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GetOutputSchema(wrong.Schema)).Message);
        Assert.IsFalse(model.IsRowToRowMapper);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.GetRowToRowMapper(wrong.Schema)).Message, "CreateForecastEngine");
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Transform(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.GetOutputSchema(null!));
    }

    [TestMethod]
    public void That_forecasts_were_held_back_is_said_once()
    {
        var network = Forecasters.Network(Forecasters.Plain, 1, [[1e6f]]);
        var guard = new SeriesGuard(new SimpleMethod(SimpleKind.LastValue, null, null, 0), 1, 60, 0, 10, 100, false, false, [], []);
        using var model = new RecurrentForecastTransformer(
            _ml, Forecasters.Describe(network, [Forecasters.Remembered("", 1, 2) with { Guard = guard }]), network, CPU);
        var told = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.RawMessage.Contains("held back", StringComparison.Ordinal))
                told.Add(e.RawMessage);
        };
        for (var time = 0; time < 2; time++)
            Assert.AreEqual(20, model.Transform(Values(1, 2)).GetColumn<float[]>("Ahead").Last()[0], 1e-3, "twice the range at most");
        Assert.HasCount(1, told);
        StringAssert.Contains(told[0], "Safeguard = false");
    }

    private RecurrentForecastTransformer Shops(params SavedSeries[] series)
    {
        var network = Forecasters.Line();
        var columns = new ForecastColumns("Ahead", null, null, new SeriesColumns("Value", "Shop", null, [], []));
        return new RecurrentForecastTransformer(_ml, Forecasters.Describe(network, series, columns: columns), network, CPU);
    }

    private IDataView Values(params float[] values) =>
        _ml.Data.LoadFromEnumerable(values.Select(value => new Row { Value = value }).ToArray());

    private sealed class Row
    {
        public float Value { get; set; }

        public string Shop { get; set; } = "";
    }

    private sealed class Wrong
    {
        public double Value { get; set; }
    }
}

using System.Text.Json.Nodes;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>Forecasters and detectors through their files, and the tails of the normal distribution that detectors read.</summary>
[TestClass]
public sealed class ForecastFilesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(0)]
    [DataRow(0.3)]
    [DataRow(1.96)]
    [DataRow(-2.5)]
    [DataRow(4.999)]
    [DataRow(5)]
    [DataRow(6.5)]
    public void Both_tails_are_the_area_under_the_curve(double z)
    {
        // Simpson's rule from z to where nothing is left
        const int parts = 20_000;
        var (from, to) = (Math.Abs(z), Math.Abs(z) + 12);
        var (step, sum) = ((to - from) / parts, 0.0);
        for (var i = 0; i <= parts; i++)
            sum += (i == 0 || i == parts ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * Math.Pow(from + (i * step), 2));
        var area = 2 * sum * step / 3 / Math.Sqrt(2 * Math.PI);
        Assert.AreEqual(1, NormalTail.TwoSided(z) / area, 1e-5, $"{area}");
        Assert.AreEqual(NormalTail.TwoSided(z), NormalTail.TwoSided(-z));
    }

    [TestMethod]
    public void Without_end_nothing_is_left_and_far_out_there_is_still_something()
    {
        Assert.AreEqual(0, NormalTail.TwoSided(double.PositiveInfinity));
        Assert.AreEqual(0, NormalTail.TwoSided(double.NegativeInfinity));
        Assert.IsGreaterThan(0, NormalTail.TwoSided(30));
        Assert.IsGreaterThan(NormalTail.TwoSided(30), NormalTail.TwoSided(29.9));
    }

    [TestMethod]
    public void A_loaded_forecaster_goes_on_where_the_saved_one_would_have()
    {
        var network = Forecasters.Network(Forecasters.Plain, 3, [[0, -1, 1]], [-1, 2, -1, 2, -1, 2]);
        var columns = new ForecastColumns("Ahead", "Low", "High", new SeriesColumns("Value", "Shop", null, [], []));
        using var model = new RecurrentForecastTransformer(
            _ml, Forecasters.Describe(
                network, [Forecasters.Remembered("north", 1.5f, 2.25f), Forecasters.Remembered("south", 7, 5)], columns: columns,
                distribution: new QuantileForecast()), network, CPU);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        var data = _ml.Data.LoadFromEnumerable(
            [new Row { Value = 3, Shop = "north" }, new Row { Value = 4, Shop = "south" }, new Row { Value = 0.5f, Shop = "north" }]);
        var (before, after) = (model.Transform(data), loaded.Transform(data));
        foreach (var column in new[] { "Ahead", "Low", "High" })
            Cells.AreEqual(Cells.Read(before, before.Schema[column]), Cells.Read(after, after.Schema[column]), 0, column);
        Cells.AreEqual(
            [[3.75f, 4.5f, 5.25f]], [Cells.Read(after, after.Schema["Ahead"])[0]], 1e-5, "on the line through 2.25 and 3");
        Assert.AreEqual(model.Horizon, loaded.Horizon);
        foreach (var shop in new[] { "north", "south" })
            CollectionAssert.AreEqual(
                model.CreateForecastEngine<Row, Ahead>(_ml).Predict(series: shop).Numbers,
                loaded.CreateForecastEngine<Row, Ahead>(_ml).Predict(series: shop).Numbers);
    }

    [TestMethod]
    public void A_file_of_a_forecaster_that_cannot_be_is_refused()
    {
        using var model = Forecasters.OfLines(_ml, 1, 2, 3);
        var parts = SavedParts.Of(model);
        using (parts.Load(_ml))
        {
        }
        Damaged(d => d["Horizon"] = 0, "Horizon is 0");
        Damaged(d => d["Spread"]!["ConfidenceLevel"] = 1.5, "ConfidenceLevel is 1.5");
        Damaged(d => d["Spread"]!["Distribution"]!["kind"] = "oracle", "");
        Damaged(d => d["Windowing"]!["WindowSize"] = 3, "the steps of windows and those that the network reads are 3 and 2");
        Damaged(d => d["Gaps"]!["Period"] = -1, "Period is -1");
        Damaged(d => d["Series"]![0]!["Values"]!.AsArray().RemoveAt(0), "its columns differ in length");
        Damaged(d => d["Series"]![0]!["Observed"]!.AsArray().Add(true), "its columns differ in length");
        Damaged(d => d["Architecture"]!["Members"] = 2, "");

        void Damaged(Action<JsonNode> damage, string said)
        {
            var description = parts.Description;
            damage(description);
            var error = Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml), said);
            StringAssert.Contains(error.Message, said);
        }
    }

    [TestMethod]
    public void A_loaded_detector_judges_alike_and_counts_from_the_same_memory()
    {
        var network = Forecasters.Network(Forecasters.Plain, 3, [[0, -1, 1]], [-1, 2, -1, 2, -1, 2]);
        var description = new ForecastDetectorDescription(
            Forecasters.Describe(network, [Forecasters.Remembered("", 1, 2)], 1, distribution: new QuantileForecast()),
            new ForecastDetectorColumns("Alert", "Score", "PValue", "Expected", 1, false, 0));
        description.Check();
        var model = new ForecastDetectorTransformer(_ml, description, network, CPU);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        var data = _ml.Data.LoadFromEnumerable(new[] { 3.5f, 9, 4.5f }.Select(value => new Row { Value = value }).ToArray());
        var (before, after) = (model.Transform(data), loaded.Transform(data));
        foreach (var column in new[] { "Alert", "Score", "PValue", "Expected" })
            Cells.AreEqual(Cells.Read(before, before.Schema[column]), Cells.Read(after, after.Schema[column]), 0, column);
        Cells.AreEqual([[3], [5], [14.5f]], Cells.Read(after, after.Schema["Expected"]), 1e-5, "the line goes on from 1 and 2");
        CollectionAssert.AreEqual(
            new[] { false, true, true }, after.GetColumn<bool>("Alert").ToArray(), "bounds lie 1 away");
        Assert.AreEqual((2, 0.95), (loaded.WindowSize, loaded.ConfidenceLevel));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => loaded.GetRowToRowMapper(data.Schema)).Message,
            "depends on the rows before");
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
        Assert.ThrowsExactly<FormatException>(
            (description with { Columns = description.Columns with { MinimumRun = 0 } }).Check, "MinimumRun is 0");
        Assert.ThrowsExactly<FormatException>(
            (description with { Columns = description.Columns with { MaximumReplaced = -1 } }).Check, "MaximumReplaced is -1");
    }

    private sealed class Row
    {
        public float Value { get; set; }

        public string Shop { get; set; } = "";
    }

    private sealed class Ahead
    {
        [ColumnName("Ahead")]
        public float[] Numbers { get; set; } = [];
    }
}

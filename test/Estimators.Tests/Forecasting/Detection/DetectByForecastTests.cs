using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Recurrent;

[TestClass]
public sealed class DetectByForecastTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_value_that_the_forecast_did_not_expect_is_an_alert_and_its_neighbours_are_none()
    {
        var values = Wave(60);
        values[50] += 8;
        var verdicts = Watch(Options(), values, known: 40);
        CollectionAssert.AreEqual(new[] { 10 }, Alerts(verdicts));
        Assert.IsGreaterThan(4f, verdicts[10].Score);
        Assert.IsLessThan(1e-3f, verdicts[10].PValue);
        Assert.AreEqual(verdicts[10].Expected, values[50] - 8, 2);
        foreach (var verdict in verdicts)
            Assert.AreEqual(NormalTail.TwoSided(verdict.Score), verdict.PValue, 1e-6);
    }

    [TestMethod]
    public void A_single_spike_is_let_pass_where_runs_are_asked_for()
    {
        var values = Wave(60);
        values[45] += 8;
        for (var i = 52; i < 55; i++)
            values[i] += 8;
        CollectionAssert.AreEqual(new[] { 13, 14 }, Alerts(Watch(Options() with { MinimumRun = 2 }, values, known: 40)));
    }

    [TestMethod]
    public void A_level_that_has_changed_for_good_is_taken_as_it_is_after_a_while()
    {
        var values = Wave(100);
        for (var i = 50; i < 100; i++)
            values[i] += 8;
        var soon = Alerts(Watch(Unguarded() with { MaximumReplaced = 3 }, values, known: 40));
        var never = Alerts(Watch(Unguarded() with { MaximumReplaced = 1000 }, values, known: 40));
        Assert.IsLessThan(never.Length, soon.Length);
        CollectionAssert.IsSubsetOf(new[] { 10, 11, 12 }, soon);
    }

    [TestMethod]
    public void A_shifted_level_is_known_as_soon_as_its_run_is_too_long_to_be_odd()
    {
        var values = Wave(140);
        for (var i = 50; i < 140; i++)
            values[i] += 8;
        foreach (var options in new[] { Options(), Unguarded() })
        {
            var alerts = Alerts(Watch(options with { MaximumReplaced = 4 }, values, known: 40));
            CollectionAssert.AreEqual(new[] { 10, 11, 12, 13, 14 }, alerts);
        }
    }

    [TestMethod]
    public void A_level_that_positive_values_may_not_be_moved_to_by_a_difference_is_reached_by_a_ratio()
    {
        var values = Wave(140);
        for (var i = 50; i < 140; i++)
            values[i] /= 20;
        var options = Options() with
        {
            MaximumReplaced = 4,
            Forecast = Options().Forecast with { Transformation = SeriesTransformation.Log },
        };
        var alerts = Alerts(Watch(options, values, known: 40));
        CollectionAssert.AreEqual(new[] { 10, 11, 12, 13, 14 }, alerts);
    }

    [TestMethod]
    public void A_series_that_follows_another_course_is_learned_anew()
    {
        var values = Wave(40).Concat(Wave(400).Skip(4).Select(v => v + 20)).ToArray(); // half a period and a level away
        var alerts = Alerts(Watch(Options(), values, known: 40));
        Assert.IsGreaterThan(15, alerts.Count(i => i < 40));
        Assert.IsLessThan(20, alerts.Count(i => i >= 200));
    }

    [TestMethod]
    public void A_flagged_value_does_not_move_what_is_expected_next()
    {
        var values = Wave(60);
        var clean = Watch(Unguarded(), values, known: 40);
        values[50] += 30;
        var replaced = Watch(Unguarded(), values, known: 40);
        var kept = Watch(Unguarded() with { ReplaceFlagged = false }, values, known: 40);
        Assert.AreEqual(clean[11].Expected, replaced[11].Expected, 1);
        Assert.IsGreaterThan(3f, Math.Abs(kept[11].Expected - clean[11].Expected));
    }

    [TestMethod]
    public void Missing_values_and_values_with_too_few_before_them_are_no_alerts()
    {
        var values = Wave(60);
        values[45] = float.NaN;
        var verdicts = Watch(Options(), values, known: 40);
        Assert.IsFalse(verdicts[5].Alert);
        Assert.IsTrue(float.IsNaN(verdicts[5].Score) && float.IsNaN(verdicts[5].PValue));
        Assert.IsFalse(float.IsNaN(verdicts[6].Score));
    }

    [TestMethod]
    public void A_reloaded_detector_says_the_same_and_remembers_what_it_had_seen()
    {
        var values = Wave(60);
        values[50] += 8;
        using var model = _ml.Transforms.DetectByForecast("Value", Options()).Fit(View(values.Take(40)));
        var expected = Read(model.Transform(View(values.Skip(40))));
        using var file = new MemoryStream();
        _ml.Model.Save(model, View(values).Schema, file);
        file.Position = 0;
        using var loaded = (ForecastDetectorTransformer)_ml.Model.Load(file, out _);
        Assert.AreEqual(8, loaded.WindowSize);
        Assert.AreEqual(0.99, loaded.ConfidenceLevel, 1e-6);
        CollectionAssert.AreEqual(
            expected.Select(v => v.Score).ToArray(), Read(loaded.Transform(View(values.Skip(40)))).Select(v => v.Score).ToArray());
        CollectionAssert.AreEqual( // every cursor starts from the remembered state
            expected.Select(v => v.Score).ToArray(), Read(loaded.Transform(View(values.Skip(40)))).Select(v => v.Score).ToArray());
        Assert.IsFalse(loaded.IsRowToRowMapper);
        Assert.ThrowsExactly<InvalidOperationException>(() => loaded.GetRowToRowMapper(View(values).Schema));
    }

    [TestMethod]
    public void The_schema_promised_is_the_schema_produced_and_columns_are_checked()
    {
        var estimator = _ml.Transforms.DetectByForecast("Value", Options());
        using var model = estimator.Fit(View(Wave(40)));
        var schema = model.GetOutputSchema(View(Wave(1)).Schema);
        CollectionAssert.AreEqual(new[] { "Value", "Alert", "Score", "PValue", "Expected" }, schema.Select(c => c.Name).ToArray());
        Assert.AreEqual(BooleanDataViewType.Instance, schema["Alert"].Type);
        var other = _ml.Data.LoadFromEnumerable(new[] { new { Number = 1f } });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(other)).Message, "'Value'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(other)).Message, "'Value'");
    }

    [TestMethod]
    public void Options_outside_their_range_are_named_together()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.DetectByForecast("Value", new DetectByForecastOptions
        {
            AlertColumnName = "Score",
            MinimumRun = 0,
            MaximumReplaced = -1,
            Forecast = new RecurrentForecastOptions
            {
                Horizon = 3,
                WindowSize = 0,
                ConfidenceLowerBoundColumnName = "Low",
                ConfidenceUpperBoundColumnName = "High",
            },
        }));
        foreach (var part in new[] { "must be names that differ", "MinimumRun is 0", "MaximumReplaced is -1", "WindowSize is 0",
            "Forecast.Horizon is 3; it must be 1", "ConfidenceLowerBoundColumnName is Low", "ConfidenceUpperBoundColumnName is High" })
            StringAssert.Contains(error.Message, part);
    }

    [TestMethod]
    [DataRow(0.0, 1.0)]
    [DataRow(-1.959963985, 0.05)]
    [DataRow(3.290526731, 0.001)]
    [DataRow(6.109410205, 1e-9)]
    [DataRow(double.PositiveInfinity, 0.0)]
    public void The_tails_are_those_of_the_normal_distribution(double z, double expected) =>
        Assert.AreEqual(expected, NormalTail.TwoSided(z), 1e-6 * Math.Max(expected, 1e-4));

    private Verdict[] Watch(DetectByForecastOptions options, float[] values, int known)
    {
        using var model = new MLContext(seed: 1).Transforms.DetectByForecast("Value", options).Fit(View(values.Take(known)));
        return Read(model.Transform(View(values.Skip(known))));
    }

    private Verdict[] Read(IDataView view) => [.. _ml.Data.CreateEnumerable<Verdict>(view, reuseRowObject: false)];

    private static int[] Alerts(Verdict[] verdicts) =>
        [.. Enumerable.Range(0, verdicts.Length).Where(i => verdicts[i].Alert)];

    private IDataView View(IEnumerable<float> values) =>
        _ml.Data.LoadFromEnumerable(values.Select(value => new Row { Value = value }).ToArray());

    // A safeguard draws forecasts towards the last season and into the range of the history.
    private static DetectByForecastOptions Unguarded() =>
        Options() with { Forecast = Options().Forecast with { Safeguard = false, InstanceScaling = InstanceScaling.LastValue } };

    private static DetectByForecastOptions Options() => new()
    {
        ForecastColumnName = "Expected",
        Forecast = new RecurrentForecastOptions
        {
            Horizon = 1,
            WindowSize = 8,
            SeasonalPeriod = 8,
            ConfidenceLevel = 0.99f,
            Encoder = new LstmEncoder { HiddenSize = 4 },
            Transformation = SeriesTransformation.None,
            Training = new RecurrentForecastOptions().Training with { Epochs = 20 },
        },
    };

    private static float[] Wave(int count)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, count).Select(t =>
            (float)(20 + (3 * Math.Sin(2 * Math.PI * t / 8)) + (0.6 * (random.NextDouble() - 0.5))))];
    }

    private sealed class Row
    {
        public float Value { get; set; }
    }

    private sealed class Verdict
    {
        public bool Alert { get; set; }

        public float Score { get; set; }

        public float PValue { get; set; }

        public float Expected { get; set; }
    }
}

using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series;

/// <summary>Earlier values, rolling statistics, faults ahead and scaling by series.</summary>
[TestClass]
public sealed class RowStepTests
{
    private const float No = float.NaN;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_lag_of_two_is_the_value_two_rows_earlier_in_the_same_series()
    {
        var data = _ml.View(Reading.Mixed(Reading.Of("a", 1, 2, 3, 4), Reading.Of("b", 10, 20, 30, 40)));
        var lagged = _ml.Transforms.Lag("Earlier", "Value", by: 2, initial: -1, seriesColumnName: "Machine").Column(data, "Earlier");
        CollectionAssert.AreEqual(new float[] { -1, -1, -1, -1, 1, 10, 2, 20 }, lagged);
        Assert.IsTrue(float.IsNaN(_ml.Transforms.Lag("Earlier", "Value").Column(data, "Earlier")[0]), "without a number to begin with");
    }

    [TestMethod]
    public void Statistics_of_the_latest_rows_are_those_of_a_loop()
    {
        float[] values = [3, 1, No, 4, 1, 5, 9, 2, 6];
        var options = new RollingStatistics { Length = 4 };
        var found = _ml.Transforms.RollingStatistics("Statistics", "Value", options)
            .Vectors(_ml.View(Reading.Of("a", values)), "Statistics");
        for (var row = 0; row < values.Length; row++)
        {
            var places = Enumerable.Range(Math.Max(0, row - 3), Math.Min(4, row + 1)).Where(i => !float.IsNaN(values[i])).ToArray();
            var window = places.Select(i => (double)values[i]).ToArray();
            var (mean, place) = (window.Average(), places.Average());
            var spread = places.Sum(i => (i - place) * (i - place));
            var slope = spread > 0 ? places.Sum(i => (i - place) * (values[i] - mean)) / spread : 0;
            var deviation = Math.Sqrt(window.Average(x => (x - mean) * (x - mean)));
            double[] expected = [mean, deviation, window.Min(), window.Max(), slope];
            Cells.AreEqual([[.. expected.Select(x => (float)x)]], [found[row]], 1e-6, $"row {row}");
        }
    }

    [TestMethod]
    public void Statistics_are_named_and_silent_below_the_count_that_is_asked_for()
    {
        var data = _ml.View(Reading.Of("a", 1, 2, No, No));
        var named = _ml.Transforms.Concatenate("Both", "Value", "Value").Append(_ml.Transforms.RollingStatistics(
            "Statistics", "Both", new RollingStatistics
            {
                Length = 2,
                MinimumCount = 2,
                Statistics = [RollingStatistic.Maximum, RollingStatistic.Mean]
            }));
        var rows = named.Vectors(data, "Statistics");
        Cells.AreEqual([[No, No, No, No], [2, 1.5f, 2, 1.5f], [No, No, No, No], [No, No, No, No]], rows, 0, "statistics");
        CollectionAssert.AreEqual(
            new[] { "Value.Maximum", "Value.Mean", "Value.Maximum", "Value.Mean" },
            named.Fit(data).GetOutputSchema(data.Schema)["Statistics"].SlotNames());
    }

    [TestMethod]
    public void Rows_that_a_fault_follows_within_the_horizon_are_labelled_and_the_unknown_weigh_nothing()
    {
        var data = _ml.View(Reading.Mixed(Reading.Of("a", 0, 0, 0, 1, 1, 0, 0, 0), Reading.Of("b", new float[8])));
        var model = _ml.Transforms.LabelFaultsAhead("Soon", "Fault", horizon: 2, weightColumnName: "Weight", "Machine").Fit(data);
        var labelled = model.Transform(data);
        var (soon, weights) = (labelled.GetColumn<bool>("Soon").Chunk(2).ToArray(), labelled.GetColumn<float>("Weight").Chunk(2).ToArray());
        CollectionAssert.AreEqual(
            new[] { false, true, true, true, false, false, false, false }, soon.Select(pair => pair[0]).ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 1, 1, 0, 0, 1, 0, 0 }, weights.Select(pair => pair[0]).ToArray());
        Assert.IsTrue(soon.All(pair => !pair[1]), "the other machine has no fault");
        CollectionAssert.AreEqual(new float[] { 1, 1, 1, 1, 1, 1, 0, 0 }, weights.Select(pair => pair[1]).ToArray());
    }

    [TestMethod]
    public void The_remaining_life_is_counted_to_the_next_fault_and_censored_where_none_follows()
    {
        var data = _ml.View(Reading.Mixed(Reading.Of("a", 0, 0, 0, 0, 0, 1, 1, 0), Reading.Of("b", new float[8])));
        var labelled = _ml.Transforms.LabelRemainingLife("Life", "Fault", limit: 4, "Censored", "Machine").Fit(data).Transform(data);
        var lives = labelled.GetColumn<float>("Life").Chunk(2).ToArray();
        var censored = labelled.GetColumn<bool>("Censored").Chunk(2).ToArray();
        CollectionAssert.AreEqual(new float[] { 4, 4, 3, 2, 1, 0, 0, 1 }, lives.Select(pair => pair[0]).ToArray());
        CollectionAssert.AreEqual(
            new[] { false, false, false, false, false, false, false, true }, censored.Select(pair => pair[0]).ToArray());
        CollectionAssert.AreEqual(new float[] { 4, 4, 4, 4, 4, 3, 2, 1 }, lives.Select(pair => pair[1]).ToArray());
        // the fifth lasts at least to the row after the last, which is the limit
        CollectionAssert.AreEqual(
            new[] { false, false, false, false, false, true, true, true }, censored.Select(pair => pair[1]).ToArray());
    }

    [TestMethod]
    [DataRow(SeriesScalingMethod.MinMax, new float[] { 0, 0.25f, 0.5f, 0.75f, 1 })]
    [DataRow(SeriesScalingMethod.Standard, new[] { -1.41421356f, -0.70710678f, 0, 0.70710678f, 1.41421356f })]
    [DataRow(SeriesScalingMethod.Robust, new float[] { -1, -0.5f, 0, 0.5f, 1 })]
    public void Each_series_is_scaled_by_itself(SeriesScalingMethod method, float[] expected)
    {
        var data = _ml.View(Reading.Mixed(Reading.Of("a", 1, 2, 3, 4, 5), Reading.Of("b", 100, 200, 300, 400, 500)));
        var scaled = _ml.Transforms.ScaleBySeries("Scaled", "Value", method, "Machine").Column(data, "Scaled");
        Cells.AreEqual([expected], [scaled.Where((_, i) => i % 2 == 0).ToArray()], 1e-6, "the first");
        Cells.AreEqual([expected], [scaled.Where((_, i) => i % 2 == 1).ToArray()], 1e-6, "the second");
    }

    [TestMethod]
    public void A_constant_number_is_shifted_a_missing_one_stays_and_an_unknown_series_is_scaled_by_all()
    {
        var data = _ml.View([.. Reading.Of("a", 4, 4, No, 4), .. Reading.Of("b", 0, 8, 0, 8)]);
        var model = _ml.Transforms.ScaleBySeries("Scaled", "Value", SeriesScalingMethod.MinMax, "Machine").Fit(data);
        Cells.AreEqual([[0, 0, No, 0, 0, 1, 0, 1]], [model.Transform(data).GetColumn<float>("Scaled").ToArray()], 0, "scaled");
        using var engine = _ml.Model.CreatePredictionEngine<Reading, Scaled>(model);
        Assert.AreEqual(0.25f, engine.Predict(new Reading { Machine = "c", Value = 2 }).Value, "between the smallest and largest of all");
        Assert.AreEqual(-2, engine.Predict(new Reading { Machine = "a", Value = 2 }).Value);
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.ScaleBySeries("Value").Fit(_ml.View([])));
    }

    private sealed class Scaled
    {
        [ColumnName("Scaled")]
        public float Value { get; set; }
    }
}

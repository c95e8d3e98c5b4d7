using DeepML.Estimators;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Selection;

/// <summary>Bins, errors and weights, each by itself.</summary>
[TestClass]
public sealed class SelectionPartsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Few_different_numbers_are_a_bin_each_and_missing_ones_the_last()
    {
        var (bins, count) = GainBins.Of([3, 1, double.NaN, 2, 1], 10);
        CollectionAssert.AreEqual(new[] { 2, 0, 3, 1, 0 }, bins);
        Assert.AreEqual(4, count);
    }

    [TestMethod]
    public void Many_numbers_are_cut_into_as_many_rows_each_and_equal_ones_stay_together()
    {
        var (bins, _) = GainBins.Of([.. Enumerable.Range(0, 1000).Select(i => Math.Sqrt(i))], 4);
        CollectionAssert.AreEqual(new[] { 250, 250, 250, 250 }, Enumerable.Range(0, 4).Select(bin => bins.Count(b => b == bin)).ToArray());
        var (mostly, _) = GainBins.Of([.. Enumerable.Range(0, 100).Select(i => i < 80 ? 5.0 : i)], 4);
        Assert.AreEqual(1, mostly.Take(80).Distinct().Count());
        Assert.IsEmpty(GainBins.Edges([double.NaN, 7, 7], 5));
    }

    [TestMethod]
    public void Errors_are_those_of_a_loop_for_each_kind_of_answer()
    {
        double[] labels = [1, 0, double.NaN, 1];
        var scores = new[] { 0.8f, 0.3f, 9, 0.4f };
        var numbers = new HeldOutError(labels, isNumber: true);
        Assert.AreEqual((0.04 + 0.09 + 0.36) / 3, numbers.Of(View(scores)), 1e-6);
        Assert.AreEqual("squared error", numbers.Metric);
        var margins = new HeldOutError(labels, isNumber: false);
        Assert.AreEqual(1 / 3.0, margins.Of(View([2, 0.5f, 1, 0.5f])), 1e-6);
        Assert.AreEqual("share of errors", margins.Metric);
        var likely = new HeldOutError(labels, isNumber: false);
        var probabilities = _ml.Transforms.CopyColumns("Probability", "Score").Fit(View(scores)).Transform(View(scores));
        Assert.AreEqual(-(Math.Log(0.8) + Math.Log(0.7) + Math.Log(0.4)) / 3, likely.Of(probabilities), 1e-6);
        Assert.AreEqual("log loss", likely.Metric);
    }

    [TestMethod]
    public void Several_classes_are_measured_by_their_probabilities_or_by_the_largest_score()
    {
        double[] labels = [2, 0];
        var likely = new HeldOutError(labels, isNumber: false);
        Assert.AreEqual(-(Math.Log(0.5) + Math.Log(0.25)) / 2, likely.Of(View([[0.25f, 0.25f, 0.5f], [0.25f, 0.5f, 0.25f]])), 1e-6);
        var scored = new HeldOutError(labels, isNumber: false);
        Assert.AreEqual(0.5, scored.Of(View([[-1, 0, 4], [1, 3, 2]])), 1e-9);
        Assert.AreEqual("share of errors", scored.Metric);
    }

    [TestMethod]
    public void Weights_count_by_the_spread_of_their_features_and_a_model_without_any_has_none()
    {
        var data = Mixture.View(_ml);
        var linear = _ml.Regression.Trainers.Sdca("Number").Fit(data);
        var worth = FeatureWeights.Of(linear, data, 10)!;
        CollectionAssert.AreEquivalent(
            Mixture.Useful, Enumerable.Range(0, 10).OrderByDescending(slot => worth[slot]).Take(3).ToArray());
        // Spread and weight cancel: all three are worth about the same, though their units differ by eight.
        Assert.IsTrue(worth[7] < 1.5 * worth[1] && worth[1] < 1.5 * worth[7], $"{worth[1]} {worth[4]} {worth[7]}");
        Assert.IsNull(FeatureWeights.Of(_ml.Transforms.CopyColumns("Copy", "Number").Fit(data), data, 10));
        Assert.IsNull(FeatureWeights.Of(_ml.Clustering.Trainers.KMeans("Features", numberOfClusters: 2).Fit(data), data, 10));
    }

    [TestMethod]
    public void Exchanged_features_stand_beside_the_other_columns_of_their_row()
    {
        var data = Mixture.View(_ml, 5);
        float[][] given = [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]];
        var view = new GivenFeaturesView(data, "Features", given);
        Assert.AreEqual(5L, view.GetRowCount());
        CollectionAssert.AreEqual(
            given.SelectMany(row => row).ToArray(), view.GetColumn<float[]>("Features").SelectMany(row => row).ToArray());
        CollectionAssert.AreEqual(data.GetColumn<float>("Number").ToArray(), view.GetColumn<float>("Number").ToArray());
        using var cursor = view.GetRowCursor([view.Schema["Number"]]);
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Features"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]));
    }

    [TestMethod]
    public void A_report_says_the_kept_first_and_the_rounds_behind()
    {
        var report = new SelectionReport(
            "Elimination", "log loss",
            [new("A", 0, false, 0.5, "left out"), new("B", 1, true, 1, "kept"), new("C", 2, true, 2, "kept too")],
            [new(3, 0.25), new(2, 0.5)]);
        var lines = $"{report}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        CollectionAssert.AreEqual(
            new[]
            {
                "Elimination", "+ C: kept too", "+ B: kept", "- A: left out", "3 features: log loss 0.25 on held-out rows",
                "2 features: log loss 0.5 on held-out rows",
            }, lines);
    }

    private IDataView View(float[] scores) => _ml.Data.LoadFromEnumerable(scores.Select(score => new One { Score = score }).ToArray());

    private IDataView View(float[][] scores) => _ml.Data.LoadFromEnumerable(scores.Select(score => new Three { Score = score }).ToArray());

    private sealed class One
    {
        public float Score { get; set; }
    }

    private sealed class Three
    {
        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }
}

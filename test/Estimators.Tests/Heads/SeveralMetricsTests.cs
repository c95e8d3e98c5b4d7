namespace DeepML.Estimators.Tests.Heads;

/// <summary>Metrics and borders of several labels, counted by hand.</summary>
[TestClass]
public sealed class SeveralMetricsTests
{
    [TestMethod]
    public void Hamming_loss_and_F1_scores_are_counted_over_labels_that_are_there()
    {
        var metrics = MultilabelMetrics.Of(
            [[1, 0, 0], [1, 1, float.NaN], [0, 1, 0], [0, 0, 0]],
            [[true, false, false], [false, true, true], [true, true, false], [false, false, false]]);
        Assert.AreEqual(2 / 11.0, metrics.HammingLoss, 1e-12);
        Assert.AreEqual(2 / 4.0, metrics.SubsetAccuracy, 1e-12);
        // label 0: 1 hit, 1 extra, 1 missed; label 1: 2 hits; label 2: neither there nor predicted
        Assert.AreEqual(0.5, metrics.PerLabelF1[0], 1e-12);
        Assert.AreEqual((1, 1), (metrics.PerLabelF1[1], metrics.PerLabelF1[2]));
        Assert.AreEqual(2 * 3 / (6.0 + 1 + 1), metrics.MicroF1, 1e-12);
        Assert.AreEqual(2.5 / 3, metrics.MacroF1, 1e-12);
        Assert.AreEqual(
            "hamming loss 0.182, micro F1 0.750, macro F1 0.833, all labels right in 0.500 of the rows", metrics.ToString());
    }

    [TestMethod]
    public void Several_numbers_are_measured_each_by_itself()
    {
        var metrics = VectorRegressionMetrics.Of([[1, 5], [3, 5], [5, float.NaN]], [[1, 6], [4, 5], [5, 100]]);
        Assert.AreEqual(1 - (1 / 8.0), metrics.PerNumberRSquared[0], 1e-12);
        Assert.IsTrue(double.IsNaN(metrics.PerNumberRSquared[1]), "a label that never changes");
        Assert.AreEqual(metrics.PerNumberRSquared[0], metrics.RSquared);
        Assert.AreEqual(2 / 5.0, metrics.MeanAbsoluteError, 1e-12);
        Assert.AreEqual(2 / 5.0, metrics.MeanSquaredError, 1e-12);
    }

    [TestMethod]
    public void A_border_is_where_F1_is_best_if_that_is_no_chance()
    {
        static float Border(int times, params (float, bool)[] rows) =>
            MultilabelBorders.Of(Enumerable.Repeat(rows, times).SelectMany(all => all).Select(row => (row.Item1, row.Item2, 1.0)));
        Assert.AreEqual(0.25f, Border(5, (0.4f, true), (0.3f, true), (0.2f, false), (0.1f, false)), 1e-6f);
        Assert.AreEqual(0.75f, Border(5, (0.9f, true), (0.6f, false), (0.55f, false), (0.4f, false)), 1e-6f);
        Assert.AreEqual(0.5f, Border(1, (0.9f, true), (0.8f, true), (0.49f, true), (0.1f, false)), "one row is chance");
        Assert.AreEqual(0.5f, Border(5, (0.9f, false), (0.1f, false)), "nothing is known of a label that is never there");
        Assert.AreEqual(0.5f, Border(5, (0.9f, true), (0.1f, true)), "nor of one that always is");
        Assert.AreEqual(
            0.95f, Border(20, (0.999f, true), (0.998f, false), (0.9f, false), (0.8f, false), (0.2f, false)), 1e-6f,
            "far borders are chance");
        var weighted = MultilabelBorders.Of(
            Enumerable.Repeat(new[] { (0.8f, true, 1.0), (0.6f, false, 10), (0.4f, true, 1) }, 8).SelectMany(rows => rows));
        Assert.AreEqual(0.7f, weighted, 1e-6f, "two thirds of two hits against ten that are wrong");
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

/// <summary>Regression, anomaly detection and clustering.</summary>
[TestClass]
public class EvaluatorOtherTests
{
    private static readonly MLContext Ml = new(1);

    [TestMethod]
    public void Regression_metrics_equal_those_computed_by_hand()
    {
        var metrics = Ml.Regression.Evaluate(View((1, 2), (2, 2), (4, 1), (float.NaN, 9), (3, float.NaN)));

        Assert.AreEqual(4 / 3.0, metrics.MeanAbsoluteError, 1e-12);
        Assert.AreEqual(10 / 3.0, metrics.MeanSquaredError, 1e-12);
        Assert.AreEqual(Math.Sqrt(10 / 3.0), metrics.RootMeanSquaredError, 1e-12);
        Assert.AreEqual(metrics.MeanSquaredError, metrics.LossFunction);
        Assert.AreEqual(1 - 10 / (21 - 49 / 3.0), metrics.RSquared, 1e-12);
    }

    [TestMethod]
    public void Regression_of_constant_labels_has_no_r_squared_and_of_no_rows_is_zero()
    {
        Assert.IsTrue(double.IsNaN(Ml.Regression.Evaluate(View((2, 1), (2, 3))).RSquared));
        Assert.AreEqual(0, Ml.Regression.Evaluate(View()).RSquared);
        Assert.AreEqual(0, Ml.Regression.Evaluate(View()).MeanSquaredError);
    }

    [TestMethod]
    public void Regression_takes_only_single_labels()
    {
        var view = Ml.Data.LoadFromEnumerable(new[] { new DoubleRow() });

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Regression.Evaluate(view)).Message,
            "Schema mismatch for label column 'Label': expected Single, got Double");
    }

    [TestMethod]
    public void Anomalies_are_detected_up_to_the_allowed_false_alarms()
    {
        // By falling score: anomaly, usual, anomaly, usual, anomaly.
        var view = View((1, 0.9f), (0, 0.8f), (1, 0.7f), (0, 0.6f), (1, 0.5f));
        var metrics = Ml.AnomalyDetection.Evaluate(view, falsePositiveCount: 1);

        Assert.AreEqual(2 / 3.0, metrics.DetectionRateAtFalsePositiveCount, 1e-12);
        Assert.AreEqual(3 / 6.0, metrics.AreaUnderRocCurve, 1e-12);
        Assert.AreEqual(1, Ml.AnomalyDetection.Evaluate(view).DetectionRateAtFalsePositiveCount);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.AnomalyDetection.Evaluate(view, falsePositiveCount: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.AnomalyDetection.Evaluate(View((1, 1), (1, 2))));
    }

    [TestMethod]
    public void Anomaly_evaluation_refuses_boolean_labels()
    {
        var view = Ml.Data.LoadFromEnumerable(new[] { new BooleanRow() });

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.AnomalyDetection.Evaluate(view)).Message, "Schema mismatch for label column 'Label'");
    }

    [TestMethod]
    public void Clustering_metrics_equal_those_computed_by_hand()
    {
        // Clusters {0, 2} and {10, 14} on a line; the labels split the second cluster.
        var rows = new[] { (0f, 0u), (2f, 0u), (10f, 0u), (14f, 1u) }
            .Select(row => new ClusterRow { Features = [row.Item1], Label = row.Item2, Score = [(row.Item1 - 1) * (row.Item1 - 1), (row.Item1 - 12) * (row.Item1 - 12)] });
        var view = Ml.Data.LoadFromEnumerable(rows.ToArray());
        var metrics = Ml.Clustering.Evaluate(view, labelColumnName: "Label", featureColumnName: "Features");

        Assert.AreEqual((1 + 1 + 4 + 4) / 4.0, metrics.AverageDistance, 1e-6);
        Assert.AreEqual((1 + 2) / 11.0, metrics.DaviesBouldinIndex, 1e-9);
        var entropy = -0.75 * Math.Log(0.75) - 0.25 * Math.Log(0.25);
        var information = 0.5 * Math.Log(0.5 / (0.75 * 0.5)) + 0.25 * Math.Log(0.25 / (0.75 * 0.5)) + 0.25 * Math.Log(0.25 / (0.25 * 0.5));
        Assert.AreEqual(information / entropy, metrics.NormalizedMutualInformation, 1e-9);

        var plain = Ml.Clustering.Evaluate(view);
        Assert.IsTrue(double.IsNaN(plain.NormalizedMutualInformation));
        Assert.AreEqual(0, plain.DaviesBouldinIndex);
    }

    private static IDataView View(params (float Label, float Score)[] rows) =>
        Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Label = row.Label, Score = row.Score }).ToArray());

    public class Row
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    public class DoubleRow
    {
        public double Label { get; set; }

        public float Score { get; set; }
    }

    public class BooleanRow
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    public class ClusterRow
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType(2)]
        public float[] Score { get; set; } = [];
    }
}

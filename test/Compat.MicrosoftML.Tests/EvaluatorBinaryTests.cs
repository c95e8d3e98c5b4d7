using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class EvaluatorBinaryTests
{
    private static readonly MLContext Ml = new(1);

    [TestMethod]
    public void Metrics_of_five_rows_equal_those_computed_by_hand()
    {
        var metrics = Ml.BinaryClassification.Evaluate(View((true, 2, 0.9f), (true, -1, 0.3f), (false, 1, 0.6f), (false, -2, 0.1f), (false, -3, 0.05f)));

        Assert.AreEqual(0.6, metrics.Accuracy, 1e-12);
        Assert.AreEqual(0.5, metrics.PositivePrecision, 1e-12);
        Assert.AreEqual(0.5, metrics.PositiveRecall, 1e-12);
        Assert.AreEqual(2 / 3.0, metrics.NegativePrecision, 1e-12);
        Assert.AreEqual(2 / 3.0, metrics.NegativeRecall, 1e-12);
        Assert.AreEqual(0.5, metrics.F1Score, 1e-12);
        Assert.AreEqual(5 / 6.0, metrics.AreaUnderRocCurve, 1e-12);
        // Going down: hit (precision 1), miss (1/2), hit (2/3): ½·(1+1)/2 + ½·(1/2+2/3)/2.
        Assert.AreEqual(0.5 + 0.5 * (1 / 2.0 + 2 / 3.0) / 2, metrics.AreaUnderPrecisionRecallCurve, 1e-12);
        var loss = -(Math.Log2(0.9f) + Math.Log2(0.3f) + Math.Log2(1 - 0.6f) + Math.Log2(1 - 0.1f) + Math.Log2(1 - 0.05f)) / 5;
        Assert.AreEqual(loss, metrics.LogLoss, 1e-6);
        var entropy = -0.4 * Math.Log2(0.4) - 0.6 * Math.Log2(0.6);
        Assert.AreEqual(entropy, metrics.Entropy, 1e-7);
        Assert.AreEqual((entropy - loss) / entropy, metrics.LogLossReduction, 1e-6);
        CollectionAssert.AreEqual(new[] { 1.0, 1 }, metrics.ConfusionMatrix.Counts[0].ToArray());
        CollectionAssert.AreEqual(new[] { 1.0, 2 }, metrics.ConfusionMatrix.Counts[1].ToArray());
    }

    [TestMethod]
    public void Pairs_of_equal_scores_count_half()
    {
        var metrics = Ml.BinaryClassification.EvaluateNonCalibrated(View((true, 1, 0), (false, 1, 0), (true, 3, 0), (false, 0, 0)));

        Assert.AreEqual(3.5 / 4, metrics.AreaUnderRocCurve, 1e-12);
    }

    [TestMethod]
    public void A_score_of_zero_is_negative_whatever_the_probability()
    {
        var metrics = Ml.BinaryClassification.Evaluate(View((true, 0, 0.99f), (false, -1, 0.99f)));

        Assert.AreEqual(0.5, metrics.Accuracy);
        Assert.AreEqual(0, metrics.PositivePrecision);
        Assert.AreEqual(0, metrics.F1Score);
    }

    [TestMethod]
    public void A_certain_mistake_costs_infinitely_much()
    {
        var metrics = Ml.BinaryClassification.Evaluate(View((true, 1, 0), (false, -1, 0)));

        Assert.AreEqual(double.PositiveInfinity, metrics.LogLoss);
        Assert.AreEqual(double.NegativeInfinity, metrics.LogLossReduction);
    }

    [TestMethod]
    public void One_class_alone_has_no_area_under_the_curve()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.Evaluate(View((true, 1, 0.5f), (true, 2, 0.5f))));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.EvaluateNonCalibrated(View((false, 1, 0.5f))));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.EvaluateNonCalibrated(View()));
    }

    [TestMethod]
    public void Rows_without_label_or_finite_score_are_passed_over()
    {
        var rows = new[] { (1f, 1f), (0f, -1f), (float.NaN, 5f), (1f, float.NaN), (0f, float.PositiveInfinity) }
            .Select(row => new NumberRow { Label = row.Item1, Score = row.Item2 }).ToArray();
        var metrics = Ml.BinaryClassification.EvaluateNonCalibrated(Ml.Data.LoadFromEnumerable(rows));

        Assert.AreEqual(2, metrics.ConfusionMatrix.Counts.Sum(row => row.Sum()));
        Assert.AreEqual(1, metrics.AreaUnderRocCurve);
    }

    [TestMethod]
    public void The_second_value_of_a_key_label_is_the_positive_one()
    {
        var definition = SchemaDefinition.Create(typeof(KeyRow));
        definition["Label"].AddAnnotation("KeyValues", new VBuffer<ReadOnlyMemory<char>>(2, ["ham".AsMemory(), "spam".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 2));
        var view = Ml.Data.LoadFromEnumerable(new[] { new KeyRow { Label = 1, Score = 1 }, new KeyRow { Label = 0, Score = -1 }, new KeyRow { Label = 0, Score = 2 } }, definition);
        var matrix = Ml.BinaryClassification.EvaluateNonCalibrated(view).ConfusionMatrix;

        Assert.AreEqual(1, matrix.Counts[0][0]);
        Assert.AreEqual(1, matrix.Counts[1][0]);
        var expected = string.Join(Environment.NewLine,
            "TEST SPAM RATIO:\t0.3333 (1.0/(1.0+2.0))",
            "Confusion table",
            "          ||======================",
            "PREDICTED ||     spam |      ham | Recall",
            "TRUTH     ||======================",
            "     spam ||        1 |        0 | 1.0000",
            "      ham ||        1 |        1 | 0.5000",
            "          ||======================",
            "Precision ||   0.5000 |   1.0000 |",
            "");
        Assert.AreEqual(expected, matrix.GetFormattedConfusionTable());
    }

    [TestMethod]
    public void Missing_and_mistyped_columns_are_named()
    {
        var view = View((true, 1, 0.5f), (false, 1, 0.5f));

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.Evaluate(view, probabilityColumnName: "P")).Message,
            "Could not find P column 'Probability'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.EvaluateNonCalibrated(view, scoreColumnName: "Label")).Message,
            "Schema mismatch for score column 'Label'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.EvaluateNonCalibrated(view, labelColumnName: "Text")).Message,
            "Schema mismatch for label column 'Text'");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.EvaluateNonCalibrated(view, predictedLabelColumnName: "Q"));
    }

    private static IDataView View(params (bool Label, float Score, float Probability)[] rows) =>
        Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Label = row.Label, Score = row.Score, Probability = row.Probability }).ToArray());

    public class Row
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }

        public string Text { get; set; } = "";
    }

    public class NumberRow
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    public class KeyRow
    {
        [KeyType(2)]
        public uint Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}

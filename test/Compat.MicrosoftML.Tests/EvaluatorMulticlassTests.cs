using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class EvaluatorMulticlassTests
{
    private static readonly MLContext Ml = new(1);

    [TestMethod]
    public void Metrics_of_four_rows_equal_those_computed_by_hand()
    {
        var metrics = Ml.MulticlassClassification.Evaluate(View(
            (0, [0.7f, 0.2f, 0.1f]),
            (1, [0.5f, 0.4f, 0.1f]),
            (1, [0.1f, 0.8f, 0.1f]),
            (2, [0.25f, 0.25f, 0.5f])), topKPredictionCount: 2);

        Assert.AreEqual(0.75, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual((1 + 0.5 + 1) / 3, metrics.MacroAccuracy, 1e-12);
        var loss = -(Math.Log(0.7f) + Math.Log(0.4f) + Math.Log(0.8f) + Math.Log(0.5f)) / 4;
        Assert.AreEqual(loss, metrics.LogLoss, 1e-9);
        var entropy = 1.5 * Math.Log(2);
        Assert.AreEqual((entropy - loss) / entropy, metrics.LogLossReduction, 1e-9);
        Assert.AreEqual(-(Math.Log(0.4f) + Math.Log(0.8f)) / 2, metrics.PerClassLogLoss[1], 1e-9);
        Assert.AreEqual(2, metrics.TopKPredictionCount);
        Assert.AreEqual(1, metrics.TopKAccuracy, 1e-12);
        Assert.AreEqual(0.75, metrics.TopKAccuracyForAllK[0], 1e-12);
        CollectionAssert.AreEqual(new[] { 1.0, 1, 0 }, metrics.ConfusionMatrix.Counts[1].ToArray());
        Assert.AreEqual(1, metrics.ConfusionMatrix.GetCountForClassPair(0, 1));
        Assert.AreEqual(0.5, metrics.ConfusionMatrix.PerClassPrecision[0]);
        Assert.AreEqual(0.5, metrics.ConfusionMatrix.PerClassRecall[1]);
    }

    [TestMethod]
    public void Equal_scores_go_to_the_first_class()
    {
        var metrics = Ml.MulticlassClassification.Evaluate(View((1, [0.4f, 0.4f, 0.2f]), (0, [0.4f, 0.4f, 0.2f])), topKPredictionCount: 1);

        Assert.AreEqual(0.5, metrics.MicroAccuracy);
        Assert.AreEqual(0.5, metrics.TopKAccuracy);
        Assert.AreEqual(1, metrics.TopKAccuracyForAllK[1]);
        Assert.AreEqual(1, metrics.ConfusionMatrix.Counts[1][0]);
    }

    [TestMethod]
    public void Missing_labels_and_scores_that_are_not_finite_are_passed_over()
    {
        var metrics = Ml.MulticlassClassification.Evaluate(View(
            (99, [0.1f, 0.8f, 0.1f]), (0, [float.NaN, 0.5f, 0.5f]), (0, [float.PositiveInfinity, 0, 0]), (0, [0.9f, 0.05f, 0.05f])));

        Assert.AreEqual(1, metrics.MicroAccuracy);
        Assert.AreEqual(-Math.Log(0.9f), metrics.LogLoss, 1e-9);
    }

    [TestMethod]
    public void A_class_the_model_has_never_seen_is_wrong_and_has_no_cell()
    {
        var rows = new[] { new SingleRow { Label = 3, Score = [0.2f, 0.3f, 0.5f] }, new SingleRow { Label = 2, Score = [0.2f, 0.3f, 0.5f] } };
        var metrics = Ml.MulticlassClassification.Evaluate(View(rows));

        Assert.AreEqual(0.5, metrics.MicroAccuracy);
        Assert.AreEqual(1, metrics.MacroAccuracy);
        Assert.AreEqual((-Math.Log(1e-15f) - Math.Log(0.5f)) / 2, metrics.LogLoss, 1e-6);
        Assert.AreEqual(1, metrics.ConfusionMatrix.Counts.Sum(row => row.Sum()));
        Assert.AreEqual(0, metrics.PerClassLogLoss[0]);

        rows[0].Score = [-1, -2, -3];
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => Ml.MulticlassClassification.Evaluate(View(rows)));
    }

    [TestMethod]
    public void Number_labels_that_are_no_class_index_are_passed_over()
    {
        var rows = new[] { 0.5f, -1, float.NaN, 1 }.Select(label => new SingleRow { Label = label, Score = [0.1f, 0.7f, 0.2f] }).ToArray();

        Assert.AreEqual(1, Ml.MulticlassClassification.Evaluate(View(rows)).MicroAccuracy);
    }

    [TestMethod]
    public void No_rows_give_zeros_and_no_reduction()
    {
        var metrics = Ml.MulticlassClassification.Evaluate(View());

        Assert.AreEqual(0, metrics.MicroAccuracy);
        Assert.AreEqual(0, metrics.MacroAccuracy);
        Assert.AreEqual(0, metrics.LogLoss);
        Assert.IsTrue(double.IsNaN(metrics.LogLossReduction));
    }

    [TestMethod]
    public void Top_k_is_absent_by_default_and_limited_by_the_classes()
    {
        var view = View((1, [0.2f, 0.7f, 0.1f]));
        var metrics = Ml.MulticlassClassification.Evaluate(view);

        Assert.AreEqual(0, metrics.TopKAccuracy);
        Assert.IsNull(metrics.TopKAccuracyForAllK);
        Assert.AreEqual(1, Ml.MulticlassClassification.Evaluate(view, topKPredictionCount: 4).TopKAccuracy);
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => Ml.MulticlassClassification.Evaluate(view, topKPredictionCount: 5));
    }

    [TestMethod]
    public void The_confusion_table_shows_counts_recall_and_precision()
    {
        var table = Ml.MulticlassClassification.Evaluate(View((0, [0.7f, 0.2f, 0.1f]), (1, [0.5f, 0.4f, 0.1f]), (1, [0.1f, 0.8f, 0.1f]))).ConfusionMatrix
            .GetFormattedConfusionTable();

        var expected = string.Join(Environment.NewLine,
            "",
            "Confusion table",
            "          ||========================",
            "PREDICTED ||     0 |     1 |     2 | Recall",
            "TRUTH     ||========================",
            "        0 ||     1 |     0 |     0 | 1.0000",
            "        1 ||     1 |     1 |     0 | 0.5000",
            "        2 ||     0 |     0 |     0 | 0.0000",
            "          ||========================",
            "Precision ||0.5000 |1.0000 |0.0000 |",
            "");
        Assert.AreEqual(expected, table);
    }

    [TestMethod]
    public void Slot_names_of_the_scores_name_the_classes_and_long_ones_get_numbers()
    {
        var definition = SchemaDefinition.Create(typeof(SingleRow));
        definition["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        definition["Score"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, ["setosa".AsMemory(), "versicolor".AsMemory(), "x".AsMemory()]),
            new VectorDataViewType(TextDataViewType.Instance, 3));
        var view = Ml.Data.LoadFromEnumerable(new[] { new SingleRow { Label = 1, Score = [0.1f, 0.8f, 0.1f] } }, definition);
        var table = Ml.MulticlassClassification.Evaluate(view).ConfusionMatrix.GetFormattedConfusionTable();

        StringAssert.Contains(table, "PREDICTED     ||     0 |     1 |     2 | Recall");
        StringAssert.Contains(table, "1. versicolor ||     0 |     1 |     0 | 1.0000");
        StringAssert.Contains(table, "0.     setosa ||");
    }

    [TestMethod]
    public void Class_indices_outside_the_matrix_are_refused()
    {
        var matrix = Ml.MulticlassClassification.Evaluate(View((1, [0.2f, 0.7f, 0.1f]))).ConfusionMatrix;

        Assert.AreEqual(3, matrix.NumberOfClasses);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix.GetCountForClassPair(3, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix.GetCountForClassPair(0, -1));
    }

    [TestMethod]
    public void Every_named_column_must_exist_even_the_unused_prediction()
    {
        var view = Ml.Data.LoadFromEnumerable(new[] { new NoPrediction() });

        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.MulticlassClassification.Evaluate(view));
        StringAssert.Contains(error.Message, "Could not find PredictedLabel column 'PredictedLabel'");
        Assert.AreEqual("schema", error.ParamName);
        error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.MulticlassClassification.Evaluate(View(), labelColumnName: "Y"));
        StringAssert.Contains(error.Message, "Could not find Y column 'Label'");
        Assert.ThrowsExactly<ArgumentNullException>(() => Ml.MulticlassClassification.Evaluate(null));
    }

    [TestMethod]
    public void Labels_and_scores_of_a_wrong_type_are_refused()
    {
        var scalar = Ml.Data.LoadFromEnumerable(new[] { new ScalarScore() });
        var text = Ml.Data.LoadFromEnumerable(new[] { new TextLabel() });

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.MulticlassClassification.Evaluate(scalar)).Message,
            "Schema mismatch for score column 'Score'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.MulticlassClassification.Evaluate(text)).Message,
            "Schema mismatch for label column 'Label'");
    }

    private static IDataView View(params (uint Label, float[] Score)[] rows) =>
        Ml.Data.LoadFromEnumerable(rows.Select(row => new KeyRow { Label = row.Label, Score = row.Score }).ToArray());

    private static IDataView View(SingleRow[] rows)
    {
        var definition = SchemaDefinition.Create(typeof(SingleRow));
        definition["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        return Ml.Data.LoadFromEnumerable(rows, definition);
    }

    public class KeyRow
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];

        [KeyType(3)]
        public uint PredictedLabel { get; set; }
    }

    public class SingleRow
    {
        public float Label { get; set; }

        public float[] Score { get; set; } = [];

        [KeyType(3)]
        public uint PredictedLabel { get; set; }
    }

    public class NoPrediction
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = new float[3];
    }

    public class ScalarScore
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public uint PredictedLabel { get; set; }
    }

    public class TextLabel
    {
        public string Label { get; set; } = "";

        [VectorType(3)]
        public float[] Score { get; set; } = new float[3];

        public uint PredictedLabel { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Convolutional;

[TestClass]
public sealed class PredictionReportTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Counts_ranks_and_mistakes_are_those_of_the_rows()
    {
        var report =
            Of((1, [0.7f, 0.2f, 0.1f]), (1, [0.3f, 0.6f, 0.1f]), (2, [0.1f, 0.8f, 0.1f]), (3, [0.5f, 0.3f, 0.2f]), (3, [0.1f, 0.1f, 0.8f]));
        Assert.AreEqual(3, report.ClassCount);
        Assert.AreEqual(5L, report.RowCount);
        Assert.AreEqual(1L, report.Count(0, 0));
        Assert.AreEqual(1L, report.Count(0, 1));
        Assert.AreEqual(1L, report.Count(1, 1));
        Assert.AreEqual(1L, report.Count(2, 0));
        Assert.AreEqual(0L, report.Count(1, 0));
        Assert.AreEqual(0.6, report.TopKAccuracy(1), 1e-12);
        Assert.AreEqual(0.8, report.TopKAccuracy(2), 1e-12);
        Assert.AreEqual(1, report.TopKAccuracy(3), 1e-12);
        Assert.AreEqual(1, report.TopKAccuracy(99), 1e-12);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => report.TopKAccuracy(0));
    }

    [TestMethod]
    public void The_surest_mistake_comes_first_with_its_row()
    {
        var report = Of((1, [0.4f, 0.6f]), (1, [0.9f, 0.1f]), (2, [0.8f, 0.2f]));
        CollectionAssert.AreEqual(new[] { new PredictionMistake(2, 1, 0, 0.8f), new PredictionMistake(0, 0, 1, 0.6f) },
            report.Mistakes.ToArray());
    }

    [TestMethod]
    public void Of_equal_scores_the_first_class_is_predicted()
    {
        var report = Of((1, [0.5f, 0.5f]), (2, [0.5f, 0.5f]));
        Assert.AreEqual(1L, report.Count(0, 0));
        Assert.AreEqual(1L, report.Count(1, 0));
        Assert.AreEqual(0.5, report.TopKAccuracy(1));
        Assert.AreEqual(1, report.TopKAccuracy(2));
    }

    [TestMethod]
    public void Rows_without_a_label_or_without_scores_are_left_out()
    {
        var report = Of((0, [0.5f, 0.5f]), (1, [float.NaN, float.NaN]), (2, [0.1f, 0.9f]));
        Assert.AreEqual(1L, report.RowCount);
        Assert.AreEqual(1, report.TopKAccuracy(1));
        Assert.IsEmpty(report.Mistakes);
        foreach (var none in new (uint, float[])[][] { [], [(0, [1, 0])], [(1, [float.NaN, float.NaN])] })
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Of(none)).Message,
                "No row has both a label in column 'Label' and scores");
    }

    [TestMethod]
    public void A_label_beyond_the_scores_is_named() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Of((1, [1, 0]), (3, [1, 0]))).Message,
            "Label column 'Label' has key 3 in row 1; the scores know 2 classes.");

    [TestMethod]
    public void Columns_of_other_types_are_named()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => PredictionReport.Of(_ml.Data.LoadFromEnumerable([new Row()]), "Score", "Nothing")).Message;
        StringAssert.Contains(error, "label column 'Score': expected Key<UInt32>, got Vector<Single, 2>");
        StringAssert.Contains(error, "Could not find score column 'Nothing'");
        Assert.ThrowsExactly<ArgumentNullException>(() => PredictionReport.Of(null!));
    }

    [TestMethod]
    public void The_picture_shows_the_share_of_each_actual_class_along_a_row()
    {
        var picture = Of((1, [1, 0]), (1, [0, 1]), (1, [0, 1]), (1, [0, 1])).ConfusionPicture();
        Assert.AreEqual(0.25f, picture[0, 0]);
        Assert.AreEqual(0.75f, picture[1, 0]);
        Assert.AreEqual(0f, picture[0, 1], "no row of the second class");
        Assert.AreEqual(0f, picture[1, 1]);
    }

    private PredictionReport Of(params (uint Label, float[] Score)[] rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Length == 0 ? 2 : rows[0].Score.Length);
        // LoadFromEnumerable counts single keys from 0
        return PredictionReport.Of(
            _ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Label = unchecked(r.Label - 1), Score = r.Score }).ToArray(), schema));
    }

    private sealed class Row
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(2)]
        public float[] Score { get; set; } = [];
    }
}

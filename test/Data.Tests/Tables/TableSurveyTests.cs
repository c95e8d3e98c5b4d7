using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Tables;

/// <summary>One pass over a table finds how each of its columns is read.</summary>
[TestClass]
public sealed class TableSurveyTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Each_type_of_column_is_of_its_kind()
    {
        var kinds = Survey([new Row()], "Whole", "Far", "Is", "Text", "Key", "Numbers").Select(feature => feature.Kind).ToArray();
        CollectionAssert.AreEqual(
            new[]
            {
                FeatureKind.Number, FeatureKind.Number, FeatureKind.Boolean, FeatureKind.Text, FeatureKind.Key, FeatureKind.Vector,
            },
            kinds);
        Assert.AreEqual(3, Survey([new Row()], "Numbers")[0].Width);
        Assert.IsNull(TableFeatureColumn.KindOf(DateTimeDataViewType.Instance));
        Assert.IsNull(TableFeatureColumn.KindOf(new VectorDataViewType(NumberDataViewType.Single)), "a vector without a size");
        Assert.IsNull(TableFeatureColumn.KindOf(new VectorDataViewType(NumberDataViewType.Double, 3)));
    }

    [TestMethod]
    public void Categories_are_listed_once_in_the_order_in_which_they_occur_and_holes_are_none()
    {
        var texts = new[] { "b", "", "a", "b", "A", "a" };
        var feature = Survey([.. texts.Select(text => new Row { Text = text })], "Text")[0];
        CollectionAssert.AreEqual(new[] { "b", "a", "A" }, feature.Categories);
        Assert.IsTrue(feature.IsCategory);
        var keys = Survey([new Row { Key = 4 }, new Row { Key = uint.MaxValue }, new Row { Key = 0 }, new Row { Key = 4 }], "Key")[0];
        Assert.HasCount(2, keys.Categories, "a key that is missing is no category");
        Assert.IsEmpty(Survey([new Row { Text = "" }], "Text")[0].Categories);
    }

    [TestMethod]
    [DataRow(0.0, 5.0, 0.0, DisplayName = "near 0")]
    [DataRow(16_777_215.0, 0.0, 0.0, DisplayName = "the last whole number that is exact")]
    [DataRow(16_777_216.0, 16_777_226.0, 16_777_221.0, DisplayName = "far from 0")]
    [DataRow(-1e12, 1e12, 0.0, DisplayName = "far on both sides")]
    [DataRow(double.NaN, double.PositiveInfinity, 0.0, DisplayName = "no numbers at all")]
    [DataRow(double.MaxValue, double.MaxValue, double.MaxValue, DisplayName = "a middle whose sum overflows")]
    public void Numbers_far_from_0_are_counted_from_their_middle(double first, double second, double origin)
    {
        var feature = Survey([new Row { Far = first }, new Row { Far = second }], "Far")[0];
        Assert.AreEqual(origin, feature.Origin);
        Assert.IsFalse(feature.IsCategory);
    }

    [TestMethod]
    public void A_number_of_any_type_is_read_less_its_origin()
    {
        var rows = new[] { new Row { Whole = 1L << 40 }, new Row { Whole = (1L << 40) + 3 } };
        var feature = Survey(rows, "Whole")[0];
        CollectionAssert.AreEqual(new[] { -1.5f, 1.5f }, Read(rows, feature).Select(cells => cells[0]).ToArray());
    }

    [TestMethod]
    public void Categories_are_read_by_their_place_from_1_and_unknown_ones_as_0()
    {
        var feature = Survey([new Row { Text = "b" }, new Row { Text = "a" }], "Text")[0];
        var rows = new[] { new Row { Text = "a" }, new Row { Text = "" }, new Row { Text = "c" }, new Row { Text = "b" } };
        CollectionAssert.AreEqual(new[] { 2f, 0, 0, 1 }, Read(rows, feature).Select(cells => cells[0]).ToArray());
    }

    [TestMethod]
    public void Booleans_are_0_and_1_and_vectors_their_numbers()
    {
        var rows = new[] { new Row { Is = true, Numbers = [1, float.NaN, 3] }, new Row() };
        CollectionAssert.AreEqual(new[] { 1f, 0 }, Read(rows, Survey(rows, "Is")[0]).Select(cells => cells[0]).ToArray());
        CollectionAssert.AreEqual(new[] { 1, float.NaN, 3 }, Read(rows, Survey(rows, "Numbers")[0])[0]);
    }

    [TestMethod]
    [DataRow(false, true, true, true, true)]
    [DataRow(true, false, true, true, false)]
    public void A_column_says_what_it_may_hold(bool isCategory, bool number, bool text, bool key, bool vector)
    {
        var column = new TableFeatureColumn("It", "feature", isCategory);
        Assert.AreEqual(number, column.Accepts(NumberDataViewType.Int16));
        Assert.AreEqual(number, column.Accepts(BooleanDataViewType.Instance));
        Assert.AreEqual(text, column.Accepts(TextDataViewType.Instance));
        Assert.AreEqual(key, column.Accepts(new KeyDataViewType(typeof(ulong), 9)));
        Assert.AreEqual(vector, column.Accepts(new VectorDataViewType(NumberDataViewType.Single, 4)));
        Assert.IsFalse(column.Accepts(new VectorDataViewType(TextDataViewType.Instance, 4)));
        StringAssert.Contains(column.ExpectedType, isCategory ? "Key or String" : "a number");
    }

    private TableFeature[] Survey(Row[] rows, params string[] names) => TableSurvey.Of(_ml.Data.LoadFromEnumerable(rows), names);

    private float[][] Read(Row[] rows, TableFeature feature)
    {
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var cursor = data.GetRowCursor([data.Schema[feature.Name]]);
        var read = TableCells.Reader(cursor, feature);
        var found = new List<float[]>();
        while (cursor.MoveNext())
        {
            var cells = new float[feature.Width];
            Assert.AreEqual(feature.Width, read(cells));
            found.Add(cells);
        }
        return [.. found];
    }

    private sealed class Row
    {
        public long Whole { get; set; }

        public double Far { get; set; }

        public bool Is { get; set; }

        public string Text { get; set; } = "";

        [KeyType(1u << 20)]
        public uint Key { get; set; }

        [VectorType(3)]
        public float[] Numbers { get; set; } = [0, 0, 0];
    }
}

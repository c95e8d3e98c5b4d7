using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Tables;

/// <summary>What columns of a table teach, and the compact rows that are made with it.</summary>
[TestClass]
public sealed class TableColumnsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_bounded_vector_is_scaled_to_the_range_of_each_number()
    {
        var (column, compact) = Learn(nameof(Row.Vector), Vectors([0, 5], [10, 5], [4, 5]), bounded: true);
        Assert.AreEqual(TableColumnKind.Vector, column.Kind);
        CollectionAssert.AreEqual(new float[] { 5, 5 }, column.Offsets);
        CollectionAssert.AreEqual(new float[] { 5, 0 }, column.Scales, "a number that never changes has no scale");
        CollectionAssert.AreEqual(new[] { -1f, 0, 1, 0, -0.2f, 0 }, compact);
        Assert.AreEqual(2, column.CompactSize);
    }

    [TestMethod]
    public void A_free_vector_is_scaled_to_mean_and_deviation()
    {
        var (column, compact) = Learn(nameof(Row.Vector), Vectors([2, 1], [6, 1]), bounded: false);
        CollectionAssert.AreEqual(new float[] { 4, 1 }, column.Offsets);
        CollectionAssert.AreEqual(new float[] { 2, 0 }, column.Scales);
        CollectionAssert.AreEqual(new[] { -1f, 0, 1, 0 }, compact);
    }

    [TestMethod]
    public void A_common_scale_reaches_from_the_least_number_to_the_greatest()
    {
        var (column, compact) = Learn(nameof(Row.Vector), Vectors([0, 9], [4, 9]), bounded: true, common: true);
        CollectionAssert.AreEqual(new[] { 4.5f, 4.5f }, column.Offsets);
        CollectionAssert.AreEqual(new[] { 4.5f, 4.5f }, column.Scales, "the constant ones included");
        Assert.AreEqual(-1f, compact[0]);
        Assert.AreEqual(1f, compact[1]);
    }

    [TestMethod]
    public void A_small_spread_on_a_high_level_keeps_its_deviation()
    {
        // floats near 1.6e9, as times in seconds are, lie 128 apart
        var rows = Enumerable.Range(0, 100_000).Select(i => new Row { Vector = [1.6e9f + (128 * (i % 2)), i % 2] }).ToArray();
        var (column, compact) = Learn(nameof(Row.Vector), rows, bounded: false);
        Assert.AreEqual(64f, column.Scales[0], 0.01f);
        Assert.AreEqual(0.5f, column.Scales[1], 1e-4f);
        Assert.AreEqual(2f, compact[2] - compact[0], 1e-3f, "two deviations apart");
    }

    [TestMethod]
    public void The_widest_range_of_floats_is_a_range()
    {
        foreach (var common in new[] { false, true })
        {
            var (column, compact) =
                Learn(nameof(Row.Vector), Vectors([-float.MaxValue, 3e38f], [float.MaxValue, 3.2e38f]), bounded: true, common);
            Assert.IsTrue(Array.TrueForAll(column.Offsets, float.IsFinite), "offsets");
            Assert.IsTrue(Array.TrueForAll(column.Scales, float.IsFinite), "scales");
            Assert.AreEqual(-1f, compact[0], 1e-6f);
            Assert.AreEqual(1f, compact[2], 1e-6f);
        }
    }

    [TestMethod]
    public void A_number_has_its_range_and_whether_it_is_whole_or_missing()
    {
        var (whole, _) = Learn(nameof(Row.Number), Numbers(3, -2, 7));
        Assert.AreEqual((-2.0, 7.0, true, false), (whole.Minimum, whole.Maximum, whole.IsWhole, whole.HasMissing));
        var (broken, compact) = Learn(nameof(Row.Number), Numbers(0.5, double.NaN, 0.5));
        Assert.AreEqual((0.5, 0.5, false, true), (broken.Minimum, broken.Maximum, broken.IsWhole, broken.HasMissing));
        Assert.AreEqual(2, broken.Modes, "one Gaussian, and one place for missing numbers");
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 1, 0, 0 }, compact, "place and mode of each row");
        Assert.AreEqual("Double", broken.ItemType);
    }

    [TestMethod]
    public void A_number_that_is_always_missing_is_refused() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Learn(nameof(Row.Number), Numbers(double.NaN, double.NaN))).Message,
            "Column 'Number' is missing in every row; leave it out.");

    [TestMethod]
    public void Values_of_a_category_are_ordered_by_how_often_they_come()
    {
        var (column, compact) = Learn(nameof(Row.Text), Texts("b", "a", "c", "b", "a", "b"));
        CollectionAssert.AreEqual(new[] { "b", "a", "c" }, column.Values);
        CollectionAssert.AreEqual(new long[] { 3, 2, 1 }, column.Counts);
        Assert.IsEmpty(column.RareValues);
        CollectionAssert.AreEqual(new float[] { 0, 1, 2, 0, 1, 0 }, compact);
        Assert.AreEqual(3, column.Places);
        Assert.AreEqual(1, column.PlaceOf("a"));
        Assert.AreEqual(-1, column.PlaceOf("d"));
        Assert.AreEqual(-1, column.PlaceOf("A"));
    }

    [TestMethod]
    public void Values_beyond_the_most_share_the_last_place()
    {
        var (column, compact) = Learn(nameof(Row.Text), Texts("a", "a", "a", "b", "b", "c", "d"), places: 3);
        CollectionAssert.AreEqual(new[] { "a", "b" }, column.Values);
        CollectionAssert.AreEqual(new long[] { 3, 2, 2 }, column.Counts);
        CollectionAssert.AreEqual(new[] { "c", "d" }, column.RareValues);
        CollectionAssert.AreEqual(new long[] { 1, 1 }, column.RareCounts);
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 1, 1, 2, 2 }, compact);
        Assert.AreEqual(2, column.PlaceOf("d"));
        Assert.AreEqual(2, column.PlaceOf("never seen"), "not every rare value is kept");
        var (exact, _) = Learn(nameof(Row.Text), Texts("a", "b", "c"), places: 3);
        Assert.IsEmpty(exact.RareValues, "just as many as there may be");
    }

    [TestMethod]
    public void The_rare_values_kept_are_the_most_frequent_and_no_more_than_places()
    {
        string[] texts = [.. Enumerable.Repeat("a", 9), .. Enumerable.Repeat("z", 3), "p", "q", "r", "s"];
        var (column, _) = Learn(nameof(Row.Text), Texts(texts), places: 2);
        CollectionAssert.AreEqual(new[] { "a" }, column.Values);
        CollectionAssert.AreEqual(new[] { "z", "p" }, column.RareValues);
        CollectionAssert.AreEqual(new long[] { 9, 7 }, column.Counts, "those that are not kept are counted");
    }

    [TestMethod]
    public void Keys_are_ordered_by_their_numbers_and_a_missing_one_is_a_value()
    {
        var (column, compact) =
            Learn(nameof(Row.Key), [.. new uint[] { 10, 2, 2, 2, 0, 10 }.Select(key => new Row { Key = unchecked(key - 1) })]);
        CollectionAssert.AreEqual(new[] { "0", "2", "10" }, column.Values);
        CollectionAssert.AreEqual(new long[] { 1, 3, 2 }, column.Counts);
        CollectionAssert.AreEqual(new float[] { 2, 1, 1, 1, 0, 2 }, compact);
        Assert.AreEqual(12ul, column.KeyCount);
        Assert.AreEqual("UInt32", column.ItemType);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 12), column.Type);
    }

    [TestMethod]
    public void Columns_lie_side_by_side_in_a_compact_row()
    {
        var data = _ml.Data.LoadFromEnumerable(
            [new Row { Vector = [0, 1], Number = 5, Text = "a" }, new Row { Vector = [2, 3], Number = 5, Text = "b" }]);
        string[] names = [nameof(Row.Text), nameof(Row.Vector), nameof(Row.Number)];
        var cells = TableReader.Read(data, names, long.MaxValue, default);
        var learner = new TableColumns((5, 9), new VectorShape(VectorRange.Bounded), new Random(1));
        var columns = cells.Select((c, i) => learner.Learn(c, data.Schema[names[i]])).ToArray();
        CollectionAssert.AreEqual(new float[] { 0, -1, -1, 0, 0, 1, 1, 1, 0, 0 }, learner.Compact(cells, columns));
    }

    [TestMethod]
    public void Categories_are_counted_by_their_label()
    {
        var colour = new TableColumn("Colour", TableColumnKind.Category, "String", 0, []) { Values = ["red", "blue"], Counts = [3, 1] };
        var label = new TableColumn("Label", TableColumnKind.Category, "Boolean", 0, []) { Values = ["False", "True"], Counts = [2, 2] };
        var number = new TableColumn("Number", TableColumnKind.Number, "Single", 0, []) { Mixture = new GaussianMixture([1], [0], [1]) };
        var counted = TableColumns.CountLabels([number, colour, label], [0, 0, 0, 0, 0.5f, 0, 1, 1, 2, 0, 0, 1, 3, 0, 0, 0]);
        CollectionAssert.AreEqual(new long[] { 2, 1 }, counted[1].LabelCounts[0]);
        CollectionAssert.AreEqual(new long[] { 0, 1 }, counted[1].LabelCounts[1]);
        Assert.IsEmpty(counted[0].LabelCounts, "a number has none");
        Assert.IsEmpty(counted[2].LabelCounts, "nor has the label");
    }

    private (TableColumn Column, float[] Compact) Learn(string name, Row[] rows, bool bounded = true, bool common = false, int places = 9)
    {
        var data = _ml.Data.LoadFromEnumerable(rows);
        var cells = TableReader.Read(data, [name], long.MaxValue, default);
        var shape = new VectorShape(bounded ? VectorRange.Bounded : VectorRange.Standard, common);
        var columns = new TableColumns((5, places), shape, new Random(1));
        var column = columns.Learn(cells[0], data.Schema[name]);
        return (column, columns.Compact(cells, [column]));
    }

    private static Row[] Vectors(params float[][] vectors) => Array.ConvertAll(vectors, vector => new Row { Vector = vector });

    private static Row[] Numbers(params double[] numbers) => Array.ConvertAll(numbers, number => new Row { Number = number });

    private static Row[] Texts(params string[] texts) => Array.ConvertAll(texts, text => new Row { Text = text });

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Vector { get; set; } = [0, 0];

        public double Number { get; set; }

        public string Text { get; set; } = "";

        [KeyType(12)]
        public uint Key { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Tables;

[TestClass]
public sealed class TableInputTests
{
    private static readonly Row[] Rows =
    [
        new() { Text = "b", Far = 1_700_000_000_123, Small = 3, Is = true, Key = (1u << 24) + 1, Numbers = [1, float.NaN] },
        new() { Text = "", Far = 1_700_000_000_125, Small = 4, Key = uint.MaxValue, Numbers = [2, 3] },
        new() { Text = "a", Far = double.NaN, Small = -5, Key = (1u << 24) + 2, Numbers = [4, 5] },
    ];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Numbers_come_before_categories_and_each_is_as_exact_as_it_was()
    {
        var rows = Read(Input("Text", "Far", "Small", "Is", "Key", "Numbers"));
        CollectionAssert.AreEqual(new[] { -1, 3, 1, 1, float.NaN, 1, 1 }, rows[0]);
        CollectionAssert.AreEqual(new[] { 1, 4, 0, 2, 3, 0, 0f }, rows[1]);
        CollectionAssert.AreEqual(new[] { float.NaN, -5, 0, 4, 5, 2, 2 }, rows[2]);
    }

    [TestMethod]
    public void Values_that_were_not_there_count_as_missing()
    {
        var input = Input("Text", "Key");
        var other = _ml.Data.LoadFromEnumerable(new[] { new Row { Text = "c", Key = 77, Numbers = [0, 0] } });
        CollectionAssert.AreEqual(new float[] { 0, 0 }, Read(input, other)[0]);
    }

    [TestMethod]
    public void Places_of_numbers_are_named_by_column_and_slot()
    {
        var input = Input("Text", "Far", "Numbers");
        Assert.AreEqual(("Far", null), input.PlaceOf(0));
        Assert.AreEqual(("Numbers", 1), input.PlaceOf(2));
        Assert.AreEqual(("Text", null), input.PlaceOf(3));
        Assert.AreEqual(3, input.Numbers);
    }

    [TestMethod]
    public void A_column_of_another_type_than_was_learned_is_refused()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new { Text = 1f, Key = "a" } });
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaFaults.Check(data.Schema, [Input("Text", "Key")]));
        StringAssert.Contains(error.Message, "'Text'");
        StringAssert.Contains(error.Message, "'Key'");
    }

    [TestMethod]
    public void Classes_of_texts_are_numbered_as_they_occur_and_those_of_booleans_as_false_and_true()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows);
        CollectionAssert.AreEqual(new[] { "b", "a" }, ClassValues.Of(data, "Text", "label").Values);
        CollectionAssert.AreEqual(new[] { "False", "True" }, ClassValues.Of(data, "Is", "label").Values);
        CollectionAssert.AreEqual(new[] { "x" }, ClassValues.Of(data, "Text", "label", ["x"]).Values);
    }

    private TableInput Input(params string[] names) =>
        new TableFeatures(names, [], "feature", allowsMissing: true).SizedBy(_ml.Data.LoadFromEnumerable(Rows));

    private float[][] Read(TableInput input, IDataView? data = null) =>
    [
        .. DataViewRows.Blocks(data ?? _ml.Data.LoadFromEnumerable(Rows), [input], [true], blockRows: 1)
            .Select(block => block.Values[0].Row<float>(0).ToArray()),
    ];

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public double Far { get; set; }

        public int Small { get; set; }

        public bool Is { get; set; }

        [KeyType(1u << 30)]
        public uint Key { get; set; }

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];
    }
}

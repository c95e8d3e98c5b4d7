using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>Views that hand on some of another's rows, or none.</summary>
[TestClass]
public sealed class RowSourcesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_are_drawn_without_repeating_and_in_their_order()
    {
        var drawn = Numbers(new DrawnRows(View(1000), 1000, 100));
        Assert.HasCount(100, drawn);
        CollectionAssert.AreEqual(drawn.Order().Distinct().ToArray(), drawn);
        Assert.AreEqual(500, drawn.Average(), 100, "from everywhere");
        CollectionAssert.AreEqual(drawn, Numbers(new DrawnRows(View(1000), 1000, 100)), "the same ones again");
    }

    [TestMethod]
    public void All_rows_are_drawn_where_there_are_no_more()
    {
        foreach (var wanted in new[] { 10, 11, 5000 })
        {
            var view = new DrawnRows(View(10), 10, wanted);
            Assert.AreEqual(10L, view.GetRowCount());
            CollectionAssert.AreEqual(Enumerable.Range(0, 10).Select(i => (float)i).ToArray(), Numbers(view));
        }
        Assert.IsEmpty(Numbers(new DrawnRows(View(0), 0, 5)));
        Assert.IsEmpty(Numbers(new DrawnRows(View(5), 5, 0)));
    }

    [TestMethod]
    public void A_cursor_over_drawn_rows_knows_its_end()
    {
        var view = new DrawnRows(View(100), 100, 3);
        using var cursor = view.GetRowCursor([view.Schema["Number"]]);
        var last = -1L;
        while (cursor.MoveNext())
        {
            Assert.IsGreaterThan(last, cursor.Position);
            last = cursor.Position;
        }
        Assert.AreEqual(-1L, cursor.Position);
        Assert.IsFalse(cursor.MoveNext(), "the end stays the end");
        Assert.AreEqual(-1L, cursor.Position);
    }

    [TestMethod]
    public void Rows_without_a_label_are_passed_over()
    {
        var data =
            _ml.Data.LoadFromEnumerable(new uint[] { 1, 0, 2, 0 }.Select((key, i) => new Row { Number = i, Key = unchecked(key - 1) })
            .ToArray());
        var labelled = LabelledRows.Of(data, "Key");
        CollectionAssert.AreEqual(new float[] { 0, 2 }, Numbers(labelled));
        Assert.IsNull(labelled.GetRowCount(), "nobody knows without counting");
        Assert.AreEqual(4, Numbers(LabelledRows.Of(data, "Text")).Length, "an empty text is a class");
    }

    [TestMethod]
    public void Rows_of_classes_that_were_not_learned_are_passed_over()
    {
        var data =
            _ml.Data.LoadFromEnumerable(new[] { "a", "b", "c", "a" }.Select((text, i) => new Row { Number = i, Text = text }).ToArray());
        var learned = new TableColumn("Text", TableColumnKind.Category, "String", 0, []) { Values = ["a", "c"], Counts = [2, 1] };
        CollectionAssert.AreEqual(new float[] { 0, 2, 3 }, Numbers(LabelledRows.Of(data, "Text", learned)));
        var rare = learned with { Values = ["a"], Counts = [2, 2], RareValues = ["c"], RareCounts = [1] };
        Assert.HasCount(4, Numbers(LabelledRows.Of(data, "Text", rare)), "a rare value may be any other");
    }

    [TestMethod]
    public void No_rows_are_none_and_say_so()
    {
        var view = new NoRows(View(1).Schema);
        Assert.AreEqual(0L, view.GetRowCount());
        Assert.IsFalse(view.CanShuffle);
        using var cursor = view.GetRowCursorSet([view.Schema["Number"]], 4).Single();
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1L, cursor.Position);
        var (getter, value) = (cursor.GetGetter<float>(view.Schema["Number"]), 0f);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        var (ids, id) = (cursor.GetIdGetter(), default(DataViewRowId));
        Assert.ThrowsExactly<InvalidOperationException>(() => ids(ref id));
    }

    [TestMethod]
    public void Missing_values_are_those_of_their_type()
    {
        Assert.IsTrue(float.IsNaN(Missing<float>(NumberDataViewType.Single)));
        Assert.IsTrue(double.IsNaN(Missing<double>(NumberDataViewType.Double)));
        Assert.AreEqual(0, Missing<int>(NumberDataViewType.Int32));
        Assert.AreEqual(0u, Missing<uint>(new KeyDataViewType(typeof(uint), 5)));
        Assert.IsTrue(Missing<ReadOnlyMemory<char>>(TextDataViewType.Instance).IsEmpty);
        Assert.IsFalse(Missing<bool>(BooleanDataViewType.Instance));
        Assert.AreEqual(default, Missing<DateTime>(DateTimeDataViewType.Instance));
    }

    [TestMethod]
    public void A_missing_vector_has_its_size_and_missing_numbers()
    {
        CollectionAssert.AreEqual(
            new[] { float.NaN, float.NaN, float.NaN },
                Missing<VBuffer<float>>(new VectorDataViewType(NumberDataViewType.Single, 3)).DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { double.NaN, double.NaN },
            Missing<VBuffer<double>>(new VectorDataViewType(NumberDataViewType.Double, 2)).DenseValues().ToArray());
        CollectionAssert.AreEqual(new uint[2],
            Missing<VBuffer<uint>>(new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 2)).DenseValues().ToArray());
        Assert.AreEqual(0, Missing<VBuffer<float>>(new VectorDataViewType(NumberDataViewType.Single)).Length, "of no known size");
    }

    [TestMethod]
    public void A_schema_comes_back_without_what_cannot_be_saved()
    {
        var data = _ml.Transforms.Conversion.MapValueToKey("Class", "Text").Fit(View(3)).Transform(View(3));
        var saved = SchemaColumn.AllOf(data.Schema, ["Number"]);
        var restored = SchemaColumn.Restore(saved);
        CollectionAssert.AreEqual(new[] { "Number", "Key", "Text", "Class" }, restored.Select(column => column.Name).ToArray());
        foreach (var column in restored)
            Assert.AreEqual(data.Schema[column.Name].Type, column.Type);
        CollectionAssert.AreEqual(new[] { "t0", "t1", "t2" }, KeyTexts.Of(restored["Class"]));
        Assert.IsNull(SchemaColumn.AllOf(data.Schema, ["Class"])[^1].Keys, "those of learned columns are kept elsewhere");
    }

    [TestMethod]
    [DataRow("Complex")]
    [DataRow("")]
    public void A_type_that_is_not_known_is_refused(string name) =>
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => SchemaColumn.Restore([new SchemaColumn("X", new ColumnType(name, 0, []), null)]))
                .Message,
            $"The type '{name}' of the model's column 'X' is not known.");

    private static T Missing<T>(DataViewType type)
    {
        T value = default!;
        MissingValues.Getter<T>(type)(ref value);
        return value;
    }

    private IDataView View(int rows) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row { Number = i, Text = $"t{i}" }).ToArray());

    private static float[] Numbers(IDataView data) => [.. Cells.Read(data, data.Schema["Number"]).Select(cell => cell[0])];

    private sealed class Row
    {
        public float Number { get; set; }

        [KeyType(5)]
        public uint Key { get; set; }

        public string Text { get; set; } = "";
    }
}

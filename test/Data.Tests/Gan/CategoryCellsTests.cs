using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Tables;

[TestClass]
public sealed class CategoryCellsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Values_that_come_after_very_many_are_only_counted_together()
    {
        const int Most = 1 << 16;
        var rows = Enumerable.Range(0, Most + 2).Select(i => new Row { Text = $"v{i}" }).Append(new Row { Text = "v5" }).ToArray();
        var cells = (CategoryCells)TableReader.Read(_ml.Data.LoadFromEnumerable(rows), ["Text"], long.MaxValue, default)[0];
        Assert.HasCount(Most, cells.Values);
        Assert.AreEqual(Most - 1, cells.Numbers[Most - 1]);
        Assert.AreEqual(-1, cells.Numbers[Most]);
        Assert.AreEqual(-1, cells.Numbers[Most + 1]);
        Assert.AreEqual(5, cells.Numbers[Most + 2], "those known before stay known");
        Assert.AreEqual(Most + 3, cells.Rows);
    }

    [TestMethod]
    public void Texts_are_told_apart_by_every_character()
    {
        var cells =
            (CategoryCells)Read("Text", new Row { Text = "a" }, new Row { Text = "A" }, new Row { Text = "a " }, new Row { Text = "" })[0];
        CollectionAssert.AreEqual(new[] { "a", "A", "a ", "" }, cells.Values);
    }

    [TestMethod]
    public void A_key_of_any_size_is_read_as_its_number_in_any_culture()
    {
        CategoryCells cells = GermanNumbers.In(() =>
            (CategoryCells)Read("Key", new Row { Key = 3_999_999_999 }, new Row { Key = uint.MaxValue })[0]);
        CollectionAssert.AreEqual(new[] { "4000000000", "0" }, cells.Values, "0 is a missing one");
    }

    [TestMethod]
    public void Numbers_of_every_type_are_read_as_they_are()
    {
        var row = new Row { Signed = -5, Small = -300, Whole = int.MinValue, Plain = 7, Large = ulong.MaxValue, Single = 0.1f };
        foreach (var (name, expected) in new (string, double)[]
        {
            ("Signed", -5), ("Small", -300), ("Whole", int.MinValue), ("Plain", 7), ("Large", ulong.MaxValue), ("Single", 0.1f),
        })
            Assert.AreEqual(expected, ((NumberCells)Read(name, row)[0]).Numbers[0], name);
    }

    [TestMethod]
    public void The_largest_number_that_is_taken_has_a_square_that_has_a_sum()
    {
        Assert.AreEqual(-1e150, ((NumberCells)Read("Double", new Row { Double = -1e150 })[0]).Numbers[0]);
        var error = GermanNumbers.In(() =>
            Assert.ThrowsExactly<InvalidOperationException>(() => Read("Double", new Row(), new Row { Double = -1.5e150 })));
        StringAssert.Contains(error.Message,
            "Column 'Double' is -1.5E+150 in row 1 (counted from 0); numbers must be in [-1E+150, 1E+150].");
    }

    [TestMethod]
    public void A_vector_of_another_size_than_declared_is_named()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Read("Vector", new Row(), new Row { Vector = [1, 2, 3] }));
        StringAssert.Contains(error.Message, "Column 'Vector' holds 3 values in row 1; 2 are needed.");
    }

    [TestMethod]
    public void Shapes_of_columns_are_accepted_by_what_they_may_hold()
    {
        Assert.IsTrue(Accepts(NumberDataViewType.Int16));
        Assert.IsTrue(Accepts(TextDataViewType.Instance));
        Assert.IsTrue(Accepts(BooleanDataViewType.Instance));
        Assert.IsTrue(Accepts(new KeyDataViewType(typeof(ulong), 5)));
        Assert.IsTrue(Accepts(new VectorDataViewType(NumberDataViewType.Single, 2)));
        Assert.IsFalse(Accepts(new VectorDataViewType(NumberDataViewType.Double, 2)));
        Assert.IsFalse(Accepts(new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 2)));
        Assert.IsFalse(Accepts(new VectorDataViewType(NumberDataViewType.Single)), "of no known size");
        Assert.IsFalse(Accepts(DateTimeDataViewType.Instance));
        static bool Accepts(DataViewType type) => TableReader.Accepts(SchemaShapes.Column("X", type));
    }

    private ColumnCells[] Read(string name, params Row[] rows) =>
        TableReader.Read(_ml.Data.LoadFromEnumerable(rows), [name], long.MaxValue, default);

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public sbyte Signed { get; set; }

        public short Small { get; set; }

        public int Whole { get; set; }

        public byte Plain { get; set; }

        public ulong Large { get; set; }

        public float Single { get; set; }

        public double Double { get; set; }

        [VectorType(2)]
        public float[] Vector { get; set; } = [0, 0];

        [KeyType(uint.MaxValue)]
        public uint Key { get; set; }
    }
}

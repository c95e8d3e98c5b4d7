using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class InputColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow("input", 0)]
    [DataRow("feature", 0)]
    [DataRow("score", 0)]
    [DataRow("label", 2)]
    [DataRow("target", 2)]
    [DataRow("rating", 2)]
    [DataRow("user", 6)]
    [DataRow("item", 7)]
    public void A_role_says_what_a_column_means_in_a_batch(string role, int member) =>
        Assert.AreEqual((BatchMember)member, ScalarInput.Number("X", role).Member);

    [TestMethod]
    public void A_role_that_is_none_is_refused() =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => ScalarInput.Number("X", "weather")).Message,
            "'weather' is not the role of a column.");

    [TestMethod]
    public void Each_scalar_takes_its_own_type_alone()
    {
        DataViewType[] types =
        [
            NumberDataViewType.Single, BooleanDataViewType.Instance, new KeyDataViewType(typeof(uint), 5), NumberDataViewType.UInt32,
                NumberDataViewType.Double,
            new KeyDataViewType(typeof(byte), 5), TextDataViewType.Instance, new VectorDataViewType(NumberDataViewType.Single, 1),
        ];
        ScalarInput[] inputs = [ScalarInput.Number("X", "label"), ScalarInput.Boolean("X", "label"), ScalarInput.Class("X", "label")];
        for (var i = 0; i < inputs.Length; i++)
            for (var t = 0; t < types.Length; t++)
            {
                Assert.AreEqual(i == t, inputs[i].Accepts(types[t]), $"{inputs[i].ExpectedType} of {types[t]}");
                Assert.AreEqual(i == t, inputs[i].Accepts(SchemaShapes.Column("X", types[t])),
                    $"{inputs[i].ExpectedShape} of the shape of {types[t]}");
            }
    }

    [TestMethod]
    public void Scalars_are_read_as_numbers()
    {
        var data = _ml.Data.LoadFromEnumerable(
            [new Row { Number = -1.5f, Yes = true, Key = 2 }, new Row { Number = float.NaN, Key = uint.MaxValue }]);
        CollectionAssert.AreEqual(new[] { -1.5f, float.NaN }, Floats(ScalarInput.Number("Number", "label"), data));
        CollectionAssert.AreEqual(new float[] { 1, 0 }, Floats(ScalarInput.Boolean("Yes", "label"), data));
        var (kept, values) = Longs(ScalarInput.Class("Key", "label"), data);
        CollectionAssert.AreEqual(new[] { true, false }, kept, "a row without a label teaches nothing");
        CollectionAssert.AreEqual(new long[] { 2, -1 }, values, "classes count from 0, and -1 is a missing one");
        CollectionAssert.AreEqual(new[] { true, true }, Longs(ScalarInput.Class("Key", "user", keepMissing: true), data).Kept);
    }

    [TestMethod]
    public void A_vector_may_be_sparse()
    {
        var data = _ml.Data.LoadFromEnumerable([new Sparse { Vector = new VBuffer<float>(4, 2, [5, 7], [1, 3]) },
            new Sparse { Vector = new VBuffer<float>(4, [1, 2, 3, 4]) }]);
        using var rows = DataViewBatches.ReadAll(data, [new VectorInput("Vector", "feature", 4)], CPU);
        CollectionAssert.AreEqual(new float[] { 0, 5, 0, 7, 1, 2, 3, 4 }, rows.Rows.Features.data<float>().ToArray());
    }

    [TestMethod]
    public void A_vector_is_sized_by_its_column()
    {
        var data = _ml.Data.LoadFromEnumerable([new Sparse()]);
        Assert.AreEqual(4, new VectorColumn("Vector", "feature").SizedBy(data).Width);
        Assert.IsTrue(new VectorColumn("X", "feature").Accepts(new VectorDataViewType(NumberDataViewType.Single, 7)));
        Assert.IsFalse(new VectorInput("X", "feature", 6).Accepts(new VectorDataViewType(NumberDataViewType.Single, 7)));
        Assert.IsTrue(new VectorInput("X", "feature", 6).Accepts(new VectorDataViewType(NumberDataViewType.Single, 2, 3)),
            "dimensions do not matter");
        Assert.IsFalse(new VectorColumn("X", "feature").Accepts(new VectorDataViewType(NumberDataViewType.Single)));
        Assert.IsFalse(new VectorColumn("X", "feature").Accepts(new VectorDataViewType(NumberDataViewType.Double, 7)));
        Assert.AreEqual("Vector<Single, 6>", new VectorInput("X", "feature", 6).ExpectedType);
        Assert.AreEqual("known-size Vector<Single>", new VectorColumn("X", "feature").ExpectedType);
        var missing = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorColumn("Other", "feature").SizedBy(data));
        StringAssert.Contains(missing.Message, "Could not find feature column 'Other'");
    }

    [TestMethod]
    public void Every_fault_of_a_schema_is_told_on_a_line_of_its_own()
    {
        var schema = _ml.Data.LoadFromEnumerable([new Row()]).Schema;
        InputColumn[] columns =
            [new VectorInput("Number", "feature", 3), ScalarInput.Class("Nothing", "label"), ScalarInput.Boolean("Yes", "label")];
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaFaults.Check(schema, columns));
        Assert.AreEqual("inputSchema", error.ParamName);
        var lines = error.Message.ReplaceLineEndings("\n").Split('\n');
        StringAssert.StartsWith(lines[0],
            "Schema mismatch for feature column 'Number': expected Vector<Single, 3>, got Single. ml.Transforms.Concatenate(");
        StringAssert.StartsWith(lines[1], "Could not find label column 'Nothing'");
        Assert.HasCount(2, lines);
        SchemaFaults.Check(schema, [ScalarInput.Number("Number", "label"), ScalarInput.Boolean("Yes", "label")]);
    }

    [TestMethod]
    public void Of_columns_of_one_name_the_last_is_the_one_that_is_seen()
    {
        var shape =
            new SchemaShape([SchemaShapes.Column("X", TextDataViewType.Instance), SchemaShapes.Column("X", NumberDataViewType.Single)]);
        SchemaFaults.Check(shape, [ScalarInput.Number("X", "label")]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaFaults.Check(shape, [ScalarInput.Boolean("X", "label")]));
        StringAssert.Contains(error.Message, "expected Boolean, got Single");
    }

    [TestMethod]
    public void The_first_faulty_value_is_named_with_its_place_in_any_culture()
    {
        var data =
            _ml.Data.LoadFromEnumerable([new Pair { Values = [0, 1] }, new Pair { Values = [0.5f, 1.5f] }, new Pair { Values = [-1, 2] }]);
        var column = new VectorInput("Values", "feature", 2);
        Assert.AreEqual("1.5 in row 1, slot 1 (counted from 0)",
            GermanNumbers.In(() => ValueFaults.First(data, column, value => value is < 0 or > 1)));
        Assert.IsNull(ValueFaults.First(data, column, float.IsNaN));
        var numbers = _ml.Data.LoadFromEnumerable([new Row { Number = 1 }, new Row { Number = float.NaN }]);
        Assert.AreEqual("NaN in row 1 (counted from 0)", ValueFaults.First(numbers, ScalarInput.Number("Number", "label"), float.IsNaN));
    }

    private static float[] Floats(SizedColumn column, IDataView data) => Read(column, data, block => block.Row<float>(0)[0]).Values;

    private static (bool[] Kept, long[] Values) Longs(SizedColumn column, IDataView data) =>
        Read(column, data, block => block.Row<long>(0)[0]);

    private static (bool[] Kept, T[] Values) Read<T>(SizedColumn column, IDataView data, Func<ColumnBlock, T> value)
    {
        var (kept, values) = (new List<bool>(), new List<T>());
        using var cursor = data.GetRowCursor([data.Schema[column.Name]]);
        var (read, block) = (column.Bind(cursor, data.Schema[column.Name]), new ColumnBlock(column, 1));
        while (cursor.MoveNext())
        {
            kept.Add(read(block, 0));
            values.Add(value(block));
        }
        return ([.. kept], [.. values]);
    }

    private sealed class Row
    {
        public float Number { get; set; }

        public bool Yes { get; set; }

        [KeyType(5)]
        public uint Key { get; set; }
    }

    private sealed class Sparse
    {
        [VectorType(4)]
        public VBuffer<float> Vector { get; set; }
    }

    private sealed class Pair
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }
}

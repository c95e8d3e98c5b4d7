using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.SeriesRooms;

/// <summary>Measurements of any type of numbers.</summary>
[TestClass]
public sealed class SeriesNumbersColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow("Byte", 200)]
    [DataRow("Short", -300)]
    [DataRow("Whole", -70_000)]
    [DataRow("Unsigned", 4_000_000_000)]
    [DataRow("Long", 9_007_199_254_740_991)]
    [DataRow("Float", 0.5)]
    [DataRow("Wide", 4_294_967_295.5)]
    [DataRow("Flag", 1)]
    public void A_number_of_any_type_is_read_as_it_is(string name, double expected) =>
        CollectionAssert.AreEqual(new[] { expected }, Read(View(new Row()), name)[0]);

    [TestMethod]
    public void Vectors_are_read_whole_though_they_are_sparse_and_of_whole_numbers()
    {
        CollectionAssert.AreEqual(new double[] { 1, 2, 3 }, Read(View(new Row()), "Numbers")[0]);
        CollectionAssert.AreEqual(new double[] { 4, 5 }, Read(View(new Row()), "Wholes")[0]);
        var rows = View(new Row { Sparse = new VBuffer<float>(4, 1, [7], [2]) }, new Row { Sparse = new VBuffer<float>(4, 1, [8], [0]) });
        var read = Read(rows, "Sparse");
        CollectionAssert.AreEqual(new double[] { 0, 0, 7, 0 }, read[0]);
        CollectionAssert.AreEqual(new double[] { 8, 0, 0, 0 }, read[1], "nothing is left of the row before");
    }

    [TestMethod]
    public void A_missing_number_is_NaN_and_an_infinite_one_is_an_error_unless_it_is_one_like_others()
    {
        Assert.IsTrue(double.IsNaN(Read(View(new Row { Float = float.NaN }), "Float")[0][0]));
        var data = View(new Row(), new Row { Numbers = [1, float.NegativeInfinity, 3], Wide = double.PositiveInfinity });
        StringAssert.StartsWith(
            Assert.ThrowsExactly<InvalidOperationException>(() => Read(data, "Numbers")).Message,
            "Column 'Numbers' is -Infinity in row 1, slot 1 (counted from 0)");
        StringAssert.StartsWith(
            Assert.ThrowsExactly<InvalidOperationException>(() => Read(data, "Wide")).Message,
            "Column 'Wide' is Infinity in row 1 (counted from 0)");
        Assert.AreEqual(double.PositiveInfinity, Read(data, "Wide", takesInfinity: true)[1][0]);
    }

    [TestMethod]
    public void A_vector_of_another_length_than_its_column_is_named()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Read(View(new Row { Numbers = [1, 2] }), "Numbers"));
        StringAssert.Contains(error.Message, "Column 'Numbers' holds 2 values in row 0");
    }

    [TestMethod]
    public void What_can_be_read_is_told_by_type_and_by_shape_alike()
    {
        var any = new SeriesNumbersColumn("X", "input", single: false, booleans: false);
        var flag = new SeriesNumbersColumn("X", "input", single: true, booleans: true);
        var two = new SeriesNumbersColumn("X", "input", single: false, booleans: false, slots: 2);
        Agree(any, NumberDataViewType.Int16, true);
        Agree(any, BooleanDataViewType.Instance, false);
        Agree(any, TextDataViewType.Instance, false);
        Agree(any, new KeyDataViewType(typeof(uint), 3), false);
        Agree(any, new VectorDataViewType(NumberDataViewType.Double, 3), true);
        Agree(any, new VectorDataViewType(NumberDataViewType.Single), false);
        Agree(any, new VectorDataViewType(TextDataViewType.Instance, 3), false);
        Agree(flag, BooleanDataViewType.Instance, true);
        Agree(flag, NumberDataViewType.Single, true);
        Agree(flag, new VectorDataViewType(NumberDataViewType.Single, 3), false);
        Assert.IsTrue(two.Accepts(new VectorDataViewType(NumberDataViewType.Single, 2)));
        Assert.IsFalse(two.Accepts(new VectorDataViewType(NumberDataViewType.Single, 3)));
        Assert.AreEqual("a number or a known-size vector of numbers, 2 a row", two.ExpectedType);
        Assert.AreEqual("Boolean or a number", flag.ExpectedShape);
        StringAssert.Contains(any.Remedy(SchemaShapes.Column("X", TextDataViewType.Instance)), "ConvertType(\"X\"");
    }

    [TestMethod]
    public void Names_of_series_are_texts_or_keys_and_times_have_an_offset_or_none()
    {
        var (name, time) = (new SeriesNameColumn("M"), new SeriesTimeColumn("T"));
        Agree(name, TextDataViewType.Instance, true);
        Agree(name, new KeyDataViewType(typeof(uint), 3), true);
        Agree(name, new KeyDataViewType(typeof(byte), 3), false);
        Agree(name, NumberDataViewType.Single, false);
        Agree(time, DateTimeDataViewType.Instance, true);
        Agree(time, DateTimeOffsetDataViewType.Instance, true);
        Agree(time, TimeSpanDataViewType.Instance, false);
        StringAssert.Contains(time.Remedy(SchemaShapes.Column("T", TextDataViewType.Instance)), "DataKind.DateTime");
        Assert.AreEqual(("series", "time"), (name.Role, time.Role));
    }

    [TestMethod]
    public void Series_are_known_by_the_values_behind_their_keys_and_a_missing_key_is_an_error()
    {
        var data = View(new Row { Name = "b" }, new Row { Name = "a" });
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "b", "a" }, Names(keyed, known: true));
        CollectionAssert.AreEqual(new[] { "1", "2" }, Names(keyed, known: false));
        var unknown = _ml.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(data).Transform(View(new Row { Name = "z" }));
        StringAssert.StartsWith(
            Assert.ThrowsExactly<InvalidOperationException>(() => Names(unknown, known: true)).Message,
            "Series column 'Key' is missing in row 0 (counted from 0)");

        string[] Names(IDataView view, bool known)
        {
            var column = view.Schema["Key"];
            using var cursor = view.GetRowCursor([column]);
            var read = Data.SeriesCells.Name(cursor, column, known ? Data.SeriesCells.NamesOf(column) : null);
            var names = new List<string>();
            while (cursor.MoveNext())
                names.Add(read());
            return [.. names];
        }
    }

    [TestMethod]
    public void Times_are_read_by_the_clock_that_is_asked_for()
    {
        var time = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.FromHours(2));
        var data = View(new Row { Offset = time, Time = new DateTime(2026, 7, 1) });
        Assert.AreEqual(time.UtcTicks, Ticks("Offset", 0));
        Assert.AreEqual(time.Ticks, Ticks("Offset", null));
        Assert.AreEqual(time.UtcTicks + 5, Ticks("Offset", 5));
        Assert.AreEqual(new DateTime(2026, 7, 1).Ticks, Ticks("Time", 5), "a time without an offset is as it is");

        long Ticks(string name, long? clock)
        {
            using var cursor = data.GetRowCursor([data.Schema[name]]);
            var read = Data.SeriesCells.Ticks(cursor, data.Schema[name], clock);
            Assert.IsTrue(cursor.MoveNext());
            return read();
        }
    }

    private static void Agree(InputColumn column, DataViewType type, bool expected)
    {
        Assert.AreEqual(expected, column.Accepts(type), $"{type}");
        Assert.AreEqual(expected, column.Accepts(SchemaShapes.Column(column.Name, type)), $"{type} before data are seen");
    }

    private IDataView View(params Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private static double[][] Read(IDataView data, string name, bool takesInfinity = false)
    {
        var column = data.Schema[name];
        using var cursor = data.GetRowCursor([column]);
        var read = SeriesNumbersColumn.Reader(cursor, column, takesInfinity);
        var rows = new List<double[]>();
        while (cursor.MoveNext())
        {
            var values = new double[SeriesNumbersColumn.SlotsOf(column.Type)];
            read(values);
            rows.Add(values);
        }
        return [.. rows];
    }

    private sealed class Row
    {
        public byte Byte { get; set; } = 200;

        public short Short { get; set; } = -300;

        public int Whole { get; set; } = -70_000;

        public uint Unsigned { get; set; } = 4_000_000_000;

        public long Long { get; set; } = 9_007_199_254_740_991;

        public float Float { get; set; } = 0.5f;

        public double Wide { get; set; } = 4_294_967_295.5;

        public bool Flag { get; set; } = true;

        public string Name { get; set; } = "";

        public DateTime Time { get; set; }

        public DateTimeOffset Offset { get; set; }

        [VectorType(3)]
        public float[] Numbers { get; set; } = [1, 2, 3];

        [VectorType(2)]
        public int[] Wholes { get; set; } = [4, 5];

        [VectorType(4)]
        public VBuffer<float> Sparse { get; set; } = new(4, [0, 0, 0, 0]);
    }
}

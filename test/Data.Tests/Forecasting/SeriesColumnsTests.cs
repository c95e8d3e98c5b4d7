using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesColumnsTests
{
    private static readonly SeriesColumns All = new("Value", "Shop", "Day", ["Rain"], ["Price"]);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_column_is_read_into_its_place()
    {
        var day = new DateTime(2024, 5, 6);
        var read = All.Read(_ml.Data.LoadFromEnumerable([new Row { Value = 3, Shop = "north", Day = day, Rain = 0.5f, Price = 9 }]))
            .Single();
        Assert.AreEqual("north", read.Series);
        Assert.AreEqual(3f, read.Value);
        Assert.AreEqual(day.Ticks, read.Ticks);
        Assert.AreEqual(0L, read.Row);
        CollectionAssert.AreEqual(new[] { 0.5f, 9 }, read.Extras, "the past first, then the future");
    }

    [TestMethod]
    public void Series_and_time_may_be_left_out()
    {
        var read = new SeriesColumns("Value", null, null, [], [])
            .Read(_ml.Data.LoadFromEnumerable([new Row { Value = 3 }, new Row { Value = float.NaN }])).ToArray();
        Assert.AreEqual("", read[0].Series);
        Assert.IsNull(read[0].Ticks);
        Assert.IsEmpty(read[0].Extras);
        Assert.IsTrue(float.IsNaN(read[1].Value), "a missing value is a gap");
        Assert.AreEqual(1L, read[1].Row);
    }

    [TestMethod]
    public void One_column_may_have_two_uses()
    {
        var columns = new SeriesColumns("Value", null, null, ["Value"], []);
        CollectionAssert.AreEqual(new[] { 3f }, columns.Read(_ml.Data.LoadFromEnumerable([new Row { Value = 3 }])).Single().Extras);
    }

    [TestMethod]
    public void Numbers_that_cannot_be_read_are_named_with_their_row_in_any_culture()
    {
        StringAssert.Contains(ErrorOf(new Row { Value = float.NegativeInfinity }),
            "Column 'Value' is -Infinity in row 1 (counted from 0). Filter or clip");
        StringAssert.Contains(ErrorOf(new Row { Rain = float.NaN }), "Column 'Rain' is NaN in row 1 (counted from 0). Fill it first");
        StringAssert.Contains(ErrorOf(new Row { Price = float.PositiveInfinity }), "Column 'Price' is Infinity in row 1");
        string ErrorOf(Row row) => GermanNumbers.In(() => Assert.ThrowsExactly<InvalidOperationException>(
            () => All.Read(_ml.Data.LoadFromEnumerable([new Row(), row])).ToArray())).Message;
    }

    [TestMethod]
    public void Every_fault_of_a_schema_is_told_at_once()
    {
        var data = _ml.Data.LoadFromEnumerable([new Wrong()]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => All.Check(data.Schema)).Message;
        StringAssert.Contains(error, "Schema mismatch for input column 'Value': expected Single, got Double");
        StringAssert.Contains(error, "Schema mismatch for series column 'Shop': expected String or Key<UInt32>, got Single");
        StringAssert.Contains(error, "Schema mismatch for time column 'Day': expected DateTime or DateTimeOffset, got String");
        StringAssert.Contains(error, "Could not find feature column 'Rain'");
        StringAssert.Contains(error, "Schema mismatch for feature column 'Price': expected Single, got Vector<Single, 2>");
    }

    [TestMethod]
    public void The_shape_of_a_schema_is_checked_like_the_schema()
    {
        SchemaShape Shape(params SchemaShape.Column[] columns) => new(columns);
        var value = SchemaShapes.Column("Value", NumberDataViewType.Single);
        var day = SchemaShapes.Column("Day", DateTimeDataViewType.Instance);
        SchemaShape.Column Shop(DataViewType type) => SchemaShapes.Column("Shop", type);
        var columns = new SeriesColumns("Value", "Shop", "Day", [], []);
        columns.Check(Shape(value, day, Shop(TextDataViewType.Instance)));
        columns.Check(Shape(value, day, Shop(new KeyDataViewType(typeof(uint), 9))));
        var narrow = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            columns.Check(Shape(value, day, Shop(new KeyDataViewType(typeof(byte), 9)))));
        StringAssert.Contains(narrow.Message, "series column 'Shop': expected String or Key<UInt32>, got Key<Byte>");
        var many = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => columns.Check(Shape(SchemaShapes.Column("Value", new VectorDataViewType(NumberDataViewType.Single, 2)),
                Shop(TextDataViewType.Instance))));
        StringAssert.Contains(many.Message, "input column 'Value': expected Single, got Vector<Single>");
        StringAssert.Contains(many.Message, "Could not find time column 'Day'");
    }

    [TestMethod]
    public void A_key_is_named_by_its_value_or_by_its_number()
    {
        var data = Keyed("north", "south", "north");
        var named = new SeriesColumns("Value", "Key", null, [], []).Named(data.Schema);
        CollectionAssert.AreEqual(new[] { "north", "south" }, named.Names);
        CollectionAssert.AreEqual(new[] { "north", "south", "north" }, named.Read(data).Select(o => o.Series).ToArray());
        var plain = new SeriesColumns("Value", "Key", null, [], []);
        CollectionAssert.AreEqual(new[] { "1", "2", "1" }, plain.Read(data).Select(o => o.Series).ToArray());
    }

    [TestMethod]
    public void Keys_that_were_made_anew_in_another_order_keep_their_names()
    {
        var columns = new SeriesColumns("Value", "Key", null, [], []).Named(Keyed("north", "south").Schema);
        CollectionAssert.AreEqual(new[] { "south", "north" }, columns.Read(Keyed("south", "north")).Select(o => o.Series).ToArray());
    }

    [TestMethod]
    public void A_missing_key_and_one_beyond_those_of_training_are_named()
    {
        var columns = new SeriesColumns("Value", "Number", null, [], [], Names: ["a", "b"]);
        string ErrorOf(uint key) => Assert.ThrowsExactly<InvalidOperationException>(
            () => columns.Read(_ml.Data.LoadFromEnumerable([new Numbered { Number = key }])).ToArray()).Message;
        StringAssert.Contains(ErrorOf(uint.MaxValue), "Series column 'Number' is missing in row 0");
        StringAssert.Contains(ErrorOf(2), "has key 3 in row 0 (counted from 0); it must be in [1, 2], as in training");
        CollectionAssert.AreEqual(new[] { "b" },
            columns.Read(_ml.Data.LoadFromEnumerable([new Numbered { Number = 1 }])).Select(o => o.Series).ToArray());
    }

    [TestMethod]
    public void Names_that_do_not_tell_the_series_apart_are_no_names()
    {
        var columns = new SeriesColumns("Value", "Key", null, [], []);
        Assert.IsNull(columns.Named(Keyed("", "south").Schema).Names, "an empty name");
        Assert.IsNull((columns with { Series = null }).Named(Keyed("north").Schema).Names);
        Assert.IsNull((columns with { Series = "Shop" }).Named(_ml.Data.LoadFromEnumerable([new Row()]).Schema).Names,
            "texts are their own names");
    }

    [TestMethod]
    public void Past_columns_end_the_horizon_that_can_be_forecast()
    {
        Assert.IsNull(All.TooFar(12, 12));
        StringAssert.Contains(All.TooFar(13, 12),
            "The horizon is 13; it must be in [1, 12], as trained, for a model with past columns (Rain)");
        Assert.IsNull((All with { Past = [] }).TooFar(13, 12));
    }

    private IDataView Keyed(params string[] shops)
    {
        var data = _ml.Data.LoadFromEnumerable(shops.Select(shop => new Row { Shop = shop.Length > 0 ? shop : "x" }));
        if (!shops.Contains(""))
            return _ml.Transforms.Conversion.MapValueToKey("Key", "Shop").Fit(data).Transform(data);
        var map = shops.Select((shop, i) => new KeyValuePair<string, string>(shop.Length > 0 ? shop : "x", shop)).ToArray();
        return _ml.Transforms.Conversion.MapValue("Key", map, "Shop", treatValuesAsKeyType: true).Fit(data).Transform(data);
    }

    private sealed class Row
    {
        public float Value { get; set; }

        public string Shop { get; set; } = "";

        public DateTime Day { get; set; }

        public float Rain { get; set; }

        public float Price { get; set; }
    }

    private sealed class Wrong
    {
        public double Value { get; set; }

        public float Shop { get; set; }

        public string Day { get; set; } = "";

        [VectorType(2)]
        public float[] Price { get; set; } = [0, 0];
    }

    private sealed class Numbered
    {
        public float Value { get; set; }

        [KeyType(9)]
        public uint Number { get; set; }
    }
}

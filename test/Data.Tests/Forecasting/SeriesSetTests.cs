using Microsoft.ML;

namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesSetTests
{
    private static readonly DateTime Start = new(2024, 1, 1);
    private static readonly SeriesColumns Columns = new("Value", "Shop", "Day", [], ["Price"]);

    [TestMethod]
    public void Rows_of_mingled_series_are_told_apart_and_keep_their_order()
    {
        var set = Read(("north", 1, 10), ("south", 1, 20), ("north", 2, 11), ("south", 3, 21), ("north", 3, float.NaN));
        CollectionAssert.AreEqual(new[] { "north", "south" }, set.All.Select(s => s.Name).ToArray());
        var north = set.Find("north")!;
        CollectionAssert.AreEqual(new[] { 10, 11, float.NaN }, north.Values);
        CollectionAssert.AreEqual(new[] { true, true, false }, north.Observed);
        CollectionAssert.AreEqual(new long[] { 0, 2, 4 }, north.Rows);
        Assert.AreEqual(1, north.MissingAtEnd);
        CollectionAssert.AreEqual(new[] { Start.AddDays(1).Ticks, Start.AddDays(3).Ticks }, set.Find("south")!.Ticks);
        Assert.AreEqual(0.5f, north.Extras[0][0]);
        Assert.IsNull(set.Find("west"));
    }

    [TestMethod]
    public void Rows_in_any_order_are_sorted_by_time_and_a_time_that_occurs_twice_is_named()
    {
        var north = Read(("north", 2, 12), ("south", 1, 1), ("north", 1, 11)).Find("north")!;
        CollectionAssert.AreEqual(new[] { 11f, 12f }, north.Values);
        CollectionAssert.AreEqual(new long[] { 2, 0 }, north.Rows);
        var twice = Assert.ThrowsExactly<InvalidOperationException>(() => Read(("north", 2, 1), ("north", 2, 1)));
        StringAssert.Contains(twice.Message, "as in the observation before it");
    }

    [TestMethod]
    public void Data_without_a_row_are_refused() =>
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Read()).Message, "column 'Value' was read to its end");

    [TestMethod]
    public void The_last_observations_can_be_left_off_and_a_series_replaced()
    {
        var set = Read(("north", 1, 10), ("north", 2, 11), ("south", 1, 20));
        var shorter = set.WithoutLast(1);
        CollectionAssert.AreEqual(new[] { 10f }, shorter.Find("north")!.Values);
        Assert.AreEqual(0, shorter.Find("south")!.Count);
        Assert.AreEqual(2, set.Find("north")!.Count, "the set itself stays");
        shorter.Replace(set.Find("north")!);
        Assert.AreSame(set.Find("north"), shorter.Find("north"));
        Assert.AreSame(set.Find("north"), shorter.All[0]);
    }

    private static SeriesSet Read(params (string Shop, int Day, float Value)[] rows)
    {
        var data = new MLContext(seed: 1).Data.LoadFromEnumerable(
            rows.Select(r => new Row { Shop = r.Shop, Day = Start.AddDays(r.Day), Value = r.Value, Price = 0.5f }));
        return SeriesSet.Read(data, Columns);
    }

    private sealed class Row
    {
        public string Shop { get; set; } = "";

        public DateTime Day { get; set; }

        public float Value { get; set; }

        public float Price { get; set; }
    }
}

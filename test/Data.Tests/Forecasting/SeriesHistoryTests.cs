namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesHistoryTests
{
    [TestMethod]
    public void A_slice_is_a_copy_of_everything_about_its_observations()
    {
        var series = History(1, float.NaN, 3, float.NaN, float.NaN);
        var slice = series.Slice(1, 2);
        Assert.AreEqual("north", slice.Name);
        CollectionAssert.AreEqual(new[] { float.NaN, 3 }, slice.Values);
        CollectionAssert.AreEqual(new[] { false, true }, slice.Observed);
        CollectionAssert.AreEqual(new long[] { 101, 102 }, slice.Ticks);
        CollectionAssert.AreEqual(new long[] { 11, 12 }, slice.Rows);
        Assert.AreEqual(0.2f, slice.Extras[1][0]);
        slice.Values[0] = 8;
        Assert.IsTrue(float.IsNaN(series.Values[1]), "the history itself stays");
    }

    [TestMethod]
    public void Missing_values_at_the_end_are_counted_until_one_is_measured()
    {
        var series = History(1, float.NaN, float.NaN);
        Assert.AreEqual(2, series.MissingAtEnd);
        Assert.AreEqual(2, series.Last(1).MissingAtEnd, "those included that are forgotten");
        Assert.AreEqual(0, series.Slice(0, 1).MissingAtEnd);
        series.Add(new SeriesObservation("north", 4, 1, [0], 1));
        Assert.AreEqual(0, series.MissingAtEnd);
    }

    [TestMethod]
    public void The_last_observations_are_at_most_as_many_as_there_are()
    {
        var series = History(1, 2, 3);
        CollectionAssert.AreEqual(new float[] { 2, 3 }, series.Last(2).Values);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, series.Last(100).Values);
        Assert.AreEqual(0, series.Last(0).Count);
        Assert.AreEqual(0, new SeriesHistory("").Last(3).Count);
    }

    [TestMethod]
    public void Without_a_time_column_there_are_no_times()
    {
        var series = new SeriesHistory("");
        series.Add(new SeriesObservation("", 1, null, [], 0));
        Assert.AreEqual(0, series.Ticks.Count);
        Assert.AreEqual(0, series.Last(1).Ticks.Count);
    }

    private static SeriesHistory History(params float[] values)
    {
        var series = new SeriesHistory("north");
        for (var i = 0; i < values.Length; i++)
            series.Add(new SeriesObservation("north", values[i], 100 + i, [0.1f * i], 10 + i));
        return series;
    }
}

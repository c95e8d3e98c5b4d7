namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesGapsTests
{
    private const float Gap = float.NaN;

    [TestMethod]
    public void A_gap_is_filled_by_a_line_between_its_neighbours_and_at_an_end_by_the_nearest()
    {
        var series = History(Gap, 2, Gap, Gap, 8, Gap);
        new SeriesGaps(GapHandling.Fill, 2, 0).Fill(series, "Value");
        CollectionAssert.AreEqual(new[] { 2f, 2, 4, 6, 8, 8 }, series.Values);
        CollectionAssert.AreEqual(new[] { false, true, false, false, true, false }, series.Observed);
    }

    [TestMethod]
    public void A_gap_in_a_season_is_filled_along_the_season()
    {
        float[] season = [10, 20, 30, 20];
        var values = Enumerable.Range(0, 40).Select(i => season[i % 4]).ToArray();
        values[18] = Gap;
        values[19] = Gap;
        var (seasonal, plain) = (History(values), History(values));
        new SeriesGaps(GapHandling.Fill, 3, 4).Fill(seasonal, "Value");
        new SeriesGaps(GapHandling.Fill, 3, 0).Fill(plain, "Value");
        Assert.AreEqual(30f, seasonal.Values[18], 2.5f);
        Assert.AreEqual(20f, seasonal.Values[19], 2.5f);
        Assert.AreEqual(16.67f, plain.Values[18], 0.01f, "without the season a straight line");
    }

    [TestMethod]
    public void A_filled_value_stays_in_the_range_in_which_a_logarithm_is_taken()
    {
        float[] season = [1, 40, 1, 1];
        var values = Enumerable.Range(0, 40).Select(i => season[i % 4]).ToArray();
        values[21] = 1;
        values[22] = Gap;
        var series = History(values);
        new SeriesGaps(GapHandling.Fill, 1, 4).Fill(series, "Value");
        Assert.AreEqual(1f, series.Values[22], "the lowest value seen, not one below 0");
    }

    [TestMethod]
    public void A_gap_is_refused_where_none_may_be_and_where_it_is_too_long()
    {
        var refused = Assert.ThrowsExactly<InvalidOperationException>(
            () => new SeriesGaps(GapHandling.Refuse, 9, 0).Fill(History(1, Gap, 2), "Sales"));
        StringAssert.Contains(refused.Message, "Column 'Sales' is NaN in row 1");
        new SeriesGaps(GapHandling.Fill, 2, 0).Fill(History(1, Gap, Gap, 2), "Sales");
        var tooLong = Assert.ThrowsExactly<InvalidOperationException>(
            () => new SeriesGaps(GapHandling.Fill, 2, 0).Fill(History(1, Gap, Gap, Gap, 2), "Sales"));
        StringAssert.Contains(tooLong.Message, "NaN in 3 rows on end, from row 1; at most 2 are filled");
        var empty = Assert.ThrowsExactly<InvalidOperationException>(
            () => new SeriesGaps(GapHandling.Fill, 9, 0).Fill(History("north", Gap, Gap), "Sales"));
        StringAssert.Contains(empty.Message, "holds no value at all of series 'north'");
    }

    [TestMethod]
    public void The_last_value_is_filled_from_the_past_alone()
    {
        var gaps = new SeriesGaps(GapHandling.Fill, 2, 0);
        var series = History(3, 4, Gap);
        gaps.FillLast(series, "Value");
        Assert.AreEqual(4f, series.Values[2], "the value before");
        gaps.FillLast(series, "Value");
        Assert.AreEqual(4f, series.Values[2], "what is there stays");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => gaps.FillLast(History(Gap), "Value")).Message, "nothing to fill it from");
    }

    [TestMethod]
    public void The_last_value_of_a_season_takes_the_change_of_a_season_ago()
    {
        var series = History(1, 5, 2, 11, Gap);
        new SeriesGaps(GapHandling.Fill, 2, 3).FillLast(series, "Value");
        Assert.AreEqual(11f + 5 - 1, series.Values[4]);
    }

    [TestMethod]
    public void A_gap_that_goes_on_is_refused_when_it_gets_too_long_even_if_its_start_is_forgotten()
    {
        var gaps = new SeriesGaps(GapHandling.Fill, 2, 0);
        var series = History(3);
        foreach (var row in new[] { 1, 2 })
        {
            series.Add(new SeriesObservation("", Gap, null, [], row));
            gaps.FillLast(series, "Value");
        }
        series = series.Last(2); // the measured value is no longer remembered
        series.Add(new SeriesObservation("", Gap, null, [], 3));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => gaps.FillLast(series, "Value")).Message, "NaN in 3 rows on end");
    }

    private static SeriesHistory History(params float[] values) => History("", values);

    private static SeriesHistory History(string name, params float[] values)
    {
        var series = new SeriesHistory(name);
        for (var row = 0; row < values.Length; row++)
            series.Add(new SeriesObservation(name, values[row], null, [], row));
        return series;
    }
}

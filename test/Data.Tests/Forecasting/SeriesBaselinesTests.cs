namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesBaselinesTests
{
    [TestMethod]
    public void The_last_value_is_repeated()
    {
        CollectionAssert.AreEqual(new double[] { 7, 7, 7 }, SeriesBaselines.LastValue([3, 9, 7], 3));
        CollectionAssert.AreEqual(Array.Empty<double>(), SeriesBaselines.LastValue([3], 0));
    }

    [TestMethod]
    public void The_season_before_is_repeated_with_the_change_from_season_to_season()
    {
        double[] values = [1, 5, 3, 2, 3, 7, 5, 4]; // each season 2 higher
        CollectionAssert.AreEqual(new double[] { 5, 9, 7, 6, 7, 11 }, SeriesBaselines.SeasonalNaiveWithDrift(values, 6, period: 4));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(100)]
    public void Without_a_whole_season_the_last_value_drifts_on(int period) =>
        CollectionAssert.AreEqual(new[] { 8.5, 11, 13.5 }, SeriesBaselines.SeasonalNaiveWithDrift([1, 3, 6], 3, period));

    [TestMethod]
    public void A_single_value_has_no_drift() =>
        CollectionAssert.AreEqual(new double[] { 4, 4 }, SeriesBaselines.SeasonalNaiveWithDrift([4], 2, 0));

    [TestMethod]
    public void An_autoregression_goes_on_with_the_rule_that_made_the_values()
    {
        AssertClose([11, 12, 13], SeriesBaselines.Autoregression([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3, order: 1)!, 1e-4);
        AssertClose([1024, 2048], SeriesBaselines.Autoregression([1, 2, 4, 8, 16, 32, 64, 128, 256, 512], 2, order: 1)!, 1e-3);
        double[] fibonacci = [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144];
        AssertClose([233, 377, 610], SeriesBaselines.Autoregression(fibonacci, 3, order: 2)!, 1e-2);
    }

    [TestMethod]
    public void Lags_that_say_the_same_do_not_stop_the_solution()
    {
        AssertClose([5, 5], SeriesBaselines.Autoregression([.. Enumerable.Repeat(5.0, 20)], 2, order: 3)!, 1e-9);
        var swing = Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? 1.0 : -1).ToArray();
        AssertClose([1, -1, 1], SeriesBaselines.Autoregression(swing, 3, order: 4)!, 1e-4);
    }

    [TestMethod]
    public void Too_few_values_for_the_order_give_no_autoregression()
    {
        Assert.IsNull(SeriesBaselines.Autoregression([1, 2, 3], 1, order: 1));
        Assert.IsNotNull(SeriesBaselines.Autoregression([1, 2, 3, 4], 1, order: 1));
        Assert.IsNull(SeriesBaselines.Autoregression([1, 2, 3, 4, 5], 1, order: 2));
        Assert.IsNull(SeriesBaselines.Autoregression([], 1, order: 1));
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance, $"step {i}");
    }
}

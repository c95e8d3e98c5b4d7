namespace DeepML.Data.Tests.Series;

/// <summary>Smoothing and seasons, against values worked out by hand.</summary>
[TestClass]
public sealed class ExponentialSmoothingTests
{
    [TestMethod]
    public void A_level_follows_a_share_of_each_error()
    {
        // levels 2, 2, 3, 5.5; errors 0, 2, 5
        var (squares, forecast) = Run(new(0.5, null, 1, null, 0), [2, 4, 8], 2);
        Assert.AreEqual(29, squares, 1e-12);
        Near([5.5, 5.5], forecast);
    }

    [TestMethod]
    public void A_trend_begins_with_the_slope_of_the_first_values_and_goes_on()
    {
        var (squares, forecast) = Run(new(0.5, 1, 1, null, 0), [1, 3], 2);
        Assert.AreEqual(0, squares, 1e-12);
        Near([5, 7], forecast);
        double[] bent = [.. Enumerable.Range(0, 11).Select(t => 2.0 * t), 100, 200];
        var start = Run(new(0.01, 0, 1, null, 0), bent[..11], 1);
        Assert.AreEqual(0, start.Squares, 1e-12, "the slope is that of ten steps");
        Near([22], start.Forecast);
    }

    [TestMethod]
    public void A_damped_trend_loses_its_share_at_each_step()
    {
        // slope 2, level before the first value 0; then level 1, trend 1; error 1.5: level 2.25, trend 0.5 + 0.2 * 1.5
        var (squares, forecast) = Run(new(0.5, 0.4, 0.5, null, 0), [1, 3], 3);
        Assert.AreEqual(2.25, squares, 1e-12);
        Near([2.65, 2.85, 2.95], forecast);
    }

    [TestMethod]
    public void A_season_goes_on_from_the_place_after_the_last_value()
    {
        var (squares, forecast) = Run(new(0.5, null, 1, 0.5, 2), [1, 3, 1, 3, 1], 3);
        Assert.AreEqual(0, squares, 1e-12);
        Near([3, 1, 3], forecast);
        // an error of 4 at place 0: the level takes 2, the season a half of the other 2
        (squares, forecast) = Run(new(0.5, null, 1, 0.5, 2), [1, 3, 1, 3, 5], 2);
        Assert.AreEqual(16, squares, 1e-12);
        Near([5, 4], forecast);
    }

    [TestMethod]
    public void A_season_over_a_line_is_what_the_line_leaves()
    {
        double[] values = [.. Enumerable.Range(0, 12).Select(t => t + (t % 3 == 0 ? 2.0 : -1))];
        var (squares, forecast) = Run(new(0.1, 0.1, 1, 0.1, 3), values, 3);
        Assert.AreEqual(0, squares, 1e-9);
        Near([14, 12, 13], forecast);
    }

    [TestMethod]
    public void A_season_that_has_not_been_seen_twice_is_left_out()
    {
        var (squares, forecast) = Run(new(0.5, null, 1, 0.5, 2), [1, 3, 1], 2);
        Assert.AreEqual(5, squares, 1e-12);
        Near([1.5, 1.5], forecast);
    }

    [TestMethod]
    public void A_season_longer_than_the_stack_has_room_for_is_the_same()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(t => t % 100 == 7 ? 10.0 : 0)];
        var (squares, forecast) = Run(new(0.2, null, 1, 0.3, 100), values, 100);
        Assert.AreEqual(0, squares, 1e-9);
        Assert.AreEqual(10, forecast[7], 1e-9);
        Assert.AreEqual(0, forecast[8], 1e-9);
    }

    [TestMethod]
    public void One_value_goes_on_for_ever()
    {
        var (squares, forecast) = Run(new(0.5, 0.3, 0.9, 0.1, 4), [7], 2);
        Assert.AreEqual(0, squares);
        Near([7, 7], forecast);
    }

    [TestMethod]
    public void The_least_criterion_takes_no_more_numbers_than_the_values_bear()
    {
        Assert.IsNull(SmoothingFit.Best([5, 5, 5, 5, 5, 5, 5, 5], 4).Trend, "a level does");
        Assert.IsNull(SmoothingFit.Best([1, 9, 1, 9, 1], 2).Season, "five values are too few for two seasons and more");
        double[] season = [.. Enumerable.Range(0, 40).Select(t => t % 4 == 0 ? 8.0 : 1 + (0.01 * (t % 3)))];
        Assert.AreEqual(4, SmoothingFit.Best(season, 4).Period);
        Assert.IsNotNull(SmoothingFit.Best([.. Enumerable.Range(0, 40).Select(t => (3.0 * t) + (t % 2))], 0).Trend);
    }

    [TestMethod]
    public void A_season_is_the_mean_distance_from_the_running_mean()
    {
        var (free, season) = SeasonalAverages.Free([1, 3, 1, 3, 1, 3], 2);
        Near([-1, 1], season);
        Near([2, 2, 2, 2, 2, 2], free);
        (free, season) = SeasonalAverages.Free([0, 3, 6, 0, 3, 6, 0], 3);
        Near([-3, 0, 3], season);
        Near([3, 3, 3, 3, 3, 3, 3], free);
    }

    [TestMethod]
    public void A_season_over_a_line_leaves_the_line()
    {
        double[] values = [.. Enumerable.Range(0, 13).Select(t => (2.0 * t) + new double[] { 1, -1, 3, -3 }[t % 4])];
        var (free, season) = SeasonalAverages.Free(values, 4);
        Near([1, -1, 3, -3], season);
        Near([.. Enumerable.Range(0, 13).Select(t => 2.0 * t)], free);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(3)]
    public void Where_there_is_no_season_or_too_few_of_it_the_values_stay(int period)
    {
        double[] values = [4, 1, 7, 4, 1, 7];
        var (free, season) = SeasonalAverages.Free(values, period);
        Assert.IsEmpty(season);
        Near(values, free);
        Assert.AreNotSame(values, free);
    }

    private static (double Squares, double[] Forecast) Run(ExponentialSmoothing method, double[] values, int horizon)
    {
        var forecast = new double[horizon];
        return (method.Run(values, forecast), forecast);
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-9, $"number {i}");
    }
}

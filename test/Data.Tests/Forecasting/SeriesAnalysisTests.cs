namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesAnalysisTests
{
    [TestMethod]
    public void The_last_value_is_the_better_level_of_a_trend_and_the_mean_that_of_a_swing()
    {
        Assert.IsTrue(SeriesAnalysis.LastValueIsTheBetterLevel([[1, 2, 3, 4, 5, 6, 7, 8]], window: 3, horizon: 2));
        Assert.IsFalse(SeriesAnalysis.LastValueIsTheBetterLevel([[1, -1, 1, -1, 1, -1, 1, -1]], window: 2, horizon: 1));
    }

    [TestMethod]
    public void All_series_are_weighed_together_and_one_that_is_too_short_says_nothing()
    {
        double[] trend = [1, 2, 3, 4, 5], swing = [9, -9, 9, -9, 9, -9];
        Assert.IsFalse(SeriesAnalysis.LastValueIsTheBetterLevel([trend, swing], window: 2, horizon: 1));
        Assert.IsTrue(SeriesAnalysis.LastValueIsTheBetterLevel([trend, [9, -9]], window: 2, horizon: 1));
        Assert.IsTrue(SeriesAnalysis.LastValueIsTheBetterLevel([], window: 2, horizon: 1), "without a word from the data: the last value");
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(7)]
    [DataRow(12)]
    public void A_season_is_found_at_its_length_and_not_at_a_multiple(int length)
    {
        var random = new Random(1);
        var season = Enumerable.Range(0, length).Select(_ => random.NextDouble() * 10).ToArray();
        var values = Enumerable.Range(0, 20 * length).Select(i => season[i % length] + (0.1 * random.NextDouble()) + (0.5 * i)).ToArray();
        Assert.AreEqual(length, SeriesAnalysis.Period(values), "the trend does not hide it");
    }

    [TestMethod]
    public void A_series_without_a_season_has_period_0()
    {
        var random = new Random(2);
        Assert.AreEqual(0, SeriesAnalysis.Period([]));
        Assert.AreEqual(0, SeriesAnalysis.Period([5]));
        Assert.AreEqual(0, SeriesAnalysis.Period([.. Enumerable.Repeat(5.0, 100)]), "changes without variance");
        Assert.AreEqual(0, SeriesAnalysis.Period([.. Enumerable.Range(0, 100).Select(i => 3.0 * i)]), "a straight line");
        Assert.AreEqual(0, SeriesAnalysis.Period([.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble())]), "noise");
    }

    [TestMethod]
    public void A_season_needs_three_times_its_changes_to_be_seen()
    {
        double[] season = [1, 2, 9, 4];
        Assert.AreEqual(4, SeriesAnalysis.Period([.. Enumerable.Range(0, 13).Select(i => season[i % 4])]));
        Assert.AreEqual(0, SeriesAnalysis.Period([.. Enumerable.Range(0, 12).Select(i => season[i % 4])]));
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.5)]
    public void The_exponent_by_which_the_spread_grows_is_found(double exponent)
    {
        var values = Enumerable.Range(0, 24)
            .Select(i => (Level: 10 * Math.Pow(2, i / 4), Sign: i % 2 == 0 ? -1 : 1))
            .Select(v => v.Level + (v.Sign * 0.3 * Math.Pow(v.Level, exponent)))
            .ToArray();
        Assert.AreEqual(exponent, SeriesAnalysis.SpreadExponent(values, period: 4), 1e-9);
    }

    [TestMethod]
    public void A_spread_that_does_not_clearly_grow_has_exponent_0()
    {
        static double[] Blocks(int blocks, Func<int, double> level, Func<int, double> spread) =>
            [.. Enumerable.Range(0, 4 * blocks).Select(i => level(i / 4) + (spread(i / 4) * (i % 2 == 0 ? -1 : 1)))];
        Assert.AreEqual(0, SeriesAnalysis.SpreadExponent(Blocks(3, b => 10 << b, b => 1 << b), 4), "three seasons are too few");
        Assert.AreEqual(1, SeriesAnalysis.SpreadExponent(Blocks(4, b => 10 << b, b => 1 << b), 4), 1e-9);
        Assert.AreEqual(0, SeriesAnalysis.SpreadExponent(Blocks(6, b => 100 + b, b => 1 + b), 4), "levels all alike");
        Assert.AreEqual(0, SeriesAnalysis.SpreadExponent(Blocks(6, b => 100 << b, b => 64 >> b), 4), "the spread shrinks");
        Assert.AreEqual(0, SeriesAnalysis.SpreadExponent(Blocks(6, b => 10 << b, _ => 1), 4), "the spread stays");
        Assert.AreEqual(0, SeriesAnalysis.SpreadExponent(Blocks(6, b => 10 << b, _ => 0), 4), "there is no spread");
    }

    [TestMethod]
    public void Without_a_season_the_spread_is_taken_over_tenths_of_the_series()
    {
        var values = Enumerable.Range(0, 200).Select(i => Math.Pow(1.02, i) * (i % 2 == 0 ? 9.0 : 11)).ToArray();
        Assert.AreEqual(1, SeriesAnalysis.SpreadExponent(values, period: 0), 0.01);
    }
}

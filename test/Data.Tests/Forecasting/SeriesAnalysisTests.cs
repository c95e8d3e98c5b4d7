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

    [TestMethod]
    public void Steps_between_times_are_whole_months_or_the_usual_distance()
    {
        Assert.AreEqual(-1, Step("2024-01-01", "2024-02-01", "2024-03-01"));
        Assert.AreEqual(-3, Step("2024-01-15", "2024-04-15", "2024-07-15", "2024-10-15"));
        Assert.AreEqual(-12, Step("2022-06-30", "2023-06-30", "2024-06-30"));
        Assert.AreEqual(TimeSpan.TicksPerDay, Step("2024-01-01", "2024-01-02", "2024-01-03"));
        Assert.AreEqual(7 * TimeSpan.TicksPerDay, Step("2024-01-01", "2024-01-08", "2024-01-15"));
        Assert.AreEqual(TimeSpan.TicksPerHour, Step("2024-01-01 00:00", "2024-01-01 01:00", "2024-01-01 05:00", "2024-01-01 06:00"),
            "a gap is not the rule");
    }

    [TestMethod]
    public void The_ends_of_months_are_months_apart_however_long_these_are()
    {
        Assert.AreEqual(-1, Step("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"));
        Assert.AreEqual(-1, Step("2023-12-30", "2024-01-30", "2024-02-29", "2024-03-30"));
        Assert.AreNotEqual(-1, Step("2024-01-31", "2024-02-28", "2024-03-31"), "2024 has a 29th of February");
        Assert.AreEqual(30 * TimeSpan.TicksPerDay, Step("2024-04-01 00:00", "2024-05-01 00:00", "2024-05-31 00:00"));
        Assert.IsGreaterThan(0L, Step("2024-01-01 00:00", "2024-02-01 01:00", "2024-03-01 02:00"), "at the same day but not the same time");
    }

    [TestMethod]
    public void One_time_alone_is_taken_for_a_day_and_equal_ones_still_move_on()
    {
        Assert.AreEqual(TimeSpan.TicksPerDay, Step());
        Assert.AreEqual(TimeSpan.TicksPerDay, Step("2024-01-01"));
        Assert.AreEqual(1, Step("2024-01-01", "2024-01-01"));
    }

    [TestMethod]
    public void The_time_some_steps_later_is_days_or_months_later()
    {
        Assert.AreEqual(Ticks("2024-03-03"), SeriesAnalysis.After(Ticks("2024-02-28"), TimeSpan.TicksPerDay, 4));
        Assert.AreEqual(Ticks("2025-01-15"), SeriesAnalysis.After(Ticks("2024-07-15"), -3, 2));
        Assert.AreEqual(Ticks("2024-02-29"), SeriesAnalysis.After(Ticks("2024-01-31"), -1, 1));
        Assert.AreEqual(Ticks("2024-03-31"), SeriesAnalysis.After(Ticks("2024-01-31"), -1, 2),
            "counted from the last day seen, not from the one between");
    }

    private static long Ticks(string time) => DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture).Ticks;

    private static long Step(params string[] times) => SeriesAnalysis.TimeStep(Array.ConvertAll(times, Ticks));
}

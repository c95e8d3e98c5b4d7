namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesStepsTests
{
    private static readonly DateTime Monday = new(2024, 1, 1);

    [TestMethod]
    public void Days_hours_months_quarters_and_business_days_are_found_behind_absent_steps()
    {
        Finds("1.00:00:00", Enumerable.Range(0, 30).Where(t => t is not (7 or 8)).Select(t => Monday.AddDays(t)));
        Finds("01:00:00", Enumerable.Range(0, 30).Where(t => t != 4).Select(t => Monday.AddHours(t)));
        Finds("1 month", Enumerable.Range(0, 30).Where(t => t != 4).Select(t => Monday.AddMonths(t)));
        Finds("1 month", Enumerable.Range(0, 30).Select(t => Monday.AddMonths(t).AddDays(-1)), "last days of months");
        Finds("3 months", Enumerable.Range(0, 30).Select(t => Monday.AddMonths(3 * t)));
        Finds("12 months", Enumerable.Range(0, 9).Select(t => Monday.AddYears(t)));
        Finds("business days", Enumerable.Range(0, 40).Where(t => t % 7 < 5 && t != 9).Select(t => Monday.AddDays(t)));
        Finds("7.00:00:00", Enumerable.Range(0, 9).Select(t => Monday.AddDays(7 * t)), "weekly on Mondays");

        static void Finds(string step, IEnumerable<DateTime> times, string which = "")
        {
            var steps = SeriesSteps.Of([[.. times.Select(t => t.Ticks)]], null);
            Assert.AreEqual(step, steps.Step.ToString(), which);
            Assert.IsTrue(steps.Even, step);
        }
    }

    [TestMethod]
    public void Clocks_a_little_early_or_late_are_even_and_events_are_not()
    {
        var random = new Random(1);
        var clock = Enumerable.Range(0, 100).Select(t => Monday.AddMinutes(t + (0.1 * (random.NextDouble() - 0.5))).Ticks).ToArray();
        Assert.IsTrue(SeriesSteps.Of([clock], null).Even);
        var at = Monday;
        var events = Enumerable.Range(0, 100).Select(_ => (at += TimeSpan.FromMinutes(-Math.Log(1 - random.NextDouble()))).Ticks).ToArray();
        Assert.IsFalse(SeriesSteps.Of([events], null).Even);
        Assert.IsFalse(SeriesSteps.Of([clock], Frequency.RowOrder).Even);
        Assert.IsTrue(SeriesSteps.Of([clock], Frequency.EveryMonths(1)).Even, "what is given is taken");
    }

    [TestMethod]
    public void Steps_are_counted_and_added_in_the_calendar()
    {
        var friday = Monday.AddDays(4).Ticks;
        Assert.AreEqual(Monday.AddDays(7).Ticks, Frequency.BusinessDays.After(friday, 1));
        Assert.AreEqual(6, Frequency.BusinessDays.Between(friday, Monday.AddDays(14).Ticks));
        Assert.AreEqual(1, Frequency.BusinessDays.Between(friday, Monday.AddDays(7).Ticks));
        Assert.AreEqual(2, Frequency.EveryMonths(3).Between(Monday.Ticks, new DateTime(2024, 7, 1).Ticks));
        Assert.AreEqual(new DateTime(2024, 2, 29).Ticks, Frequency.EveryMonths(1).After(new DateTime(2024, 1, 31).Ticks, 1));
        Assert.AreEqual(DateTime.MaxValue.Ticks, Frequency.EveryMonths(1200).After(Monday.Ticks, 100));
        Assert.AreEqual(DateTime.MaxValue.Ticks, Frequency.Every(TimeSpan.MaxValue).After(Monday.Ticks, 100));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Frequency.EveryMonths(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Frequency.Every(TimeSpan.Zero));
    }

    [TestMethod]
    public void Steps_between_times_are_whole_months_or_the_usual_distance()
    {
        Assert.AreEqual(Frequency.EveryMonths(1), Step("2024-01-01", "2024-02-01", "2024-03-01"));
        Assert.AreEqual(Frequency.EveryMonths(3), Step("2024-01-15", "2024-04-15", "2024-07-15", "2024-10-15"));
        Assert.AreEqual(Frequency.EveryMonths(12), Step("2022-06-30", "2023-06-30", "2024-06-30"));
        Assert.AreEqual(Frequency.Every(TimeSpan.FromTicks(TimeSpan.TicksPerDay)), Step("2024-01-01", "2024-01-02", "2024-01-03"));
        Assert.AreEqual(Frequency.Every(TimeSpan.FromTicks(7 * TimeSpan.TicksPerDay)), Step("2024-01-01", "2024-01-08", "2024-01-15"));
        Assert.AreEqual(Frequency.Every(TimeSpan.FromTicks(TimeSpan.TicksPerHour)),
            Step("2024-01-01 00:00", "2024-01-01 01:00", "2024-01-01 05:00", "2024-01-01 06:00"),
            "a gap is not the rule");
    }

    [TestMethod]
    public void The_ends_of_months_are_months_apart_however_long_these_are()
    {
        Assert.AreEqual(Frequency.EveryMonths(1), Step("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"));
        Assert.AreEqual(Frequency.EveryMonths(1), Step("2023-12-30", "2024-01-30", "2024-02-29", "2024-03-30"));
        Assert.AreNotEqual(Frequency.EveryMonths(1), Step("2024-01-31", "2024-02-28", "2024-03-31"), "2024 has a 29th of February");
        Assert.AreEqual(
            Frequency.Every(TimeSpan.FromTicks(30 * TimeSpan.TicksPerDay)),
            Step("2024-04-01 00:00", "2024-05-01 00:00", "2024-05-31 00:00"));
        Assert.AreEqual(FrequencyUnit.Time, Step("2024-01-01 00:00", "2024-02-01 01:00", "2024-03-01 02:00").Unit,
            "at the same day but not the same time");
    }

    [TestMethod]
    public void One_time_alone_is_taken_for_a_day_and_equal_ones_still_move_on()
    {
        Assert.AreEqual(Frequency.Every(TimeSpan.FromTicks(TimeSpan.TicksPerDay)), Step());
        Assert.AreEqual(Frequency.Every(TimeSpan.FromTicks(TimeSpan.TicksPerDay)), Step("2024-01-01"));
        Assert.AreEqual(Frequency.Every(TimeSpan.FromTicks(1)), Step("2024-01-01", "2024-01-01"));
    }

    [TestMethod]
    public void The_time_some_steps_later_is_days_or_months_later()
    {
        Assert.AreEqual(Ticks("2024-03-03"), Frequency.Every(TimeSpan.FromDays(1)).After(Ticks("2024-02-28"), 4));
        Assert.AreEqual(Ticks("2025-01-15"), Frequency.EveryMonths(3).After(Ticks("2024-07-15"), 2));
        Assert.AreEqual(Ticks("2024-02-29"), Frequency.EveryMonths(1).After(Ticks("2024-01-31"), 1));
        Assert.AreEqual(Ticks("2024-03-31"), Frequency.EveryMonths(1).After(Ticks("2024-01-31"), 2),
            "counted from the last day seen, not from the one between");
    }

    private static long Ticks(string time) => DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture).Ticks;

    private static Frequency Step(params string[] times) => SeriesSteps.Of([Array.ConvertAll(times, Ticks)], null).Step;
}

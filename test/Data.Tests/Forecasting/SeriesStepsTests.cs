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
}

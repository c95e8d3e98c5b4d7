namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesWindowingTests
{
    private static readonly SeriesWindowing Plain = new(
        5, 3, SeriesDifferencing.None, 7, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, Mask: false, 0, [], null);

    private static readonly SeriesScale Scale = new(0, 1);

    [TestMethod]
    public void A_plain_window_holds_its_values_alone()
    {
        Assert.AreEqual(0, Plain.Lag);
        Assert.AreEqual(5, Plain.RequiredHistory);
        Assert.AreEqual(1, Plain.Channels);
        Assert.AreEqual(0, Plain.FutureNumbers);
        Assert.AreEqual(5, Plain.InputSize);
    }

    [TestMethod]
    public void Differences_need_the_values_before_the_window()
    {
        Assert.AreEqual(6, (Plain with { Differencing = SeriesDifferencing.First }).RequiredHistory);
        Assert.AreEqual(12, (Plain with { Differencing = SeriesDifferencing.Seasonal }).RequiredHistory);
    }

    [TestMethod]
    public void Every_observation_is_told_with_mask_columns_and_calendar_and_every_step_ahead_with_what_is_known_of_it()
    {
        var full = Plain with
        {
            Mask = true,
            Calendar = CalendarFeatures.HourOfDay | CalendarFeatures.MonthOfYear,
            ExtraScales = [Scale, Scale, Scale],
            PastColumns = 2,
        };
        Assert.AreEqual(1 + 1 + 3 + 4, full.Channels);
        Assert.AreEqual(1 + 4, full.FutureNumbers, "two of three columns are known of the past only");
        Assert.AreEqual((5 * 9) + (3 * 5), full.InputSize);
    }

    [TestMethod]
    public void Places_in_the_calendar_are_points_on_a_circle()
    {
        // Monday, the first of January, six in the morning: a quarter of the day, a seventh of the week.
        CollectionAssert.AreEqual(new[] { 1f, 0, 0.7818f, 0.6235f, 0, 1, 0, 1 }, Calendar(15, new DateTime(2024, 1, 1, 6, 0, 0)));
        CollectionAssert.AreEqual(new[] { 0f, 1 }, Calendar(2, new DateTime(2024, 1, 7)), "Sunday is where the week begins");
        CollectionAssert.AreEqual(new[] { 1f, 0 }, Calendar(8, new DateTime(2024, 4, 30)), "April is a quarter of the year");
        CollectionAssert.AreEqual(new[] { 0f, -1 }, Calendar(8, new DateTime(2024, 7, 1)));
        CollectionAssert.AreEqual(new[] { 0f, -1 }, Calendar(1, new DateTime(2024, 7, 1, 12, 0, 0)));
    }

    [TestMethod]
    public void The_last_day_of_a_year_lies_beside_the_first()
    {
        var (last, first) = (Calendar(4, new DateTime(2023, 12, 31)), Calendar(4, new DateTime(2024, 1, 1)));
        Assert.AreEqual(first[0], last[0], 0.03f);
        Assert.AreEqual(first[1], last[1], 0.03f);
        Assert.IsLessThan(0f, last[0], "just before the turn");
    }

    private static float[] Calendar(int features, DateTime time)
    {
        var windowing = Plain with { Calendar = (CalendarFeatures)features };
        var numbers = new float[windowing.FutureNumbers];
        windowing.WriteCalendar(time.Ticks, numbers);
        return Array.ConvertAll(numbers, number => MathF.Round(number, 4) + 0f);
    }
}

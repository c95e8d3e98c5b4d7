namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class PreparedSeriesTests
{
    private static readonly SeriesWindowing Plain = new(
        2, 2, SeriesDifferencing.None, 0, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, Mask: false, 0, [], null);

    [TestMethod]
    public void Values_are_transformed_then_scaled_and_come_back()
    {
        var windowing = Plain with { Transform = new ValueTransform(0.5) };
        var series = new PreparedSeries(History([1, 4, 9]), new SeriesScale(2, 4), windowing);
        CollectionAssert.AreEqual(new[] { -0.5, 0, 0.5 }, series.Scaled);
        Assert.AreEqual(9, series.Back(0.5), 1e-12);
        Assert.AreEqual(0, series.Back(-100), "below what a square root reaches");
    }

    [TestMethod]
    public void Only_the_known_part_of_a_history_is_scaled_and_checked()
    {
        var windowing = Plain with { Transform = ValueTransform.Log };
        var history = History([1, 1, float.NaN, -1]);
        Assert.HasCount(2, new PreparedSeries(history, new SeriesScale(0, 1), windowing, known: 2).Scaled);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() =>
            new PreparedSeries(History([1, 0]), new SeriesScale(0, 1), windowing));
        StringAssert.Contains(error.Message, "The value 0 in row 1 ");
    }

    [TestMethod]
    public void Columns_known_of_the_future_are_scaled_and_beyond_their_rows_unknown()
    {
        var windowing = Plain with { ExtraScales = [new SeriesScale(0, 1), new SeriesScale(10, 2)], PastColumns = 1 };
        var series = new PreparedSeries(History([1, 2], extras: [[5, 14], [6, 6]]), new SeriesScale(0, 1), windowing);
        var all = new float[2];
        Assert.IsTrue(series.WriteKnown(1, 0, all));
        CollectionAssert.AreEqual(new[] { 6f, -2 }, all);
        var future = new float[1];
        Assert.IsTrue(series.WriteKnown(0, 1, future));
        Assert.AreEqual(2f, future[0]);
        Assert.IsFalse(series.WriteKnown(2, 1, future), "no row tells it");
        Assert.IsTrue(series.WriteKnown(2, 2, []), "nothing is asked");
    }

    [TestMethod]
    public void The_calendar_of_steps_ahead_is_counted_on_from_the_last_time()
    {
        var windowing = Plain with { Calendar = CalendarFeatures.MonthOfYear, Steps = new SeriesSteps(Frequency.EveryMonths(3), true) };
        var series = new PreparedSeries(
            History([1, 2], times: [new DateTime(2023, 10, 1), new DateTime(2024, 1, 1)]), new SeriesScale(0, 1), windowing);
        Assert.AreEqual((0f, 1f), Place(series, 1), "January");
        Assert.AreEqual((1f, 0f), Place(series, 2), "April");
        Assert.AreEqual((0f, -1f), Place(series, 3), "July");
        Assert.AreEqual((0f, 1f), Place(series, 5), "and January again");
    }

    [TestMethod]
    public void After_a_short_month_the_ends_of_months_go_on_at_their_ends()
    {
        var windowing = Plain with { Calendar = CalendarFeatures.DayOfYear, Steps = new SeriesSteps(Frequency.EveryMonths(1), true) };
        DateTime[] seen = [new(2024, 1, 31), new(2024, 2, 29)], all = [.. seen, new(2024, 3, 31), new(2024, 4, 30), new(2024, 5, 31)];
        var foretold = new PreparedSeries(History([1, 2], times: seen), new SeriesScale(0, 1), windowing);
        var known = new PreparedSeries(History([1, 2, 3, 4, 5], times: all), new SeriesScale(0, 1), windowing);
        for (var index = 0; index < all.Length; index++)
            Assert.AreEqual(Place(known, index), Place(foretold, index),
                all[index].ToString("M", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static (float, float) Place(PreparedSeries series, int index)
    {
        var numbers = new float[2];
        Assert.IsTrue(series.WriteKnown(index, 0, numbers));
        return (MathF.Round(numbers[0], 5) + 0f, MathF.Round(numbers[1], 5) + 0f);
    }

    private static SeriesHistory History(float[] values, DateTime[]? times = null, float[][]? extras = null)
    {
        var series = new SeriesHistory("");
        for (var row = 0; row < values.Length; row++)
            series.Add(new SeriesObservation("", values[row], times?[row].Ticks, extras?[row] ?? [], row));
        return series;
    }
}

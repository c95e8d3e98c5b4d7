using DeepML.Data;

namespace DeepML.Transforms.Tests.Forecasting;

[TestClass]
public sealed class ForecastStateTests
{
    private static readonly SeriesColumns Columns = new("Value", "Shop", null, [], []);

    private static readonly SeriesWindowing Plain = new(
        2, 1, SeriesDifferencing.None, 0, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, Mask: false, 0, [], null);

    private static readonly SeriesGaps Gaps = new(GapHandling.Fill, 2, 0);

    [TestMethod]
    public void Only_the_last_observations_are_kept()
    {
        var state = new ForecastState(kept: 3);
        state.Add(History("north", 1, 2, 3, 4, 5));
        CollectionAssert.AreEqual(new float[] { 3, 4, 5 }, state.Find("north", "Shop").Values);
        Observe(state, "north", 6);
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, state.Find("north", "Shop").Values);
    }

    [TestMethod]
    public void The_only_series_needs_no_name_and_one_of_several_does()
    {
        var state = new ForecastState(kept: 4);
        state.Add(History("north", 1, 2));
        Assert.AreEqual("north", state.Only().Name);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => State().Only()).Message, "knows 2 series: say which one");
    }

    [TestMethod]
    public void A_copy_goes_its_own_way()
    {
        var state = State();
        var copy = state.Clone();
        Observe(copy, "north", 9);
        Assert.AreEqual(2, state.Find("north", null).Count);
        Assert.AreEqual(3, copy.Find("north", null).Count);
    }

    [TestMethod]
    public void An_unknown_series_is_refused_with_the_known_ones()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => State().Find("west", "Shop"));
        StringAssert.Contains(error.Message, "Series 'west' of column 'Shop' was not in the training data. Known: north, south.");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => State().Find("west", null)).Message,
                "without SeriesColumnName the model has one series");
        var many = new ForecastState(1);
        for (var i = 0; i < 21; i++)
            many.Add(History($"s{i:00}", 1));
        var message = Assert.ThrowsExactly<InvalidOperationException>(() => many.Find("x", "Shop")).Message;
        StringAssert.Contains(message, "s18, s19, ....");
        Assert.IsFalse(message.Contains("s20", StringComparison.Ordinal), "no more than twenty are named");
    }

    [TestMethod]
    public void An_observation_that_is_refused_leaves_the_state_as_it_was()
    {
        var state = State();
        Assert.ThrowsExactly<InvalidOperationException>(() =>
            state.Observe(Of("north", -1), Columns, Gaps, Plain with { Transform = ValueTransform.Log }), "no logarithm");
        Assert.ThrowsExactly<InvalidOperationException>(
            () => state.Observe(Of("north", float.NaN), Columns, Gaps with { Handling = GapHandling.Refuse }, Plain));
        CollectionAssert.AreEqual(new float[] { 1, 2 }, state.Find("north", null).Values);
    }

    [TestMethod]
    public void A_missing_value_is_filled_from_the_past_until_the_gap_is_too_long()
    {
        var state = State();
        Observe(state, "north", float.NaN);
        Observe(state, "north", float.NaN);
        CollectionAssert.AreEqual(new float[] { 1, 2, 2, 2 }, state.Find("north", null).Values);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Observe(state, "north", float.NaN)).Message, "NaN in 3 rows on end");
    }

    [TestMethod]
    public void A_time_that_goes_back_is_refused()
    {
        var columns = Columns with { Time = "Day" };
        var state = new ForecastState(4);
        var series = new SeriesHistory("north");
        series.Add(new SeriesObservation("north", 1, 100, [], 0));
        state.Add(series);
        Assert.ThrowsExactly<InvalidOperationException>(
            () => state.Observe(new SeriesObservation("north", 2, 100, [], 1), columns, Gaps, Plain));
        Assert.AreEqual(2, state.Observe(new SeriesObservation("north", 2, 101, [], 1), columns, Gaps, Plain).Count);
    }

    [TestMethod]
    public void A_saved_series_comes_back_whole()
    {
        var series = new SeriesHistory("north");
        series.Add(new SeriesObservation("north", 1, 100, [0.5f], 7));
        series.Add(new SeriesObservation("north", float.NaN, 101, [0.6f], 8));
        var saved = SavedSeries.Of(series, new SeriesScale(1, 2), null);
        var restored = saved.Restore();
        Assert.AreEqual("north", restored.Name);
        CollectionAssert.AreEqual(series.Values, restored.Values);
        CollectionAssert.AreEqual(new[] { true, false }, restored.Observed);
        CollectionAssert.AreEqual(new long[] { 100, 101 }, restored.Ticks);
        CollectionAssert.AreEqual(new long[] { 7, 8 }, restored.Rows);
        Assert.AreEqual(0.6f, restored.Extras[1][0]);
        Assert.AreEqual(1, restored.MissingAtEnd);
    }

    [TestMethod]
    public void A_saved_series_whose_columns_differ_in_length_is_damaged()
    {
        var saved = SavedSeries.Of(History("north", 1, 2), new SeriesScale(0, 1), null);
        foreach (var damaged in new[]
        {
            saved with { Observed = [true] }, saved with { Extras = [[]] }, saved with { Rows = [0, 1, 2] }, saved with { Ticks = [5] },
                saved with { Values = [1] }, saved with { Guard = new SeriesGuard(null, 1, 60, 0, 1, 2, true, false, [1], []) },
                saved with { Guard = new SeriesGuard(
                    new SimpleMethod(SimpleKind.Theta, null, null, 0), 1, 60, 0, 1, 2, true, false, [], []) },
        })
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(damaged.Restore).Message, "series 'north' is damaged");
    }

    private static ForecastState State()
    {
        var state = new ForecastState(kept: 4);
        state.Add(History("north", 1, 2));
        state.Add(History("south", 3));
        return state;
    }

    private static void Observe(ForecastState state, string name, float value) =>
        state.Observe(Of(name, value), Columns, Gaps, Plain);

    private static SeriesObservation Of(string name, float value) => new(name, value, null, [], 99);

    private static SeriesHistory History(string name, params float[] values)
    {
        var series = new SeriesHistory(name);
        for (var row = 0; row < values.Length; row++)
            series.Add(new SeriesObservation(name, values[row], null, [], row));
        return series;
    }
}

using DeepML.Data;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>How far a forecast may go from what its series has shown, against numbers worked out by hand.</summary>
[TestClass]
public sealed class SeriesGuardTests
{
    private static readonly SimpleMethod Last = new(SimpleKind.LastValue, null, null, 0);

    private static readonly SeriesGuard Guard = new(Last, 0.25, 10, 0, 10, 100, true, false, [2, 3], [4, 1000]);

    private static readonly SeriesWindowing Plain = new(
        2, 1, SeriesDifferencing.None, 0, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, Mask: false, 0, [], null);

    [TestMethod]
    [DataRow(4.0, 8.0, 7.0)]
    [DataRow(60.0, 0.0, 15.0)]
    [DataRow(-20.0, 0.0, -5.0)]
    public void A_forecast_is_drawn_towards_the_simple_one_and_left_alone_near_the_history(double network, double simple, double expected)
    {
        var heldBack = false;
        Assert.AreEqual(expected, Guard.Hold(network, simple, 0, (0, 10), ref heldBack), 1e-12);
        Assert.IsFalse(heldBack);
    }

    [TestMethod]
    public void Beyond_half_the_range_it_is_held_back_smoothly_on_either_side()
    {
        var heldBack = false;
        Assert.AreEqual(15 + (5 * Math.Tanh(5)), Guard.Hold(100, 20, 0, (0, 10), ref heldBack), 1e-9); // 40 is 25 beyond 15
        Assert.IsTrue(heldBack);
        heldBack = false;
        Assert.AreEqual(-5 - (5 * Math.Tanh(1)), Guard.Hold(-40, 0, 0, (0, 10), ref heldBack), 1e-9); // -10 is 5 beyond -5
        Assert.IsTrue(heldBack);
    }

    [TestMethod]
    public void Far_ahead_a_line_through_the_history_may_go_on()
    {
        var heldBack = false;
        // 50 steps ahead of 100: the margin is the whole range
        Assert.AreEqual(19.0, Guard.Hold(76, 0, 49, (0, 10), ref heldBack), 1e-12);
        Assert.IsFalse(heldBack);
        Guard.Hold(76, 0, 24, (0, 10), ref heldBack);
        Assert.IsTrue(heldBack, "25 steps ahead it is half the range");
    }

    [TestMethod]
    public void What_was_seen_since_widens_the_range()
    {
        var heldBack = false;
        Assert.AreEqual(25, Guard.Hold(100, 0, 0, (0, 20), ref heldBack), 1e-12);
        Assert.IsFalse(heldBack);
        Assert.AreEqual(15, Guard.Hold(60, 0, 0, (3, 4), ref heldBack), 1e-12, "and less does not narrow it");
    }

    [TestMethod]
    public void Without_a_share_of_the_network_what_it_says_does_not_matter()
    {
        var heldBack = false;
        Assert.AreEqual(8, (Guard with { NetworkWeight = 0 }).Hold(double.NaN, 8, 0, (0, 10), ref heldBack));
    }

    [TestMethod]
    public void A_series_that_never_moved_goes_on_as_it_is()
    {
        var heldBack = false;
        Assert.AreEqual(5, (Guard with { Lowest = 5, Highest = 5 }).Hold(9, 9, 0, (5, 5), ref heldBack));
        Assert.IsTrue(heldBack);
    }

    [TestMethod]
    public void Bounds_are_those_of_Students_t_and_wider_where_few_errors_were_measured()
    {
        // 2.776 and 3.182: the 97.5 % points with 4 and 3 degrees of freedom
        Assert.AreEqual(2 * 1.25 * 2.776, Guard.Distance(0, 0.95), 0.03);
        Assert.AreEqual(2 * (4 / 3.0) * 3.182, (Guard with { Freedom = [1, 1] }).Distance(0, 0.95), 0.08, "three at least");
        Assert.AreEqual(3 * 1.001 * 1.962, Guard.Distance(1, 0.95), 0.01);
    }

    [TestMethod]
    public void Beyond_the_steps_measured_errors_grow_like_those_of_a_walk()
    {
        Assert.AreEqual(2 * Guard.Distance(1, 0.8), Guard.Distance(7, 0.8), 1e-12);
        Assert.IsGreaterThan(Guard.Distance(1, 0.8), Guard.Distance(2, 0.8));
    }

    [TestMethod]
    public void Numbers_of_a_file_that_do_not_fit_together_are_told()
    {
        Assert.IsTrue(Guard.IsWhole);
        Assert.IsTrue((Guard with { Deviations = [], Freedom = [], Method = null }).IsWhole);
        Assert.IsFalse((Guard with { Freedom = [1] }).IsWhole);
        Assert.IsFalse((Guard with { Memory = 0 }).IsWhole);
        Assert.IsFalse((Guard with { NetworkWeight = 1.01 }).IsWhole);
        Assert.IsFalse((Guard with { NetworkWeight = double.NaN }).IsWhole);
        Assert.IsFalse((Guard with { Method = new SimpleMethod(SimpleKind.Smoothing, null, null, 0) }).IsWhole);
        Assert.IsFalse((Guard with { Deviations = [], Freedom = [] }).HasBounds);
    }

    [TestMethod]
    public void A_place_in_a_series_gives_forecast_and_bounds_in_the_series_own_unit()
    {
        var place = Place(null, [1, 2, 3], new SeriesScale(100, 10));
        place.Set(0, 0.5, (0.1, 0.2));
        CollectionAssert.AreEqual(new float[] { 105, 0 }, place.Forecast);
        Assert.AreEqual(104, place.Lower[0], 1e-4);
        Assert.AreEqual(107, place.Upper[0], 1e-4);
        Assert.IsFalse(place.HeldBack);
    }

    [TestMethod]
    public void What_was_never_below_0_is_never_forecast_below_it()
    {
        var guard = Guard with { NetworkWeight = 1 };
        var place = Place(guard, [1, 2, 3], new SeriesScale(0, 1));
        place.Set(0, -4, (3, 9));
        Assert.AreEqual((0f, 0f, 5f), (place.Forecast[0], place.Lower[0], place.Upper[0]));
        var below = Place(guard, [1, -2, 3], new SeriesScale(0, 1));
        below.Set(0, -4, (3, 9));
        Assert.AreEqual((-4f, -7f, 5f), (below.Forecast[0], below.Lower[0], below.Upper[0]), "this one was");
    }

    [TestMethod]
    public void A_step_whose_columns_are_not_known_has_no_forecast_and_is_not_held_back()
    {
        var place = Place(Guard, [1, 2, 3], new SeriesScale(0, 1));
        place.Set(0, 1000, (1, 1));
        Assert.IsTrue(place.HeldBack);
        place.IsKnown = false;
        place.Set(1, 1000, (1, 1));
        Assert.IsTrue(float.IsNaN(place.Forecast[1]));
        Assert.IsFalse(place.HeldBack);
    }

    [TestMethod]
    public void Going_on_takes_what_was_said_as_observed()
    {
        var place = Place(null, [1, 2, 3], new SeriesScale(0, 1));
        place.MoveOn([4], 0.5, 0.75);
        Assert.AreEqual((0.5, 0.75), (place.Below, place.Above));
        Assert.AreEqual(4, place.Window.End);
    }

    [TestMethod]
    public void The_simple_method_looks_back_as_far_as_it_remembers()
    {
        var mean = new SimpleMethod(SimpleKind.LastSeason, null, null, 3);
        var guard = Guard with { Method = mean, NetworkWeight = 0, Lowest = 0, Highest = 100 };
        var place = Place(guard, [7, 8, 9, 1, 2, 3], new SeriesScale(0, 1));
        place.Set(0, 50, (1, 2));
        place.Set(1, 50, (1, 2));
        CollectionAssert.AreEqual(new float[] { 1, 2 }, place.Forecast, "the season before");
        Assert.AreEqual((0f, 4f), (place.Lower[0], place.Upper[1]));
        var forgetful = Place(guard with { Memory = 2 }, [7, 8, 9, 1, 2, 3], new SeriesScale(0, 1));
        forgetful.Set(0, 50, (1, 2));
        Assert.AreEqual(3f, forgetful.Forecast[0], "of two values there is no season of three, so the last one goes on");
    }

    [TestMethod]
    public void The_network_and_the_simple_method_share_every_step()
    {
        var place = Place(Guard, [1, 2, 4], new SeriesScale(0, 1));
        place.Set(0, 8, (0, 0));
        place.Set(1, 0, (0, 0));
        CollectionAssert.AreEqual(new float[] { 5, 3 }, place.Forecast, "a quarter of the network's, and three of the last value");
    }

    private static ForecastPlace Place(SeriesGuard? guard, float[] values, SeriesScale scale)
    {
        var series = new SeriesHistory("");
        for (var row = 0; row < values.Length; row++)
            series.Add(new SeriesObservation("", values[row], null, [], row));
        return new ForecastPlace(new SeriesWindow(new PreparedSeries(series, scale, Plain), values.Length, 2), guard, 2);
    }
}

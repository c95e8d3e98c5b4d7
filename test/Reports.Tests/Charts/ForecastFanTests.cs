using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Reports.Tests.Charts;

[TestClass]
public sealed class ForecastFanTests
{
    private static readonly float[] Values = [1, 2, 3, 4, 5];

    [TestMethod]
    public void Without_times_observations_are_numbered_and_a_forecast_begins_behind_its_own()
    {
        var fan = new ForecastFan(Values, null);
        fan.Add("then", 1, 2, [10, 11], null);
        var chart = fan.Finish(1, "passengers");
        var lines = chart.Series.OfType<LineSeries>().Where(series => series is not AreaSeries).ToArray();
        CollectionAssert.AreEqual(new[] { 3.0, 4 }, lines[0].Points.Select(point => point.X).ToArray());
        CollectionAssert.AreEqual(new[] { 10.0, 11 }, lines[0].Points.Select(point => point.Y).ToArray());
        Assert.AreEqual("measured", lines[1].Title);
        CollectionAssert.AreEqual(new[] { 1.0, 2, 3, 4 }, lines[1].Points.Select(point => point.X).ToArray(), "from the first shown");
        Assert.AreEqual(2, ((LineAnnotation)chart.Annotations.Single()).X, "the observation it was made after");
        Assert.AreEqual("observation", chart.Axes[0].Title);
        Assert.AreEqual("passengers", chart.Axes[1].Title);
    }

    [TestMethod]
    public void Bounds_are_a_band_under_the_forecast()
    {
        var fan = new ForecastFan(Values, null);
        fan.Add("now", 0, 4, [6, 7], ([5, 5], [7, 9]));
        var chart = fan.Finish(0, "unit");
        var band = (AreaSeries)chart.Series[0];
        Assert.AreEqual("now: bounds", band.Title);
        CollectionAssert.AreEqual(new[] { 5.0, 5 }, band.Points.Select(point => point.Y).ToArray());
        CollectionAssert.AreEqual(new[] { 7.0, 9 }, band.Points2.Select(point => point.Y).ToArray());
        CollectionAssert.AreEqual(new[] { 5.0, 6 }, band.Points.Select(point => point.X).ToArray());
        Assert.AreEqual("now", chart.Series[1].Title);
    }

    [TestMethod]
    public void Steps_behind_the_last_time_are_as_long_as_the_last_one()
    {
        DateTime[] times = [new(2026, 1, 1), new(2026, 1, 2), new(2026, 1, 3), new(2026, 1, 4), new(2026, 1, 6)];
        var fan = new ForecastFan(Values, times);
        fan.Add("now", 0, 4, [6, 7], null);
        var chart = fan.Finish(0, "unit");
        Assert.IsInstanceOfType<DateTimeAxis>(chart.Axes[0]);
        var points = chart.Series.OfType<LineSeries>().First().Points;
        Assert.AreEqual(new DateTime(2026, 1, 8), Day(points[0].X));
        Assert.AreEqual(new DateTime(2026, 1, 10), Day(points[1].X));
    }

    [TestMethod]
    public void A_single_observation_has_no_step_to_go_on_by()
    {
        var fan = new ForecastFan([3], [new DateTime(2026, 1, 1)]);
        fan.Add("now", 0, 0, [4], null);
        Assert.AreEqual(
            new DateTime(2026, 1, 1), Day(fan.Finish(0, "").Series.OfType<LineSeries>().First().Points[0].X));
    }

    [TestMethod]
    public void Observations_that_are_missing_leave_a_gap()
    {
        var measured = new ForecastFan([1, float.NaN, 3], null).Finish(0, "").Series.OfType<LineSeries>().Single();
        Assert.IsTrue(double.IsNaN(measured.Points[1].Y));
        Assert.HasCount(3, measured.Points);
    }

    private static DateTime Day(double x) => DateTimeAxis.ToDateTime(x, TimeSpan.FromMinutes(1));
}

using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Reports.Tests;

[TestClass]
public sealed class SearchChartsTests
{
    private static readonly Dictionary<string, SearchDimension> Space = new()
    {
        ["rate"] = new NumberDimension(1e-4, 1) { IsLogarithmic = true },
        ["units"] = new WholeDimension(1, 9),
        ["rule"] = new ChoiceDimension("adam", "descent"),
    };

    [TestMethod]
    public void Trials_are_points_beside_the_best_so_far_and_failures_are_left_out()
    {
        var chart = ReportCharts.SearchTrials(Result(lowerIsBetter: true));
        var line = chart.Series.OfType<StairStepSeries>().Single();
        CollectionAssert.AreEqual(new[] { 3.0, 1, 1, 1 }, line.Points.Select(point => point.Y).ToArray());
        CollectionAssert.AreEqual(new[] { 1.0, 3, 4, 4 }, line.Points.Select(point => point.X).ToArray());
        CollectionAssert.AreEqual(
            new[] { "trials:1,4", "stopped early:3" },
            chart.Series.OfType<ScatterSeries>().Select(s => $"{s.Title}:{string.Join(",", s.Points.Select(p => p.X))}").ToArray());
        var highest = ReportCharts.SearchTrials(Result(lowerIsBetter: false)).Series.OfType<StairStepSeries>().Single();
        CollectionAssert.AreEqual(new[] { 3.0, 3, 3, 3 }, highest.Points.Select(point => point.Y).ToArray());
    }

    [TestMethod]
    public void The_axis_of_a_dimension_is_of_its_kind_and_the_best_stands_out()
    {
        var result = Result(lowerIsBetter: true);
        Assert.IsInstanceOfType<LogarithmicAxis>(ReportCharts.SearchDimension(result, "rate").Axes[0]);
        Assert.IsInstanceOfType<LinearAxis>(ReportCharts.SearchDimension(result, "units").Axes[0]);
        var choices = ReportCharts.SearchDimension(result, "rule");
        Assert.IsInstanceOfType<CategoryAxis>(choices.Axes[0]);
        var best = choices.Series.OfType<ScatterSeries>().Single(series => series.Title == "best");
        Assert.AreEqual((1.0, 1.0), (best.Points[0].X, best.Points[0].Y), "the second choice");
        StringAssert.Contains(ReportCharts.ToSvg(choices), "descent");
        var error = Assert.ThrowsExactly<ArgumentException>(() => ReportCharts.SearchDimension(result, "rat"));
        StringAssert.Contains(error.Message, "no dimension 'rat'; it has rate, rule, units");
    }

    private static SearchResult Result(bool lowerIsBetter) => new(
        Space, [Trial(1, 3), Trial(2, null), Trial(3, 1, SearchOutcome.StoppedEarly), Trial(4, 2)], lowerIsBetter);

    private static SearchTrial Trial(int id, double? metric, SearchOutcome outcome = SearchOutcome.Measured) =>
        new(id, new Dictionary<string, object> { ["rate"] = id * 0.01, ["units"] = id, ["rule"] = id == 3 ? "descent" : "adam" })
        {
            Metric = metric,
            Outcome = metric is null ? SearchOutcome.Failed : outcome,
        };
}

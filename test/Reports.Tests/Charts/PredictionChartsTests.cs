using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Reports.Tests.Charts;

[TestClass]
public sealed class PredictionChartsTests
{
    [TestMethod]
    public void Reliability_is_drawn_in_the_unit_square_beside_its_diagonal()
    {
        var chart = PredictionCharts.Reliability([new CalibrationBin(3, 0.25, 0.5), new CalibrationBin(1, 0.9, 1)]);
        foreach (var axis in chart.Axes)
            Assert.AreEqual((0.0, 1.0), (axis.Minimum, axis.Maximum));
        var lines = chart.Series.Cast<LineSeries>().ToArray();
        CollectionAssert.AreEqual(new[] { new DataPoint(0, 0), new DataPoint(1, 1) }, lines[0].Points);
        CollectionAssert.AreEqual(new[] { new DataPoint(0.25, 0.5), new DataPoint(0.9, 1) }, lines[1].Points);
    }

    [TestMethod]
    public void Predicted_numbers_lie_over_the_right_ones_and_the_diagonal_spans_these()
    {
        var chart = PredictionCharts.Scatter([1, 3, 2], [10, 30, 20], "a title");
        var points = chart.Series.OfType<ScatterSeries>().Single().Points;
        CollectionAssert.AreEqual(new[] { 1.0, 3, 2 }, points.Select(point => point.X).ToArray());
        CollectionAssert.AreEqual(new[] { 10.0, 30, 20 }, points.Select(point => point.Y).ToArray());
        CollectionAssert.AreEqual(
            new[] { new DataPoint(1, 1), new DataPoint(3, 3) }, chart.Series.OfType<LineSeries>().Single().Points);
        Assert.AreEqual("a title", chart.Title);
    }

    [TestMethod]
    [DataRow(4, 5)]
    [DataRow(100, 10)]
    [DataRow(10_000, 40)]
    public void Bars_are_the_root_of_the_rows_between_5_and_40(int rows, int bars)
    {
        var items = Bars(PredictionCharts.Histogram([.. Enumerable.Range(0, rows).Select(i => (double)i)], "title", "unit"));
        Assert.HasCount(bars, items);
        Assert.AreEqual(rows, items.Sum(bar => bar.Y1));
        Assert.AreEqual(0, items[0].X0);
        Assert.AreEqual(rows - 1, items[^1].X1, 1e-9);
        for (var i = 1; i < items.Count; i++)
            Assert.AreEqual(items[i - 1].X1, items[i].X0, 1e-9, "no gaps");
    }

    [TestMethod]
    public void The_largest_value_is_in_the_last_bar_and_equal_values_are_in_one()
    {
        CollectionAssert.AreEqual(
            new[] { 1.0, 0, 0, 0, 2 }, Bars(PredictionCharts.Histogram([0, 10, 10], "", "")).Select(bar => bar.Y1).ToArray());
        var one = Bars(PredictionCharts.Histogram([7, 7], "", "")).Single();
        Assert.AreEqual((7.0, 8.0, 2.0), (one.X0, one.X1, one.Y1));
    }

    [TestMethod]
    public void A_mark_stands_at_its_value_with_its_words()
    {
        var mark = (LineAnnotation)PredictionCharts.Histogram([1, 2], "", "", (1.5, "threshold")).Annotations.Single();
        Assert.AreEqual((1.5, "threshold"), (mark.X, mark.Text));
        Assert.IsEmpty(PredictionCharts.Histogram([1, 2], "", "").Annotations);
    }

    [TestMethod]
    public void Squares_of_a_confusion_are_shares_of_the_right_class_and_dark_ones_have_white_words()
    {
        var chart = PredictionCharts.Confusion(new long[,] { { 9, 1 }, { 0, 0 } }, ["a", "b"]);
        var shares = chart.Series.OfType<HeatMapSeries>().Single().Data; // [predicted, right]
        Assert.AreEqual((0.9, 0.1), (shares[0, 0], shares[1, 0]));
        Assert.AreEqual((0.0, 0.0), (shares[0, 1], shares[1, 1]), "of a class without rows there is no share");
        var words = chart.Annotations.Cast<TextAnnotation>().ToArray();
        CollectionAssert.AreEqual(
            new[] { OxyColors.White, OxyColors.Black, OxyColors.Silver, OxyColors.Silver }, words.Select(word => word.TextColor).ToArray());
        Assert.AreEqual(new DataPoint(1, 0), words[1].TextPosition, "predicted across, right down");
    }

    [TestMethod]
    public void Right_classes_run_from_the_top_down_and_long_names_are_tilted()
    {
        var chart = PredictionCharts.Confusion(new long[2, 2], ["a", "a long name"]);
        var (across, down) = ((CategoryAxis)chart.Axes[0], (CategoryAxis)chart.Axes[1]);
        Assert.AreEqual(("predicted", "right"), (across.Title, down.Title));
        Assert.AreEqual((1.0, 0.0), (down.StartPosition, down.EndPosition));
        Assert.AreEqual((-40.0, 0.0), (across.Angle, down.Angle));
        Assert.AreEqual(0, ((CategoryAxis)PredictionCharts.Confusion(new long[2, 2], ["a", "b"]).Axes[0]).Angle);
    }

    [TestMethod]
    public void Probabilities_of_0_and_1_are_in_the_outer_bins_and_bins_without_rows_are_left_out()
    {
        var bins = CalibrationBin.Of([(0, false), (0.05, true), (1, true), (0.95, false)]);
        Assert.HasCount(2, bins);
        Assert.AreEqual(new CalibrationBin(2, 0.025, 0.5), bins[0]);
        Assert.AreEqual(new CalibrationBin(2, 0.975, 0.5), bins[1]);
        Assert.AreEqual(0.475, CalibrationBin.ExpectedError(bins), 1e-12);
        Assert.IsEmpty(CalibrationBin.Of([]));
    }

    private static List<RectangleBarItem> Bars(PlotModel chart) => [.. ((RectangleBarSeries)chart.Series.Single()).Items];
}

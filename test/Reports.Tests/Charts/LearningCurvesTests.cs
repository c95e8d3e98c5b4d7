using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Reports.Tests.Charts;

[TestClass]
public sealed class LearningCurvesTests
{
    [TestMethod]
    public void A_metric_of_both_kinds_of_rows_is_one_chart_with_two_lines()
    {
        var chart = LearningCurves.Metrics(History(
            Epoch(1, ("accuracy", 0.5), ("validation accuracy", 0.4)), Epoch(2, ("accuracy", 0.7), ("validation accuracy", 0.6)))).Single();
        Assert.AreEqual("accuracy by epoch", chart.Title);
        Assert.AreEqual("accuracy", chart.Axes[1].Title);
        var lines = chart.Series.Cast<LineSeries>().ToArray();
        CollectionAssert.AreEqual(new[] { "training rows", "rows held out" }, lines.Select(line => line.Title).ToArray());
        CollectionAssert.AreEqual(new[] { 0.4, 0.6 }, lines[1].Points.Select(point => point.Y).ToArray());
        Assert.HasCount(1, chart.Legends);
    }

    [TestMethod]
    public void A_metric_that_only_rows_held_out_have_is_named_without_its_prefix()
    {
        var chart = LearningCurves.Metrics(History(Epoch(1, ("validation PSNR", 20)))).Single();
        Assert.AreEqual("PSNR by epoch", chart.Title);
        Assert.AreEqual("rows held out", ((LineSeries)chart.Series.Single()).Title);
        Assert.IsEmpty(chart.Legends, "one line needs no names");
    }

    [TestMethod]
    public void Gradients_of_all_layers_share_one_chart_that_comes_last()
    {
        var charts = LearningCurves.Metrics(History(
            Epoch(1, ("gradient norm first", 1), ("accuracy", 0.5), ("gradient norm second", 0.001)))).ToArray();
        Assert.HasCount(2, charts);
        Assert.AreEqual("gradient norm by epoch", charts[1].Title);
        CollectionAssert.AreEqual(
            new[] { "first", "second" }, charts[1].Series.Cast<LineSeries>().Select(line => line.Title).ToArray());
        Assert.IsInstanceOfType<LogarithmicAxis>(charts[1].Axes[1], "they differ by magnitudes");
    }

    [TestMethod]
    public void An_epoch_without_a_metric_leaves_a_gap()
    {
        var points = ((LineSeries)LearningCurves.Metrics(History(Epoch(1), Epoch(2, ("accuracy", 0.5)))).Single().Series.Single()).Points;
        Assert.IsTrue(double.IsNaN(points[0].Y));
        Assert.AreEqual(new DataPoint(2, 0.5), points[1]);
    }

    [TestMethod]
    public void There_is_no_chart_of_metrics_where_there_are_none() => Assert.IsEmpty(LearningCurves.Metrics(History(Epoch(1))));

    [TestMethod]
    [DataRow(40, MarkerType.Circle)]
    [DataRow(41, MarkerType.None)]
    public void Epochs_are_dotted_while_they_are_few(int epochs, MarkerType markers)
    {
        var history = History([.. Enumerable.Range(1, epochs).Select(epoch => Epoch(epoch))]);
        Assert.AreEqual(markers, ((LineSeries)LearningCurves.Losses(history).Series.Single()).MarkerType);
    }

    [TestMethod]
    public void Losses_that_are_no_numbers_do_not_decide_the_axis()
    {
        var history = History(Epoch(1) with { TrainingLoss = double.PositiveInfinity }, Epoch(2) with { TrainingLoss = 2 });
        Assert.IsNotInstanceOfType<LogarithmicAxis>(LearningCurves.Losses(history).Axes[1]);
        Assert.IsNotInstanceOfType<LogarithmicAxis>(
            LearningCurves.Losses(History(Epoch(1) with { TrainingLoss = double.NaN })).Axes[1]);
    }

    [TestMethod]
    public void There_is_no_epoch_and_a_half()
    {
        var axis = LearningCurves.Losses(History(Epoch(1), Epoch(2))).Axes[0];
        Assert.AreEqual("epoch", axis.Title);
        Assert.AreEqual(1, axis.MinimumMajorStep);
        Assert.AreEqual(1, axis.MinimumMinorStep);
    }

    [TestMethod]
    public void The_pace_is_that_of_each_epoch_and_marks_none()
    {
        var chart = LearningCurves.Pace(History(Epoch(1), Epoch(2), Epoch(3)) with { KeptEpoch = 1 });
        CollectionAssert.AreEqual(
            new[] { 100.0, 200, 300 }, ((LineSeries)chart.Series.Single()).Points.Select(point => point.Y).ToArray());
        Assert.IsEmpty(chart.Annotations);
        Assert.AreEqual("rows a second", chart.Title);
    }

    [TestMethod]
    public void A_history_that_kept_nothing_marks_nothing()
    {
        Assert.IsEmpty(LearningCurves.Losses(History(Epoch(1), Epoch(2)) with { KeptEpoch = 0 }).Annotations);
        var mark = (LineAnnotation)LearningCurves.Losses(History(Epoch(1), Epoch(2)) with { KeptEpoch = 1 }).Annotations.Single();
        Assert.AreEqual(1, mark.X);
        Assert.AreEqual(LineAnnotationType.Vertical, mark.Type);
    }

    [TestMethod]
    public void Rates_show_every_batch_and_the_running_mean_over_it()
    {
        double[] rates = [1e-3, 1e-2, 1e-1], losses = [4, 2, 6];
        var chart = LearningCurves.Rates(new LearningRateCurve(rates, losses), "rates");
        var lines = chart.Series.Cast<LineSeries>().ToArray();
        CollectionAssert.AreEqual(rates, lines[0].Points.Select(point => point.X).ToArray());
        CollectionAssert.AreEqual(losses, lines[0].Points.Select(point => point.Y).ToArray());
        Assert.AreEqual(4, lines[1].Points[0].Y, 1e-12, "of one batch it is that batch's");
        Assert.AreEqual(((0.9 * 0.1 * 4) + (0.1 * 2)) / 0.19, lines[1].Points[1].Y, 1e-12);
        Assert.AreEqual(LegendPosition.TopLeft, ((Legend)chart.Legends.Single()).LegendPosition);
    }

    private static EpochRecord Epoch(int number, params (string Name, double Value)[] metrics) =>
        new(number, number, 0.01, 100 * number) { Metrics = metrics.ToDictionary(metric => metric.Name, metric => metric.Value) };

    private static TrainingHistory History(params EpochRecord[] epochs) => new() { Epochs = epochs };
}

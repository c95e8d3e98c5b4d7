using System.Xml.Linq;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Reports.Tests;

/// <summary>The charts by themselves.</summary>
[TestClass]
public sealed class ChartsTests
{
    [TestMethod]
    public void Losses_by_rate_are_drawn_over_magnitudes_with_the_rate_suggested()
    {
        var chart = ReportCharts.LearningRates(new LearningRateCurve([1e-4, 1e-3, 1e-2], [3, 1, 5]));
        Assert.IsInstanceOfType<LogarithmicAxis>(chart.Axes[0]);
        Assert.HasCount(2, chart.Series);
        StringAssert.Contains(((OxyPlot.Annotations.LineAnnotation)chart.Annotations[0]).Text, "suggested: 0.0001");
        Assert.ThrowsExactly<ArgumentNullException>(() => ReportCharts.LearningRates(null!));
    }

    [TestMethod]
    public void A_learning_curve_has_a_point_for_each_epoch_and_marks_the_one_that_was_kept()
    {
        var chart = ReportCharts.LearningCurve(History([3, 2, 1], [3.5, 2.5, 2.8], kept: 2), "a title");
        Assert.AreEqual("a title", chart.Title);
        var lines = chart.Series.Cast<LineSeries>().ToArray();
        CollectionAssert.AreEqual(new[] { 3.0, 2, 1 }, lines[0].Points.Select(point => point.Y).ToArray());
        CollectionAssert.AreEqual(new[] { 3.5, 2.5, 2.8 }, lines[1].Points.Select(point => point.Y).ToArray());
        Assert.AreEqual("kept: epoch 2", ((OxyPlot.Annotations.LineAnnotation)chart.Annotations.Single()).Text);
        Assert.IsEmpty(ReportCharts.LearningCurve(History([3, 2, 1], null, kept: 3)).Annotations, "the last one needs no mark");
    }

    [TestMethod]
    public void Losses_that_fall_by_magnitudes_are_drawn_by_their_logarithm()
    {
        Assert.IsInstanceOfType<LogarithmicAxis>(ReportCharts.LearningCurve(History([10, 1, 0.1], null, 3)).Axes[1]);
        Assert.IsNotInstanceOfType<LogarithmicAxis>(ReportCharts.LearningCurve(History([10, 1, -0.1], null, 3)).Axes[1], "below 0");
        Assert.IsNotInstanceOfType<LogarithmicAxis>(ReportCharts.LearningCurve(History([3, 2, 1], null, 3)).Axes[1]);
    }

    [TestMethod]
    public void Attention_has_a_square_for_each_pair_of_steps()
    {
        // rows of three numbers, of which two steps are there
        var chart = ReportCharts.Attention([0.25f, 0.75f, 0, 1, 0, 0], ["a", "b"], ["x", "y"], "title");
        var squares = ((RectangleSeries)chart.Series.Single()).Items.ToDictionary(
            item => (item.A.X + 0.5, item.A.Y + 0.5), item => item.Value);
        Assert.HasCount(4, squares);
        Assert.AreEqual(0.75, squares[(1, 0)], "x looks at b");
        Assert.AreEqual(1.0, squares[(0, 1)], "y looks at a");
        StringAssert.Contains(ReportCharts.ToSvg(chart), ">x<");
        var bars = (RectangleBarSeries)ReportCharts.Attention([0.25f, 0.75f], ["a", "b"]).Series.Single();
        CollectionAssert.AreEqual(new[] { 0.25, 0.75 }, bars.Items.Select(item => item.Y1).ToArray());
    }

    [TestMethod]
    public void Attention_of_other_numbers_than_its_steps_need_is_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => ReportCharts.Attention([1f], []));
        Assert.ThrowsExactly<ArgumentException>(() => ReportCharts.Attention([1f], ["a"], []));
        Assert.ThrowsExactly<ArgumentException>(() => ReportCharts.Attention([1f], ["a", "b"]));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => ReportCharts.Attention([1f, 0, 0], ["a"], ["x", "y"])).Message, "3 weights for 2 × 1 steps");
    }

    [TestMethod]
    public void A_confusion_counts_every_pair()
    {
        var ml = new MLContext(seed: 1);
        var report = PredictionReport.Of(ml.Data.LoadFromEnumerable(new[]
        {
            new Scored { Label = 0, Score = [0.9f, 0.1f] }, new Scored { Label = 0, Score = [0.2f, 0.8f] },
            new Scored { Label = 1, Score = [0.3f, 0.7f] },
        }));
        var chart = ReportCharts.Confusion(report, ["no", "yes"]);
        CollectionAssert.AreEqual(
            new[] { "1", "1", "0", "1" }, chart.Annotations.Cast<OxyPlot.Annotations.TextAnnotation>().Select(text => text.Text).ToArray());
        var shares = ((HeatMapSeries)chart.Series.Single()).Data; // [predicted, right]
        Assert.AreEqual(0.5, shares[1, 0]);
        Assert.AreEqual(1, shares[1, 1]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => ReportCharts.Confusion(report, ["no"]));
        StringAssert.Contains(error.Message, "There are 2 classes and 1 names.");
    }

    [TestMethod]
    public void A_chart_scales_with_its_place()
    {
        var svg = XElement.Parse(ReportCharts.ToSvg(ReportCharts.LearningCurve(History([2, 1], null, 2)), 400, 300));
        Assert.AreEqual("svg", svg.Name.LocalName);
        Assert.AreEqual("0 0 400 300", (string?)svg.Attribute("viewBox"));
        Assert.IsNull(svg.Attribute("width"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ReportCharts.ToSvg(new OxyPlot.PlotModel(), 99));
    }

    [TestMethod]
    public void A_partial_dependence_has_a_line_for_each_class_or_one_with_single_rows_behind_it()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml);
        var training = new TrainingOptions { Epochs = 1 };
        using var classes = ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { Training = training }).Fit(data);
        var dependence = classes.PartialDependence(data, "Features[1]", new() { Points = 5 });
        var lines = ReportCharts.PartialDependence(dependence).Series.Cast<LineSeries>().ToArray();
        CollectionAssert.AreEqual(dependence.Answers.ToArray(), lines.Select(line => line.Title).ToArray());
        CollectionAssert.AreEqual(dependence.Averages(2).ToArray(), lines[2].Points.Select(point => point.Y).ToArray());
        using var number = ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Number", Training = training }).Fit(data);
        var chart = ReportCharts.PartialDependence(number.PartialDependence(data, "Features[1]"), "over the second");
        Assert.AreEqual("over the second", chart.Title);
        Assert.HasCount(41, chart.Series);
        StringAssert.Contains(ReportCharts.ToSvg(chart), "Features[1]");
    }

    [TestMethod]
    public void A_histogram_has_each_row_in_one_bar()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i / 10.0)];
        var chart = PredictionCharts.Histogram(values, "values", "unit", (3, "mark"));
        var bars = ((RectangleBarSeries)chart.Series.Single()).Items;
        Assert.AreEqual(100, bars.Sum(bar => bar.Y1));
        Assert.HasCount(10, bars, "the root of the number of rows");
        Assert.AreEqual(5, ((RectangleBarSeries)PredictionCharts.Histogram([2, 2, 2, 2, 2], "", "").Series.Single()).Items.Single().Y1);
    }

    private static TrainingHistory History(double[] losses, double[]? validation, int kept) => new()
    {
        Epochs = [.. losses.Select((loss, i) => new EpochRecord(i + 1, loss, 0.01, 100) { ValidationLoss = validation?[i] })],
        KeptEpoch = kept,
    };

    private sealed class Scored
    {
        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType(2)]
        public float[] Score { get; set; } = [];
    }
}

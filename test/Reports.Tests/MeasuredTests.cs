using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports.Tests;

/// <summary>The numbers of reports are those that ML.NET's evaluators, or a formula, give.</summary>
[TestClass]
public sealed class MeasuredTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [TestMethod]
    public void The_share_of_right_answers_and_the_confusion_are_those_of_MLNETs_evaluator()
    {
        var data = Rows(300);
        using var model = Classifier().Fit(data);
        var metrics = Ml.MulticlassClassification.Evaluate(model.Transform(data), "Class");
        var report = model.Report(data, new ReportOptions { LabelColumnName = "Class" });

        var (words, right) = Page.Tiles(report).Single(tile => tile.Key.StartsWith("right of", StringComparison.Ordinal));
        Assert.AreEqual((100 * metrics.MicroAccuracy).ToString("0.0", CultureInfo.InvariantCulture) + " %", right);
        StringAssert.StartsWith(words, "right of 300 rows; always '");
        var counts = metrics.ConfusionMatrix.Counts.SelectMany(row => row)
            .Select(count => count.ToString("N0", CultureInfo.InvariantCulture));
        var drawn = Page.Of(report).Descendants("svg")
            .Single(svg => (string?)svg.Attribute("aria-label") == "which classes are taken for which")
            .Descendants("text").Select(text => text.Value);
        CollectionAssert.IsSubsetOf(counts.ToArray(), drawn.ToArray());
    }

    [TestMethod]
    public void Labels_that_are_text_are_set_beside_the_classes_of_that_name()
    {
        var data = Rows(200);
        using var model = Ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Name", Training = Short() }).Fit(data);
        var report = model.Report(data, new ReportOptions { LabelColumnName = "Name" });
        StringAssert.StartsWith(Page.Tiles(report).Keys.Single(words => words.Contains("always", StringComparison.Ordinal)
            && words.StartsWith("right", StringComparison.Ordinal)), "right of 200 rows; always '");
    }

    [TestMethod]
    public void A_yes_or_no_is_measured_as_by_MLNETs_evaluator()
    {
        var data = Rows(300);
        using var model = Ml.BinaryClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "IsSecond", Training = Short() }).Fit(data);
        var metrics = Ml.BinaryClassification.Evaluate(model.Transform(data), "IsSecond");
        var tiles = Page.Tiles(model.Report(data, new ReportOptions { LabelColumnName = "IsSecond" }));
        Assert.AreEqual(
            metrics.AreaUnderRocCurve.ToString("0.000", CultureInfo.InvariantCulture), tiles["area under the ROC curve; chance: 0.5"]);
        Assert.AreEqual(
            (100 * metrics.Accuracy).ToString("0.0", CultureInfo.InvariantCulture) + " %",
            tiles.Single(tile => tile.Key.StartsWith("right of", StringComparison.Ordinal)).Value);
        Assert.IsTrue(tiles.ContainsKey("expected calibration error"));
    }

    [TestMethod]
    public void Rows_of_one_answer_alone_have_a_report_that_says_so()
    {
        using var model = Ml.BinaryClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "IsSecond", Training = Short() }).Fit(Rows(100));
        var no = Ml.Data.LoadFromEnumerable(Points(new Random(5), 100).Where(point => !point.IsSecond).ToArray());
        var report = model.Report(no, new ReportOptions { LabelColumnName = "IsSecond" });
        StringAssert.Contains(report.Html, "All rows have one answer in column 'IsSecond'");
        Assert.IsTrue(Page.Tiles(report).Keys.Any(words => words.StartsWith("right of ", StringComparison.Ordinal)));
        var unreadable = Ml.Data.LoadFromEnumerable(new[] { new Point { Features = [float.NaN, 0, 0, 0] } });
        StringAssert.Contains(
            model.Report(unreadable, new ReportOptions { LabelColumnName = "IsSecond" }).Html, "No row could be scored");
    }

    [TestMethod]
    public void A_number_is_measured_as_by_MLNETs_evaluator()
    {
        var data = Rows(300);
        using var model = Ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Sum", Training = Short() }).Fit(data);
        var metrics = Ml.Regression.Evaluate(model.Transform(data), "Sum");
        var tiles = Page.Tiles(model.Report(data, new ReportOptions { LabelColumnName = "Sum" }));
        Assert.AreEqual(metrics.RSquared.ToString("0.000", CultureInfo.InvariantCulture), tiles["R²; always the mean: 0"]);
        Assert.AreEqual(
            metrics.RootMeanSquaredError.ToString("G4", CultureInfo.InvariantCulture),
            tiles.Single(tile => tile.Key.StartsWith("root mean squared error", StringComparison.Ordinal)).Value);
    }

    [TestMethod]
    public void A_reconstructions_error_is_the_models_own()
    {
        var data = Rows(120);
        using var model = Ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { CodeSize = 2, Training = Short() }).Fit(data);
        var tiles = Page.Tiles(model.Report(data));
        Assert.AreEqual(
            model.MeanSquaredError(data).ToString("G4", CultureInfo.InvariantCulture), tiles["mean squared error over 120 rows"]);
        Assert.IsTrue(tiles.ContainsKey("always the mean of each number"));
    }

    [TestMethod]
    public void Rows_beyond_the_limit_are_not_read()
    {
        using var model = Classifier().Fit(Rows(100));
        var report = model.Report(Rows(100), new ReportOptions { LabelColumnName = "Class", MaximumRows = 40 });
        StringAssert.Contains(report.Html, "right of 40 rows");
        StringAssert.Contains(report.Html, "40 rows were read.");
    }

    [TestMethod]
    public void Calibration_is_the_mean_distance_of_probability_and_share()
    {
        // Bin [0.2, 0.3): two rows, mean 0.25, one right; bin [0.9, 1]: two rows, mean 0.95, both right.
        var bins = CalibrationBin.Of([(0.2, true), (0.3 - 1e-9, false), (0.9, true), (1, true)]);
        Assert.HasCount(2, bins);
        Assert.AreEqual(0.25, bins[0].Probability, 1e-6);
        Assert.AreEqual(0.5, bins[0].Share);
        Assert.AreEqual((2 * 0.25 + 2 * 0.05) / 4, CalibrationBin.ExpectedError(bins), 1e-6);
    }

    private static IEstimator<MultilayerPerceptronTransformer> Classifier() => Ml.MulticlassClassification.Trainers.MultilayerPerceptron(
        new MultilayerPerceptronOptions { LabelColumnName = "Class", Training = Short() });

    private static TrainingOptions Short() => new() { Epochs = 3, BatchSize = 32, LearningRate = 0.01 };

    // The classes of 300 points in four numbers.
    private static IDataView Rows(int count)
    {
        return Ml.Transforms.Conversion.MapValueToKey("Class", "Name").Fit(Load()).Transform(Load());

        IDataView Load() => Ml.Data.LoadFromEnumerable(Points(new Random(5), count).ToArray());
    }

    private static IEnumerable<Point> Points(Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var numbers = Enumerable.Range(0, 4).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray();
            var place = numbers[0] > 0.2f ? 1 : numbers[1] > 0.1f ? 2 : 0;
            yield return new Point { Features = numbers, Name = $"class {place}", IsSecond = place == 1, Sum = numbers.Sum() };
        }
    }

    private sealed class Point
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public bool IsSecond { get; set; }

        public float Sum { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports.Tests;

/// <summary>What pages say, refuse and keep apart.</summary>
[TestClass]
public sealed class PageTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [TestMethod]
    public void A_chain_has_a_part_for_each_of_its_networks()
    {
        var data = Rows();
        using var chain = Ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { CodeSize = 2, Training = Short() })
            .Append(Ml.Regression.Trainers.MultilayerPerceptron(
                new MultilayerPerceptronOptions { LabelColumnName = "Sum", FeatureColumnName = "Code", Training = Short() })).Fit(data);
        var report = chain.Report(data, new ReportOptions { LabelColumnName = "Sum", Title = "Two networks" });
        Assert.AreEqual("Two networks", report.Title);
        CollectionAssert.AreEqual(
            new[]
            {
                "Autoencoder: training", "Autoencoder: on the rows given", "Autoencoder: network", "Multilayer perceptron: training",
                "Multilayer perceptron: on the rows given", "Multilayer perceptron: network", "Data", "Versions",
            }, report.Sections.ToArray());
        StringAssert.Contains(report.ToString(), "Two networks: Autoencoder: training");
    }

    [TestMethod]
    public void Training_says_which_epoch_was_kept_why_it_ended_and_what_was_chosen()
    {
        using var model = Ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Sum",
            Training = new TrainingOptions
            {
                Epochs = 30,
                ValidationFraction = 0.3,
                EarlyStopping = new EarlyStopping { Patience = 2 },
                LearningRate = 0.3,
            },
        }).Fit(Rows());
        var report = model.Report();
        var history = model.TrainingHistory;
        Assert.AreEqual($"{history.Epochs.Count}", Page.Tiles(report)[$"epochs; kept is {history.KeptEpoch}"]);
        if (history.StopMessage is { } message)
            StringAssert.Contains(Page.Of(report).Value, message);
        foreach (var choice in history.Chosen)
            StringAssert.Contains(Page.Of(report).Value, choice.Reason);
        Assert.IsTrue(Page.Of(report).Descendants("text").Any(text => text.Value == "rows held out"), "both lines have a name");
    }

    [TestMethod]
    public void A_result_that_is_that_of_the_simple_method_is_neither_good_nor_bad()
    {
        using var model = Regressor();
        var history = model.TrainingHistory;
        string? Style(double own, double other)
        {
            var page = new ReportPage("page");
            page.Add(HistorySection.Tiles(history with { Baseline = new Baseline("the mean", "error", other, own) }, 1));
            return Page.Of(page.ToReport()).Descendants("div").Single(tile => tile.Element("span")?.Value == $"error; the mean: {other}")
                .Attribute("class")!.Value;
        }
        Assert.AreEqual("tile good", Style(1, 2));
        Assert.AreEqual("tile bad", Style(3, 2));
        Assert.AreEqual("tile", Style(2, 2));
    }

    [TestMethod]
    public void A_guarded_forecaster_says_that_the_number_is_of_its_network_alone()
    {
        var tiles = HistorySection.Tiles(new TrainingHistory
        {
            Baseline = new Baseline("exponential smoothing", "error", 1, 2),
            Chosen = [new AutomaticChoice("Safeguard", "0 % network", "errors")],
        }, 1);
        StringAssert.Contains(tiles.Value, "error, of the network alone; exponential smoothing: 1");
    }

    [TestMethod]
    public void Several_labels_at_once_are_left_to_their_evaluator()
    {
        var rows = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Marked
        {
            Features = [i % 5, i % 7, i % 3],
            Marks = [i % 2 == 0, i % 3 == 0],
        }).ToArray());
        using var model = Ml.MultilabelClassification().Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Marks", HiddenSizes = [3], Training = Short() }).Fit(rows);
        StringAssert.Contains(
            model.Report(rows, new ReportOptions { LabelColumnName = "Marks" }).Html, "Evaluate of ml.MultilabelClassification()");
    }

    [TestMethod]
    public void A_report_is_a_file_that_a_browser_opens()
    {
        using var model = Regressor();
        var path = Path.Combine(Path.GetTempPath(), $"deepml-{Guid.NewGuid():N}", "report.html");
        var report = model.Report(path);
        Assert.AreEqual(report.Html, File.ReadAllText(path));
        Assert.AreEqual((byte)'<', File.ReadAllBytes(path)[0], "no mark of the byte order before it");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [TestMethod]
    public void Rows_without_right_answers_are_said_to_have_none()
    {
        using var model = Regressor();
        StringAssert.Contains(
            Page.Of(model.Report(Rows(), new ReportOptions { LabelColumnName = "Truth" })).Value,
            "The rows have no column 'Truth' with right answers: nothing was measured.");
        StringAssert.Contains(
            Page.Of(model.Report(Rows(), new ReportOptions { LabelColumnName = "Word" })).Value,
            "Column 'Word' is of type String, which cannot be set beside what the network answers: nothing was measured.");
    }

    [TestMethod]
    public void Words_of_the_data_cannot_become_part_of_the_page()
    {
        using var model = Regressor();
        var report = model.Report(
            Rows("<script>alert(1)</script>\u0001 & \ud83d\ude00"), new ReportOptions { LabelColumnName = "Word", Title = "a < b" });
        Assert.IsFalse(report.Html.Contains("<script", StringComparison.OrdinalIgnoreCase));
        StringAssert.Contains(Page.Of(report).Value, "<script>alert(1)</script>\uFFFD & \ud83d\ude00");
        Assert.AreEqual("a < b", Page.Of(report).Descendants("h1").Single().Value);
    }

    [TestMethod]
    public void What_is_no_network_has_no_report()
    {
        var data = Rows();
        var model = Ml.Transforms.NormalizeMinMax("Features").Fit(data);
        var error = Assert.ThrowsExactly<ArgumentException>(() => model.Report(data));
        StringAssert.Contains(error.Message, "The model holds no network of DeepML, only NormalizingTransformer.");
    }

    [TestMethod]
    [DataRow(0, 10, "Label", "MaximumRows must be at least 1.")]
    [DataRow(10, 0, "Label", "Examples must be in [1, 100].")]
    [DataRow(10, 101, "Label", "Examples must be in [1, 100].")]
    [DataRow(10, 10, " ", "LabelColumnName must be the name of a column.")]
    public void Options_out_of_range_are_refused(int rows, int examples, string label, string message)
    {
        using var model = Regressor();
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => model.Report(options: new ReportOptions { MaximumRows = rows, Examples = examples, LabelColumnName = label }));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void Rows_that_lack_the_networks_column_are_refused_by_its_name()
    {
        using var model = Regressor();
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => model.Report(Ml.Data.LoadFromEnumerable(new[] { new { Sum = 1f } }), new ReportOptions { LabelColumnName = "Sum" }));
        StringAssert.Contains(error.Message, "Features");
    }

    [TestMethod]
    public void A_disposed_model_has_no_report()
    {
        var model = Regressor();
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Report());
    }

    [TestMethod]
    public void The_room_of_words_grows_with_them()
    {
        var sizes = new TextSizes();
        Assert.AreEqual(0, sizes.MeasureText("", "", 10, 400).Width);
        var one = sizes.MeasureText("abc", "", 10, 400);
        Assert.AreEqual(18, one.Width, 1e-9, "three letters of 0.6");
        Assert.AreEqual(12, one.Height, 1e-9);
        Assert.AreEqual(24, sizes.MeasureText("abc\nab", "", 10, 400).Height, 1e-9);
        Assert.IsGreaterThan(one.Width, sizes.MeasureText("abc", "", 10, 700).Width);
    }

    private static MultilayerPerceptronTransformer Regressor() => Ml.Regression.Trainers.MultilayerPerceptron(
        new MultilayerPerceptronOptions { LabelColumnName = "Sum", Training = Short() }).Fit(Rows());

    private static TrainingOptions Short() => new() { Epochs = 2, BatchSize = 32 };

    private static IDataView Rows(string word = "word")
    {
        var random = new Random(3);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 80).Select(_ =>
        {
            var numbers = Enumerable.Range(0, 3).Select(_ => (float)random.NextDouble()).ToArray();
            return new Row { Features = numbers, Sum = numbers.Sum(), Word = word };
        }).ToArray());
    }

    private sealed class Marked
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public bool[] Marks { get; set; } = [];
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Sum { get; set; }

        public string Word { get; set; } = "";
    }
}

using System.Xml.Linq;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Interactive.Tests;

/// <summary>What notebooks show of the library's answers.</summary>
[TestClass]
public sealed class FormattersTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [ClassInitialize]
    public static void Register(TestContext context) => NotebookFormatters.Register();

    [TestMethod]
    public void A_history_is_its_curves_and_a_model_its_training_and_weights()
    {
        using var model = Fit(new TrainingOptions { Epochs = 3 });
        Assert.Contains(
            "loss by epoch", Shown(model.TrainingHistory).Descendants("svg").Select(svg => (string?)svg.Attribute("aria-label")));
        var (shown, history) = (Shown(model), Shown(model.TrainingHistory));
        CollectionAssert.AllItemsAreUnique(
            shown.Descendants().Concat(history.Descendants()).Attributes("id").Select(id => id.Value).ToArray(), "on one page");
        Assert.AreEqual("Multilayer perceptron", shown.Descendants("h3").First().Value);
        StringAssert.Contains(shown.Value, $"{model.ParameterCount}trained weights");
        StringAssert.Contains(Shown(model.Model).Value, "trained weights");
    }

    [TestMethod]
    public void Rows_are_a_table_of_the_first_ten()
    {
        var shown = Shown(Rows());
        CollectionAssert.AreEqual(new[] { "Features", "Sum", "Word" }, shown.Descendants("th").Select(head => head.Value).ToArray());
        Assert.HasCount(11, shown.Descendants("tr").ToArray());
        StringAssert.Contains(shown.Value, "the first 10 rows");
    }

    [TestMethod]
    public void Pictures_are_pictures()
    {
        StringAssert.StartsWith(
            (string?)Shown(new Picture(2, 1, 1, [0, 1])).Descendants("img").Single().Attribute("src"), "data:image/png;base64,");
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [10, 20, 30, 255]);
        var source = (string)Shown(image).Descendants("img").Single().Attribute("src")!;
        using var read = SkiaSharp.SKBitmap.Decode(Convert.FromBase64String(source["data:image/png;base64,".Length..]));
        Assert.AreEqual(new SkiaSharp.SKColor(30, 20, 10), read.GetPixel(0, 0), "red, green, blue");
    }

    [TestMethod]
    public void A_report_is_a_page_of_its_own_within_the_notebook()
    {
        using var model = Fit(new TrainingOptions { Epochs = 2 });
        var report = model.Report(Rows(), new ReportOptions { LabelColumnName = "Sum", Title = "\"A\" < b" });
        var frame = Shown(report);
        Assert.AreEqual("iframe", frame.Name.LocalName);
        Assert.AreEqual("\"A\" < b", (string?)frame.Attribute("title"));
        Assert.AreEqual(report.Html.ReplaceLineEndings(" "), ((string)frame.Attribute("srcdoc")!).ReplaceLineEndings(" "));
    }

    [TestMethod]
    public void An_explanation_is_a_table_with_the_largest_first()
    {
        using var model = Fit(new TrainingOptions { Epochs = 2 });
        var explanation = model.Explain(Rows(), 0);
        Assert.AreEqual(explanation.Largest(1)[0].Name, Shown(explanation).Descendants("td").First().Value);
    }

    private static XElement Shown(object value) => XElement.Parse(value.ToDisplayString(HtmlFormatter.MimeType));

    private static MultilayerPerceptronTransformer Fit(TrainingOptions training) => Ml.Regression.Trainers.MultilayerPerceptron(
        new MultilayerPerceptronOptions { LabelColumnName = "Sum", Training = training }).Fit(Rows());

    private static IDataView Rows()
    {
        var random = new Random(3);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(_ =>
        {
            var numbers = Enumerable.Range(0, 3).Select(_ => (float)random.NextDouble()).ToArray();
            return new Row { Features = numbers, Sum = numbers.Sum() };
        }).ToArray());
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Sum { get; set; }

        public string Word { get; set; } = "<b>";
    }
}

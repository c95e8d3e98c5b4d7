using System.Xml.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports.Tests.Sections;

/// <summary>What a network is made of.</summary>
[TestClass]
public sealed class ModelSectionTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static MultilayerPerceptronTransformer? _model;

    [ClassInitialize]
    public static void Fit(TestContext context) => _model = Ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
    {
        HiddenSizes = [5],
        Training = new TrainingOptions { Epochs = 1 },
    }).Fit(Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Row { Features = [i % 5, i % 7], Label = i })));

    [ClassCleanup]
    public static void Dispose() => _model!.Dispose();

    [TestMethod]
    public void Every_weight_has_its_shape_and_moments()
    {
        var lines = Lines("Weights");
        CollectionAssert.AreEqual(_model!.NamedWeights.Select(weight => weight.Key).ToArray(), lines.Select(line => line[0]).ToArray());
        var (name, weight) = _model.NamedWeights.First(pair => pair.Value.Dimensions == 2);
        var line = lines.Single(line => line[0] == name);
        Assert.AreEqual("5 x 2", line[1]);
        Assert.AreEqual("10", line[2]);
        var numbers = weight.data<float>().ToArray().Select(number => (double)number).ToArray();
        var mean = numbers.Average();
        Assert.AreEqual(Html.Number(mean), line[3]);
        Assert.AreEqual(Html.Number(Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)))), line[4]);
        Assert.AreEqual(Html.Number(numbers.Min()), line[5]);
        Assert.AreEqual(Html.Number(numbers.Max()), line[6]);
        Assert.AreEqual("0.0 %", line[7]);
    }

    [TestMethod]
    public void Settings_are_those_that_are_saved_without_the_history()
    {
        var settings = Lines("Settings, as they are saved").ToDictionary(line => line[0], line => line[1]);
        Assert.IsTrue(settings.Values.Contains("5"), "the hidden size");
        Assert.IsFalse(settings.Keys.Any(name => name.StartsWith("History", StringComparison.Ordinal)));
        Assert.IsTrue(settings.Keys.Any(name => name.Contains('.')), "members of members have a path");
    }

    [TestMethod]
    public void Layers_are_written_as_the_network_sums_itself_up() =>
        Assert.AreEqual(_model!.Summary(), Part("Layers").Element("pre")!.Value);

    [TestMethod]
    public void Versions_name_all_that_took_part()
    {
        var cells = ((XElement)ModelSection.Versions()).Descendants("tbody").Single().Elements("tr")
            .ToDictionary(row => row.Elements().First().Value, row => row.Elements().Last().Value);
        CollectionAssert.AreEqual(new[] { "DeepML", "Microsoft.ML", "TorchSharp", ".NET", "system" }, cells.Keys.ToArray());
        StringAssert.StartsWith(cells["Microsoft.ML"], "5.");
        StringAssert.StartsWith(cells[".NET"], ".NET 10");
        Assert.IsFalse(cells.Values.Any(version => version.Contains('+')), "no hash of a commit");
    }

    [TestMethod]
    [DataRow(typeof(MultilayerPerceptronTransformer), "Multilayer perceptron")]
    public void A_kind_is_named_in_words(Type type, string words)
    {
        Assert.IsInstanceOfType(_model, type);
        Assert.AreEqual(words, ReportBuilder.KindOf(_model!));
    }

    private static XElement Part(string summary) =>
        ModelSection.Write(_model!).Cast<XElement>().Single(part => part.Element("summary")!.Value == summary);

    private static string[][] Lines(string summary) =>
        [.. Part(summary).Descendants("tbody").Single().Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}

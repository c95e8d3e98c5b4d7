using System.Globalization;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Explaining;

/// <summary>Mean answers over a feature, against what is known of the networks.</summary>
[TestClass]
public sealed class PartialDependenceTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 5, BatchSize = 16 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Over_a_linear_network_it_is_a_line_with_the_weight_for_its_slope()
    {
        var data = Blobs.Create(_ml, 40);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            HiddenSizes = [],
            InputScaling = NetworkInputScaling.None,
            ScaleLabel = false,
            Training = Brief,
        }).Fit(data);
        var weight = model.Network.state_dict().Single(part => part.Value.dim() == 2).Value.data<float>()[2];
        var features = Cells.Read(data, data.Schema["Features"]);
        var scores = model.Transform(data).GetColumn<float>("Score").ToArray();
        var dependence = model.PartialDependence(data, "Features[2]", new() { Points = 7 });
        Assert.AreEqual(40, dependence.RowCount);
        Assert.HasCount(7, dependence.Values);
        Assert.IsNull(dependence.Categories);
        CollectionAssert.AreEqual(new[] { "Score" }, dependence.Answers.ToArray());
        var sorted = features.Select(row => row[2]).Order().ToArray();
        Assert.AreEqual(sorted[2], dependence.Values[0], 1e-6, "a twentieth of the rows is below");
        Assert.AreEqual(sorted[37], dependence.Values[^1], 1e-5);
        var means = dependence.Averages();
        for (var i = 0; i < 7; i++)
        {
            var expected = scores.Select((score, row) => score + (weight * (dependence.Values[i] - features[row][2]))).ToArray();
            Assert.AreEqual(expected.Average(), means[i], 1e-5);
            Assert.AreEqual(expected[11], dependence.OfRow(11)[i], 1e-5);
        }
        Assert.AreEqual(Math.Abs(means[^1] - means[0]), dependence.Span, 1e-6);
        Assert.AreEqual(10, model.PartialDependence(data, "Features[0]", new() { MaximumRows = 10 }).RowCount);
    }

    [TestMethod]
    public void Of_classes_their_probabilities_are_averaged()
    {
        var data = Blobs.WithKeys(_ml);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [8], Training = Brief }).Fit(data);
        var dependence = model.PartialDependence(data, "Features[1]", new() { Points = 3 });
        Assert.HasCount(3, dependence.Answers);
        var features = Cells.Read(data, data.Schema["Features"]).ToArray();
        foreach (var row in features)
            row[1] = (float)dependence.Values[1];
        var changed = model.Transform(_ml.Data.LoadFromEnumerable(features.Select(row => new Row { Features = row })));
        var probabilities = changed.GetColumn<float[]>("Score").ToArray();
        for (var answer = 0; answer < 3; answer++)
            Assert.AreEqual(probabilities.Average(row => row[answer]), dependence.Averages(answer)[1], 1e-6);
        Assert.AreEqual(1, Enumerable.Range(0, 3).Sum(answer => dependence.Averages(answer)[0]), 1e-5);
    }

    [TestMethod]
    public void Of_many_rows_some_from_all_over_them_are_taken()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(i => new Fruit { Weight = i, Ripe = i < 500 }));
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Ripe",
            FeatureColumnNames = ["Weight"],
            Training = Brief with { Epochs = 1 },
        }).Fit(data);
        var options = new PartialDependenceOptions { MaximumRows = 50, Points = 50 };
        var dependence = model.PartialDependence(data, "Weight", options);
        Assert.AreEqual(50, dependence.RowCount);
        Assert.AreEqual(500, dependence.Values.Average(), 150, "values of rows from the beginning to the end");
        Assert.IsGreaterThan(800, dependence.Values[^1]);
        CollectionAssert.AreEqual(
            dependence.Averages().ToArray(), model.PartialDependence(data, "Weight", options).Averages().ToArray());
    }

    [TestMethod]
    public void Of_a_table_numbers_are_in_their_own_unit_and_categories_have_their_names()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Fruit
        {
            Weight = i == 7 ? float.NaN : 1_000_000 + (i % 3),
            Colour = i % 2 == 0 ? "red" : "green",
            Ripe = i % 2 == 0,
        }));
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Ripe",
            FeatureColumnNames = ["Colour", "Weight"],
            Training = Brief with { Epochs = 40, LearningRate = 0.05 },
        }).Fit(data);
        var weight = model.PartialDependence(data, "Weight");
        CollectionAssert.AreEqual(new[] { 1_000_000.0, 1_000_001, 1_000_002 }, weight.Values.ToArray());
        Assert.AreEqual(60, weight.RowCount);
        var colour = model.PartialDependence(data, "Colour");
        CollectionAssert.AreEquivalent(new[] { "red", "green" }, colour.Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 0.0, 1 }, colour.Values.ToArray());
        CollectionAssert.AreEqual(new[] { "yes" }, colour.Answers.ToArray());
        var red = colour.Categories!.ToList().IndexOf("red");
        Assert.IsGreaterThan(0.8, colour.Averages()[red], "what is red is ripe");
        Assert.IsLessThan(0.2, colour.Averages()[1 - red]);
        Assert.IsLessThan(colour.Span, weight.Span);
        StringAssert.Contains(GermanNumbers.In(weight.ToString), "1E+06");
        StringAssert.Contains(colour.ToString(), $"red  {colour.Averages()[red].ToString("G4", CultureInfo.InvariantCulture)}");
    }

    [TestMethod]
    public void What_makes_no_sense_is_refused_with_what_there_is()
    {
        var data = Blobs.WithKeys(_ml);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { Training = Brief }).Fit(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.PartialDependence(data, "Weight")).Message,
            "There is no feature 'Weight'; there are Features[0], Features[1]");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.PartialDependence(data, "Features[0]", new() { Points = 1 }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.PartialDependence(data, "Features[0]", new() { MaximumRows = 0 }));
        var dependence = model.PartialDependence(data, "Features[0]", new() { MaximumRows = 5 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => dependence.Averages(3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => dependence.OfRow(5));
        var broken = _ml.Data.LoadFromEnumerable([new Row { Features = [.. Enumerable.Repeat(float.NaN, 8)] }]);
        Assert.ThrowsExactly<InvalidOperationException>(() => model.PartialDependence(broken, "Features[0]"));
        var pictures = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 12).Select(i => new Pixels { Label = i % 2 == 0 ? "a" : "b", Features = new float[64] }));
        using var network = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Layers = [new ConvolutionLayer(2, 3), new FlattenLayer()],
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(pictures);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => network.PartialDependence(pictures, "Features[0]")).Message,
            "Column 'Features' holds pictures");
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.PartialDependence(data, "Features[0]"));
    }

    [TestMethod]
    public void No_tensor_is_left()
    {
        var data = Blobs.WithKeys(_ml);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { Training = Brief }).Fit(data);
        Assert.AreEqual(0, LiveTensors.GrowthBy(() => model.PartialDependence(data, "Features[0]")));
    }

    private sealed class Pixels
    {
        public string Label { get; set; } = "";

        [VectorType(1, 8, 8)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Row
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Fruit
    {
        public float Weight { get; set; }

        public string Colour { get; set; } = "";

        public bool Ripe { get; set; }
    }
}

using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Explaining;

/// <summary>What numbers contribute to answers, against what is known of the networks.</summary>
[TestClass]
public sealed class ExplanationTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 5, BatchSize = 16 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_contributions_to_a_linear_network_are_weight_times_way()
    {
        var data = Blobs.Create(_ml, 30);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            HiddenSizes = [],
            InputScaling = NetworkInputScaling.None,
            ScaleLabel = false,
            Training = Brief,
        }).Fit(data);
        var weights = Weights(model);
        var features = Cells.Read(data, data.Schema["Features"])[3];
        foreach (var method in new[] { ExplanationMethod.IntegratedGradients, ExplanationMethod.Occlusion })
        {
            var explanation = model.Explain(data, 3, new ExplanationOptions { Method = method });
            for (var i = 0; i < features.Length; i++)
                Assert.AreEqual(weights[i] * features[i], explanation.Contributions[i], 1e-5, $"{method}, {i}");
            Assert.AreEqual(model.Transform(data).GetColumn<float>("Score").ElementAt(3), explanation.Score, 1e-5);
            Assert.IsLessThan(1e-4, explanation.Incompleteness);
        }
        var fromOnes = model.Explain(data, 3, new ExplanationOptions { Baseline = [1, 1, 1, 1, 1, 1, 1, 1] });
        Assert.AreEqual(weights[2] * (features[2] - 1), fromOnes.Contributions[2], 1e-5);
    }

    [TestMethod]
    public void Contributions_to_a_curved_network_add_up()
    {
        var data = Blobs.WithKeys(_ml);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [16, 8],
            Training = Brief with { Epochs = 30 },
        }).Fit(data);
        for (var row = 0; row < 10; row++)
            for (var one = 0; one < 3; one++)
            {
                var explanation = model.Explain(data, row, new ExplanationOptions { ClassIndex = one });
                Assert.IsLessThanOrEqualTo(0.01, explanation.Incompleteness, $"row {row}, class {one}");
            }
        var own = model.Explain(data, 1);
        Assert.AreEqual(own.Score, Enumerable.Range(0, 3).Max(one => model.Explain(data, 1, new() { ClassIndex = one }).Score), 1e-6);
        StringAssert.StartsWith(own.Names[0], "Features[0]");
    }

    [TestMethod]
    public void The_feature_that_the_label_follows_is_named_first_in_the_unit_of_the_label()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 200).Select(_ =>
        {
            var features = Enumerable.Range(0, 4).Select(_ => (float)random.NextDouble()).ToArray();
            return new Row { Features = features, Price = 100_000 + (50_000 * features[2]) };
        }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Price",
            HiddenSizes = [16],
            InputScaling = NetworkInputScaling.Standard,
            Training = new TrainingOptions { Epochs = 60, LearningRate = 0.01 },
        }).Fit(data);
        var explanation = model.Explain(data, 0);
        Assert.AreEqual("Features[2]", explanation.Largest(1)[0].Name);
        Assert.AreEqual(50_000 * (rows[0].Features[2] - rows.Average(row => row.Features[2])), explanation.Contributions[2], 5_000);
        StringAssert.Contains(explanation.ToString(), "Features[2]");
    }

    [TestMethod]
    public void A_table_is_explained_by_its_columns()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 90).Select(i => new Person
        {
            Age = i % 7,
            City = i % 3 == 0 ? "Rome" : "Oslo",
            IsRoman = i % 3 == 0,
        }).ToArray());
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "IsRoman",
            FeatureColumnNames = ["Age", "City"],
            HiddenSizes = [8],
            Training = Brief with { Epochs = 30, LearningRate = 0.02 },
        }).Fit(data);
        var explanation = model.Explain(data, 0);
        Assert.AreEqual(ExplanationMethod.Occlusion, explanation.Method);
        CollectionAssert.AreEqual(new[] { "Age", "City" }, explanation.Names.ToArray());
        Assert.AreEqual("City", explanation.Largest(1)[0].Name);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => model.Explain(data, 0, new() { Method = ExplanationMethod.IntegratedGradients })).Message, "holds a table");
    }

    [TestMethod]
    public void A_sequence_of_keys_is_explained_by_its_steps()
    {
        var random = new Random(1);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i =>
        {
            var words = Enumerable.Range(0, 4 + (i % 3)).Select(_ => (uint)random.Next(1, 6)).ToArray();
            if (i % 2 == 0)
                words[2] = 0; // the first key decides
            return new Sentence { Words = words, Says = i % 2 == 0 };
        }).ToArray());
        using var model = _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Words",
            LabelColumnName = "Says",
            Encoder = new GruEncoder { HiddenSize = 16 },
            Pooling = SequencePooling.Mean,
            Training = new TrainingOptions { Epochs = 40, LearningRate = 0.02, BatchSize = 16 },
        }).Fit(data);
        var explanation = model.Explain(data, 0, new ExplanationOptions { Baseline = [4] }); // a key that says nothing
        Assert.HasCount(4, explanation.Contributions);
        Assert.AreEqual("step 2", explanation.Largest(1)[0].Name);
    }

    [TestMethod]
    public void A_picture_is_explained_by_its_pixels_and_by_patches()
    {
        var random = new Random(1);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i =>
        {
            var pixels = Enumerable.Range(0, 64).Select(_ => (float)random.NextDouble() * 0.2f).ToArray();
            if (i % 2 == 0)
                pixels[18] = pixels[19] = pixels[26] = pixels[27] = 1; // rows 2 and 3, columns 2 and 3
            return new Shape { Pixels = pixels, IsMarked = i % 2 == 0 };
        }).ToArray());
        using var model = _ml.BinaryClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            FeatureColumnName = "Pixels",
            LabelColumnName = "IsMarked",
            Height = 8,
            Width = 8,
            Layers = [new ConvolutionLayer(4, 3), new ActivationLayer(Activation.ReLU), new DenseLayer(8)],
            Training = new TrainingOptions { Epochs = 15, BatchSize = 16, LearningRate = 0.01 },
        }).Fit(data);
        var pixels = model.Explain(data, 0);
        Assert.IsLessThanOrEqualTo(0.01, pixels.Incompleteness);
        CollectionAssert.Contains(
            new[]
            {
                "channel 0, row 2, column 2", "channel 0, row 2, column 3", "channel 0, row 3, column 2", "channel 0, row 3, column 3",
            },
            pixels.Largest(1)[0].Name);
        var patches = model.Explain(data, 0, new ExplanationOptions { Method = ExplanationMethod.Occlusion, PatchSize = 2 });
        Assert.AreEqual("channel 0, row 2, column 2", patches.Largest(1)[0].Name, "the four of the patch share it");
        Assert.AreEqual(patches.Contributions[18], patches.Contributions[27]);
        Assert.AreEqual((8, 8), (pixels.ToPicture().Width, patches.ToPicture().Height));
    }

    [TestMethod]
    public void What_cannot_be_explained_is_refused_with_the_reason()
    {
        var data = Blobs.WithKeys(_ml, 20);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [4], Training = Brief }).Fit(data);
        Refused<ArgumentOutOfRangeException>(20, null, "The data have 20 rows.");
        Refused<ArgumentOutOfRangeException>(0, new() { ClassIndex = 3 }, "ClassIndex must be in [0, 2].");
        Refused<ArgumentOutOfRangeException>(0, new() { PatchSize = 0 }, "PatchSize must be at least 1.");
        Refused<ArgumentOutOfRangeException>(0, new() { Method = (ExplanationMethod)9 }, "Method must be one of Automatic");
        Refused<ArgumentException>(0, new() { Baseline = [1] }, "Baseline holds 1 numbers; a row of column 'Features' has 8.");
        Refused<ArgumentException>(0, new() { Baseline = [1, 1, 1, 1, 1, 1, 1, float.NaN] }, "Baseline holds NaN");
        var odd = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = new float[4] } });
        var holes = _ml.Data.LoadFromEnumerable(new[] { new Blobs.Row { Features = [1, 1, float.NaN, 1, 1, 1, 1, 1] } });
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.Explain(holes)).Message, "Row 0 cannot be scored");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Explain(odd));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.Explain(data).ToPicture()).Message, "reads no pictures");

        void Refused<TException>(long row, ExplanationOptions? options, string message)
            where TException : Exception => StringAssert.Contains(
                Assert.ThrowsExactly<TException>(() => model.Explain(data, row, options)).Message, message);
    }

    [TestMethod]
    public void Explaining_leaves_no_tensor()
    {
        var data = Blobs.WithKeys(_ml, 20);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [4], Training = Brief }).Fit(data);
        model.Explain(data);
        LiveTensors.AreIndependentOfSteps(() => model.Explain(data), () => { for (var i = 0; i < 5; i++) model.Explain(data); });
    }

    private static float[] Weights(NetworkTransformer model) => model.NamedWeights["layers.linear1.weight"].ReadAll<float>();

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public float Price { get; set; }
    }

    private sealed class Person
    {
        public float Age { get; set; }

        public string City { get; set; } = "";

        public bool IsRoman { get; set; }
    }

    private sealed class Sentence
    {
        [KeyType(6)]
        public uint[] Words { get; set; } = [];

        public bool Says { get; set; }
    }

    private sealed class Shape
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        public bool IsMarked { get; set; }
    }
}

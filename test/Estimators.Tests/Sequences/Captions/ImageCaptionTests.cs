using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Sentences on pictures.</summary>
[TestClass]
public sealed class ImageCaptionTests
{
    private static readonly TrainingOptions Long =
        new() { Epochs = 40, BatchSize = 16, LearningRate = 5e-3, Schedule = new CosineSchedule(), GradientClipNorm = 1 };

    private static readonly ConvolutionalLayer[] Layers =
    [
        new ConvolutionLayer(8, 3) { Padding = ConvolutionPadding.Same, Name = "look" }, new ActivationLayer(Activation.ReLU),
        new PoolingLayer(PoolingKind.Maximum, 2),
    ];

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Encoders =>
        [[new TransformerEncoder { HiddenSize = 16, HeadCount = 2 }], [new LstmEncoder { HiddenSize = 16 }]];

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void It_names_what_is_where_far_more_often_than_the_most_frequent_sentence(SequenceEncoder encoder)
    {
        using var model = Estimator(new ImageCaptionOptions { Layers = Layers, Encoder = encoder, Training = Long })
            .Fit(Drawings.Create(_ml, rows: 150));
        var test = Drawings.Create(_ml, rows: 100, seed: 2);
        var right = Sentences(test, "Sentence").Zip(Sentences(model.Transform(test), "Caption"), (a, b) => a == b).Count(same => same);
        Assert.IsGreaterThanOrEqualTo(45, right, "of 100, of which the most frequent sentence has some 15");
        using var beam = model.WithBeam(3);
        Assert.AreEqual(3, beam.BeamWidth);
        var wider = Sentences(test, "Sentence").Zip(Sentences(beam.Transform(test), "Caption"), (a, b) => a == b).Count(same => same);
        Assert.IsGreaterThanOrEqualTo(45, wider);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.WithBeam(6));
    }

    [TestMethod]
    public void With_nothing_set_pictures_of_any_size_have_at_most_64_places()
    {
        foreach (var (height, width) in new[] { (2, 1), (8, 8), (32, 32), (30, 100), (224, 224), (1, 300) })
        {
            var front = new ImageCaptionOptions().FrontFor(new ImageFormat(3, height, width));
            Assert.IsLessThanOrEqualTo(64, front.Places, $"{height}x{width}");
            Assert.IsGreaterThan(1, front.Places, $"{height}x{width}");
            Assert.AreEqual(64, front.StepSize);
        }
        using var model = _ml.Transforms.CaptionImage(
            "Caption", "Pixels", options: new ImageCaptionOptions { Training = Sequences.Quick(1) }).Fit(Drawings.Create(_ml));
        Assert.AreEqual((8, 8), model.Places);
        Assert.AreEqual(3, model.MaximumLength);
    }

    [TestMethod]
    public void It_starts_from_a_network_fitted_to_pictures_and_leaves_frozen_blocks_alone()
    {
        var data = Drawings.Create(_ml);
        using var fitted = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "Text",
            FeatureColumnName = "Pixels",
            Layers = [.. Layers, new ConvolutionLayer(4, 3), new ActivationLayer(Activation.ReLU), new DenseLayer(8)],
            Training = Sequences.Quick(1),
        }).Fit(data);
        var options = new ImageCaptionOptions
        {
            Transfer = new TransferOptions { Model = fitted, FrozenBlocks = 1, OldLayerFactor = 0.5 },
            Encoder = new GruEncoder { HiddenSize = 4 },
            Training = Sequences.Quick(2),
        };
        using var model = Estimator(options).Fit(data);
        Assert.AreEqual((2, 2), model.Places, "the last layer with places");
        CollectionAssert.AreEqual(Numbers(fitted, "look.weight"), Numbers(model, "encoder.front.layers.look.weight"), "frozen");
        Assert.IsFalse(
            Numbers(fitted, "convolution2.weight").SequenceEqual(Numbers(model, "encoder.front.layers.convolution2.weight")), "trained");
        Assert.IsFalse(
            model.NamedWeights.Keys.Any(name => name.Contains("dense", StringComparison.Ordinal)), "what has no places is left out");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Estimator(
                options with { Transfer = options.Transfer! with { FrozenBlocks = 3 } }).Fit(data)).Message,
            "Transfer.FrozenBlocks is 3; it must be in [0, 2]");
        using var further = _ml.Transforms.CaptionImage("Caption", "Pixels", "Sentence", options with { Transfer = null })
            .Fit(data, previous: model);
        Assert.AreEqual((2, 2), further.Places, "what goes on keeps the layers that the first network gave");
    }

    [TestMethod]
    public void Weights_of_a_file_go_into_layers_of_the_same_names()
    {
        var data = Drawings.Create(_ml);
        using var fitted = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "Text",
            FeatureColumnName = "Pixels",
            Layers = [.. Layers, new FlattenLayer()],
            Training = Sequences.Quick(1),
        }).Fit(data);
        var path = Path.GetTempFileName();
        try
        {
            fitted.SaveWeights(path, includeHead: true);
            var transfer = new TransferOptions { WeightsFile = path, FrozenBlocks = 1 };
            var options = new ImageCaptionOptions { Layers = Layers, Transfer = transfer, Training = Sequences.Quick(1) };
            using var model = Estimator(options).Fit(data);
            CollectionAssert.AreEqual(Numbers(fitted, "look.weight"), Numbers(model, "encoder.front.layers.look.weight"));
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(
                    () => Estimator(options with { Layers = [new ConvolutionLayer(8, 3) { Name = "other" }] }).Fit(data)).Message,
                "'other.weight' is missing");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Pictures_are_freed_of_the_means_that_weights_of_a_file_need()
    {
        var data = Drawings.Create(_ml);
        var path = Path.GetTempFileName();
        try
        {
            using (var fitted = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
            {
                LabelColumnName = "Text",
                FeatureColumnName = "Pixels",
                Layers = [.. Layers, new FlattenLayer()],
                ChannelMeans = [0.25f],
                ChannelDeviations = [0.5f],
                Training = Sequences.Quick(1),
            }).Fit(data))
                fitted.SaveWeights(path, includeHead: true);
            var options = new ImageCaptionOptions
            {
                Layers = Layers,
                Transfer = new TransferOptions { WeightsFile = path },
                ChannelMeans = [0.25f],
                ChannelDeviations = [0.5f],
                Encoder = new GruEncoder { HiddenSize = 4 },
                Training = Sequences.Quick(2),
            };
            // A picture freed of them beforehand says the same to a network that frees it of nothing.
            var freed = _ml.Transforms.CustomMapping<Pixelled, Pixelled>(
                (row, made) => made.Pixels = [.. row.Pixels.Select(pixel => (pixel - 0.25f) / 0.5f)], null).Fit(data).Transform(data);
            using var model = new MLContext(seed: 1).Transforms.CaptionImage("Caption", "Pixels", "Sentence", options).Fit(data);
            using var plain = new MLContext(seed: 1).Transforms.CaptionImage(
                "Caption", "Pixels", "Sentence", options with { ChannelMeans = null, ChannelDeviations = null }).Fit(freed);
            foreach (var name in (string[])["encoder.front.layers.look.weight", "answer.weight"])
                foreach (var (expected, found) in Numbers(plain, name).Zip(Numbers(model, name)))
                    Assert.AreEqual(expected, found, 1e-4, name);
            CollectionAssert.AreEqual(Sentences(plain.Transform(freed), "Caption"), Sentences(model.Transform(data), "Caption"));

            using var file = new MemoryStream();
            _ml.Model.Save(model, data.Schema, file);
            file.Position = 0;
            using var loaded = (ImageCaptionTransformer)_ml.Model.Load(file, out _);
            CollectionAssert.AreEqual(new[] { 0.25f }, loaded.Front.Pictures.Means);
            var onward = options with { Layers = null, Transfer = null };
            using var further = _ml.Transforms.CaptionImage(
                "Caption", "Pixels", "Sentence", onward with { ChannelMeans = null, ChannelDeviations = null }).Fit(data, previous: model);
            CollectionAssert.AreEqual(new[] { 0.5f }, further.Front.Pictures.Deviations, "what goes on keeps them");
            using var others = _ml.Transforms.CaptionImage(
                "Caption", "Pixels", "Sentence", onward with { ChannelMeans = [0f] }).Fit(data, previous: model);
            CollectionAssert.AreEqual(new[] { 0f }, others.Front.Pictures.Means, "unless others are given");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Means_and_deviations_that_do_not_fit_are_named()
    {
        var data = Drawings.Create(_ml);
        void Refused(ImageCaptionOptions options, params string[] faults)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => Estimator(options).Fit(data));
            foreach (var fault in faults)
                StringAssert.Contains(error.Message, fault);
        }
        Refused(
            new ImageCaptionOptions { ChannelMeans = [0.5f] },
            "ChannelDeviations is null; it must be of the same length as ChannelMeans");
        Refused(
            new ImageCaptionOptions { ChannelMeans = [float.NaN, 0], ChannelDeviations = [1, 0] },
            "ChannelMeans[0] is NaN; it must be finite", "ChannelDeviations[1] is 0; it must be above 0");
        Refused(
            new ImageCaptionOptions { ChannelMeans = [0, 0, 0], ChannelDeviations = [1, 1, 1] },
            "ChannelMeans is a list of 3; it must be a list of 1: pictures have as many channels");
        using var fitted = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "Text",
            FeatureColumnName = "Pixels",
            Layers = Layers,
            Training = Sequences.Quick(1),
        }).Fit(data);
        Refused(
            new ImageCaptionOptions
            {
                Transfer = new TransferOptions { Model = fitted },
                ChannelMeans = [0],
                ChannelDeviations = [1],
            },
            "ChannelMeans is a list of 1; it must be null with Transfer.Model, whose own are taken");
    }

    [TestMethod]
    public void Every_bad_option_is_named_with_value_and_range_in_one_error()
    {
        using var mean = _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = "First",
            FeatureColumnName = "Numbers",
            Training = Sequences.Quick(1),
        }).Fit(Sequences.Create(_ml));
        var error = Assert.ThrowsExactly<ArgumentException>(() => Estimator(new ImageCaptionOptions
        {
            Height = -1,
            FilePaths = true,
            ChannelsLast = true,
            WhenUnreadable = (UnreadablePictures)7,
            Layers = [new ConvolutionLayer(0, 3)],
            Transfer = new TransferOptions { Model = mean, KeepHead = true },
            Encoder = new TransformerEncoder { HiddenSize = 0 },
            Bidirectional = true,
            MaximumLength = 0,
            EmbeddingSize = 0,
            TeacherForcing = 1.5,
            BeamWidth = 0,
        }));
        foreach (var fault in new[]
        {
            "Height is -1", "FilePaths is True", "ChannelsLast is True", "WhenUnreadable is 7", "Layers[0] (convolution).Filters is 0",
            "Transfer.KeepHead is True", "Transfer.Model is RecurrentNetworkTransformer; it must be a ConvolutionalNetworkTransformer",
            "Layers is a list of 1; it must be null with Transfer.Model", "Encoder.HiddenSize is 0", "Bidirectional is True",
            "MaximumLength is 0", "EmbeddingSize is 0", "TeacherForcing is 1.5; it must be in [0, 1]", "BeamWidth is 0",
        })
            StringAssert.Contains(error.Message, fault);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => Estimator(new ImageCaptionOptions { Transfer = new TransferOptions { WeightsFile = "any" } })).Message,
            "Layers is null; it must be the layers whose weights Transfer.WeightsFile holds");
    }

    [TestMethod]
    public void Pictures_and_sentences_of_which_nothing_can_be_learned_are_refused()
    {
        var data = Drawings.Create(_ml);
        Refused(
            "The layers make 1x1x1 of pictures of 8x8 pixels of 1 channel; captions need",
            new ImageCaptionOptions { Layers = [new ConvolutionLayer(1, 8)] });
        Refused("The layers make 3 of pictures of 8x8", new ImageCaptionOptions { Layers = [new DenseLayer(3)] });
        Refused("'convolution1'", new ImageCaptionOptions { Layers = [new ConvolutionLayer(1, 9)] });
        Refused("BeamWidth is 6; it must be at most 5", new ImageCaptionOptions { BeamWidth = 6 });
        var cut = new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Positions = new LearnedPositions { MaximumLength = 63 } };
        var positions = Assert.ThrowsExactly<InvalidOperationException>(
            () => Estimator(new ImageCaptionOptions { Encoder = cut }).Fit(data));
        StringAssert.Contains(positions.Message, "up to 64 steps, and Encoder.Positions.MaximumLength is 63");

        var drawings = Drawings.Draw(10, seed: 1).Select(drawing => new Given { Pixels = drawing.Pixels, Sentence = [1, 2] }).ToArray();
        drawings[4].Sentence = [];
        var empty = Assert.ThrowsExactly<InvalidOperationException>(
            () => Estimator(new ImageCaptionOptions()).Fit(_ml.Data.LoadFromEnumerable(drawings)));
        StringAssert.Contains(empty.Message, "The sequence of target column 'Sentence' is empty in row 4");
        drawings[4].Sentence = [1, 0];
        var missing = Assert.ThrowsExactly<InvalidOperationException>(
            () => Estimator(new ImageCaptionOptions()).Fit(_ml.Data.LoadFromEnumerable(drawings)));
        StringAssert.Contains(missing.Message, "is missing in row 4, step 1");

        void Refused(string message, ImageCaptionOptions options) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Estimator(options).Fit(data)).Message, message);
    }

    private IEstimator<ImageCaptionTransformer> Estimator(ImageCaptionOptions options) =>
        _ml.Transforms.CaptionImage("Caption", "Pixels", "Sentence", options);

    private string[] Sentences(IDataView data, string column)
    {
        var words = _ml.Transforms.Conversion.MapKeyToValue("Back", column).Fit(data).Transform(data);
        return [.. words.GetColumn<string[]>("Back").Select(sentence => string.Join(' ', sentence))];
    }

    private static float[] Numbers(NetworkTransformer model, string name) => model.NamedWeights[name].data<float>().ToArray();

    private sealed class Pixelled
    {
        [VectorType(1, Drawings.Side, Drawings.Side)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class Given
    {
        [VectorType(1, Drawings.Side, Drawings.Side)]
        public float[] Pixels { get; set; } = [];

        [KeyType(3)]
        public uint[] Sentence { get; set; } = [];
    }
}

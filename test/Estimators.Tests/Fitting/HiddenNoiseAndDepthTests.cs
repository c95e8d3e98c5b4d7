using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Engine;

[TestClass]
public sealed class HiddenNoiseAndDepthTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Noise_on_hidden_values_changes_what_is_learned_and_is_gone_from_the_model()
    {
        float[] Scores(double noise)
        {
            using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
                new MultilayerPerceptronOptions { HiddenSizes = [6], HiddenNoise = noise, Training = Brief }).Fit(Blobs.WithKeys(_ml));
            return Told(model);
        }
        CollectionAssert.AreNotEqual(Scores(0), Scores(0.5));
        CollectionAssert.AreEqual(Scores(0.5), Scores(0.5));
    }

    [TestMethod]
    public void Pictures_learn_with_noise_and_with_blocks_that_are_skipped()
    {
        float[] Scores(double noise, double depth)
        {
            using var model = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
                Pictures with { HiddenNoise = noise, StochasticDepth = depth }).Fit(Blobs.WithKeys(_ml));
            Assert.IsTrue(model.TrainingHistory.Epochs.All(epoch => double.IsFinite(epoch.TrainingLoss)));
            return Told(model);
        }
        var plain = Scores(0, 0);
        CollectionAssert.AreNotEqual(plain, Scores(0.2, 0));
        CollectionAssert.AreNotEqual(plain, Scores(0, 0.5));
    }

    public static IEnumerable<object[]> Encoders =>
        [[new TransformerEncoder { HiddenSize = 4, HeadCount = 2, LayerCount = 2, StochasticDepth = 0.4, HiddenNoise = 0.1 }],
         [new LstmEncoder { HiddenSize = 4, LayerCount = 2, HiddenNoise = 0.1 }]];

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void A_network_of_sequences_with_skipped_layers_or_noise_scores_alike_after_saving(SequenceEncoder encoder)
    {
        using var model = _ml.MulticlassClassification.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions { Encoder = encoder, StepSize = 1, Training = Brief }).Fit(Blobs.WithKeys(_ml));
        Assert.IsNotEmpty(Told(model));
        using var file = new MemoryStream();
        _ml.Model.Save(model, Blobs.WithKeys(_ml).Schema, file);
        file.Position = 0;
        using var loaded = (IDisposable)_ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(Told(model), Told((ITransformer)loaded));
    }

    [TestMethod]
    public void Sequences_learn_with_noise_that_follows_the_seed()
    {
        float[] Scores(double noise)
        {
            using var model = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                Encoder = new GruEncoder { HiddenSize = 4, HiddenNoise = noise },
                StepSize = 1,
                Training = Brief,
            }).Fit(Blobs.WithKeys(_ml));
            return Told(model);
        }
        CollectionAssert.AreNotEqual(Scores(0), Scores(0.5));
        CollectionAssert.AreEqual(Scores(0.5), Scores(0.5));
    }

    public static IEnumerable<object[]> Stacked =>
    [
        [new LstmEncoder { HiddenSize = 3, LayerCount = 3 }], [new GruEncoder { HiddenSize = 3, LayerCount = 2 }],
        [new ElmanEncoder { HiddenSize = 3, LayerCount = 2 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Stacked))]
    public void A_network_of_sequences_goes_on_when_noise_is_switched_on_or_off(RecurrentEncoder encoder)
    {
        var data = Blobs.WithKeys(_ml);
        RecurrentNetworkTransformer Fitted(double noise, RecurrentNetworkTransformer? previous, TrainingOptions training) =>
            _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                Encoder = encoder with { HiddenNoise = noise },
                StepSize = 1,
                Training = training,
            }).Fit(data, null, previous);
        var still = Brief with { Epochs = 1, LearningRate = 1e-12 };
        using var plain = Fitted(0, null, Brief);
        using var noisy = Fitted(0.1, plain, still);
        using var again = Fitted(0, noisy, still);
        foreach (var model in new[] { noisy, again })
            foreach (var (before, after) in Told(plain).Zip(Told(model)))
                Assert.AreEqual(before, after, 1e-5, "the weights are those that it goes on from");
        var other = encoder with { HiddenNoise = 0.1, LayerCount = encoder.LayerCount + 1 };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.Trainers.RecurrentNetwork(
                new RecurrentNetworkOptions { Encoder = other, StepSize = 1, Training = still }).Fit(data, previous: plain)).Message,
            $"it has no 'encoder.recurrent.forward{encoder.LayerCount}.");
    }

    [TestMethod]
    public void A_forecaster_goes_on_when_noise_is_switched_on()
    {
        var rows = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 60).Select(i => new Reading { Value = MathF.Sin(i) }).ToArray());
        var encoder = new GruEncoder { HiddenSize = 3, LayerCount = 2 };
        RecurrentForecastOptions Ahead(double noise) => new()
        {
            WindowSize = 6,
            Horizon = 2,
            Encoder = encoder with { HiddenNoise = noise },
            Safeguard = false,
            Training = Brief with { LearningRate = noise > 0 ? 1e-12 : 0.01 },
        };
        using var plain = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", Ahead(0)).Fit(rows);
        using var noisy = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", Ahead(0.1)).Fit(rows, previous: plain);
        float[] Weights(NetworkTransformer model, string name) => model.NamedWeights.Single(weight => weight.Key.EndsWith(
            name, StringComparison.Ordinal)).Value.data<float>().ToArray();
        foreach (var (before, after) in Weights(plain, "forward0.gru.weight_hh_l1").Zip(Weights(noisy, "forward1.gru.weight_hh_l0")))
            Assert.AreEqual(before, after, 1e-6);
    }

    [TestMethod]
    public void Tasks_learn_with_noise_that_is_gone_from_the_model()
    {
        float[] Scores(double noise)
        {
            using var model = _ml.Transforms.MultitaskNetwork(
                "Features", [new("Label", TaskHeadKind.Multiclass)],
                new MultitaskOptions { HiddenSizes = [6], HeadSizes = [4], HiddenNoise = noise, Training = Brief })
                .Fit(Blobs.WithKeys(_ml));
            float[] Told() => [.. model.Transform(Blobs.WithKeys(_ml)).GetColumn<float[]>("Label.Score").SelectMany(score => score)];
            CollectionAssert.AreEqual(Told(), Told());
            return Told();
        }
        CollectionAssert.AreNotEqual(Scores(0), Scores(0.5));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MultitaskNetwork(
                "Features", [new("Label", TaskHeadKind.Multiclass)], new MultitaskOptions { HiddenNoise = -1 })).Message,
            "HiddenNoise is -1; it must be at least 0");
    }

    [TestMethod]
    public void What_is_out_of_range_or_without_effect_is_named()
    {
        static void Refuses(Action create, params string[] parts)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(create);
            foreach (var part in parts)
                StringAssert.Contains(error.Message, part);
        }
        void Perceptron(MultilayerPerceptronOptions options) => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options);
        void Convolutional(ConvolutionalNetworkOptions options) => _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options);
        Refuses(() => Perceptron(new MultilayerPerceptronOptions { HiddenNoise = -0.1 }), "HiddenNoise is -0.1; it must be at least 0");
        Refuses(
            () => Perceptron(new MultilayerPerceptronOptions { HiddenSizes = [], HiddenNoise = 0.1 }),
            "HiddenNoise is 0.1; it must be 0 without hidden layers");
        Refuses(
            () => Convolutional(Pictures with { HiddenNoise = double.NaN, StochasticDepth = 1 }),
            "HiddenNoise is NaN; it must be at least 0", "StochasticDepth is 1; it must be in [0, 1)");
        Refuses(
            () => Convolutional(Pictures with { Layers = [new ConvolutionLayer(2, 2)], HiddenNoise = 0.1, StochasticDepth = 0.1 }),
            "HiddenNoise is 0.1; it must be 0 without functions and blocks",
            "StochasticDepth is 0.1; it must be 0 without residual blocks");
        Refuses(
            () => _ml.MulticlassClassification.Trainers.RecurrentNetwork(
                new RecurrentNetworkOptions { Encoder = new TransformerEncoder { StochasticDepth = -1 } }),
            "StochasticDepth is -1; it must be in [0, 1)");
        Refuses(
            () => _ml.MulticlassClassification.Trainers.RecurrentNetwork(
                new RecurrentNetworkOptions { Encoder = new LstmEncoder { HiddenNoise = double.PositiveInfinity } }),
            "Encoder.HiddenNoise is Infinity; it must be at least 0");
        Refuses(
            () => _ml.Transforms.MultitaskNetwork("Features", [new TaskHead("Kind", TaskHeadKind.Multiclass)], new MultitaskOptions
            {
                Body = new SequenceBody { Encoder = new TimeDelayEncoder { HiddenNoise = -0.5 } },
            }),
            "Body.Encoder.HiddenNoise is -0.5; it must be at least 0");
    }

    private static TrainingOptions Brief => new() { Epochs = 3, BatchSize = 16, Seed = 1 };

    private static ConvolutionalNetworkOptions Pictures => new()
    {
        Height = 2,
        Width = 4,
        Layers = [new ConvolutionLayer(3, 2), new ActivationLayer(Activation.ReLU), new ResidualBlock(3), new ResidualBlock(3)],
        Training = Brief,
    };

    private float[] Told(ITransformer model) =>
        [.. model.Transform(Blobs.WithKeys(_ml)).GetColumn<float[]>("Score").SelectMany(score => score)];

    private sealed class Reading
    {
        public float Value { get; set; }
    }
}

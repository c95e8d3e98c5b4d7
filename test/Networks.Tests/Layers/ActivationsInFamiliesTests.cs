using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Activations;

/// <summary>
/// Every function through every family that takes one, from fitting to scoring: the scores are those of a pass by hand over the
/// fitted weights, and not those of the identity.
/// </summary>
[TestClass]
public sealed class ActivationsInFamiliesTests
{
    private const int Width = 8; // also 2 × 4 pixels
    private static readonly TrainingOptions Training = new() { Epochs = 2, BatchSize = 8, LearningRate = 0.01, Seed = 3 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Functions => ClosedForm.All;

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void A_multilayer_perceptron_scores_with_it(Activation activation)
    {
        var rows = Rows();
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            InputScaling = NetworkInputScaling.None,
            ScaleLabel = false,
            HiddenSizes = [5, 4],
            HiddenActivation = activation,
            Training = Training,
        }).Fit(_ml.Data.LoadFromEnumerable(rows));
        Check(model, activation, Scores(model, rows), pass =>
        {
            var hidden = pass.Function("layers.activation1", pass.Linear("layers.linear1", Features(rows)));
            return pass.Linear("layers.linear3", pass.Function("layers.activation2", pass.Linear("layers.linear2", hidden)));
        });
    }

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void A_convolutional_network_scores_with_it(Activation activation)
    {
        var rows = Rows();
        using var model = _ml.Regression.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            ScaleLabel = false,
            Height = 2,
            Width = 4,
            Channels = 1,
            Training = Training,
            Layers =
            [
                new ConvolutionLayer(3, 2) { Name = "convolution" }, new ActivationLayer(activation) { Name = "first" },
                new DenseLayer(4) { Name = "dense" }, new ActivationLayer(activation) { Name = "second" },
            ],
        }).Fit(_ml.Data.LoadFromEnumerable(rows));
        Check(model, activation, Scores(model, rows), pass =>
        {
            var maps = nn.functional.conv2d(Features(rows).reshape(-1, 1, 2, 4), pass["convolution.weight"], pass["convolution.bias"]);
            var hidden = pass.Linear("dense", pass.Function("first", maps).flatten(1));
            return pass.Linear(model.LayerNames[^1], pass.Function("second", hidden));
        });
    }

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void An_autoencoder_scores_with_it(Activation activation)
    {
        var rows = Rows();
        using var model = Autoencoder(
            rows, new AutoencoderOptions { InputScaling = NetworkInputScaling.None, HiddenSizes = [5], CodeSize = 3 }, activation);
        Check(model, activation, Codes(model, rows), pass => Encoded(pass, rows));
        Check(model, activation, Decoded(model, rows), pass =>
        {
            var hidden = pass.Function("decoder.activation1", pass.Linear("decoder.linear1", Encoded(pass, rows)));
            return pass.Function("decoder.activation2", pass.Linear("decoder.linear2", hidden));
        });
    }

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void An_autoencoder_with_tied_weights_scores_with_it(Activation activation)
    {
        var rows = Rows();
        using var model = Autoencoder(rows, new AutoencoderOptions
        {
            InputScaling = NetworkInputScaling.None,
            HiddenSizes = [5],
            CodeSize = 3,
            TiedWeights = true
        }, activation);
        Check(model, activation, Decoded(model, rows), pass =>
        {
            var sums = nn.functional.linear(Encoded(pass, rows), pass["encoder.linear2.weight"].t(), pass["decoder.bias1"]);
            var hidden = pass.Function("decoder.activation1", sums);
            sums = nn.functional.linear(hidden, pass["encoder.linear1.weight"].t(), pass["decoder.bias2"]);
            return pass.Function("decoder.activation2", sums);
        });
    }

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void A_convolutional_autoencoder_scores_with_it(Activation activation)
    {
        var rows = Rows();
        var convolution = new AutoencoderConvolution { Height = 2, Width = 4, Channels = 1, Filters = [3] };
        using var model = Autoencoder(rows, new AutoencoderOptions { CodeSize = 3, Convolution = convolution }, activation);
        Check(model, activation, Decoded(model, rows), pass =>
        {
            var pictures = Features(rows).reshape(-1, 1, 2, 4);
            var (down, up) = ("convolutions.convolution1", "deconvolutions.convolution1");
            var sums = nn.functional.conv2d(pictures, pass[down + ".weight"], pass[down + ".bias"], strides: [2, 2], padding: [1, 1]);
            var maps = pass.Function("convolutions.activation1", sums).flatten(1); // (rows, 3 · 1 · 2)
            var code = pass.Function("encoder.activation1", pass.Linear("encoder.linear1", maps));
            var back = pass.Function("decoder.activation1", pass.Linear("decoder.linear1", code)).reshape(-1, 3, 1, 2);
            var grown = nn.functional.conv_transpose2d(back, pass[up + ".weight"], pass[up + ".bias"], strides: [2, 2], padding: [1, 1]);
            return pass.Function("deconvolutions.activation1", grown).flatten(1);
        });
    }

    [TestMethod]
    [DataRow(Activation.Sigmoid)]
    [DataRow(Activation.ReLU)]
    public void A_fine_tuned_deep_belief_network_scores_with_it(Activation activation)
    {
        var rows = Rows(bounded: true);
        using var model = _ml.Regression.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
        {
            ScaleLabel = false,
            VisibleUnits = VisibleUnits.Bernoulli,
            Layers = [new() { HiddenSize = 5 }, new() { HiddenSize = 4 }],
            HiddenActivation = activation,
            Pretraining = RbmOptions.DefaultTraining with { Epochs = 2, BatchSize = 8 },
            Training = Training,
        }).Fit(_ml.Data.LoadFromEnumerable(rows));
        Check(model, activation, Scores(model, rows), pass =>
        {
            var hidden = pass.Function("activation", pass.Linear("layer1.linear", Features(rows)));
            return pass.Linear("output", pass.Function("activation", pass.Linear("layer2.linear", hidden)));
        });
    }

    private static Tensor Encoded(HandPass pass, Row[] rows)
    {
        var hidden = pass.Function("encoder.activation1", pass.Linear("encoder.linear1", Features(rows)));
        return pass.Function("encoder.activation2", pass.Linear("encoder.linear2", hidden));
    }

    // The scores are those of the function, and not those of the same weights without it.
    private static void Check(NetworkTransformer model, Activation activation, float[] scores, Func<HandPass, Tensor> byHand)
    {
        using var scope = NewDisposeScope();
        var expected = Values(activation);
        Assert.HasCount(expected.Length, scores);
        for (var i = 0; i < scores.Length; i++)
            Assert.AreEqual(expected[i], scores[i], 1e-4 * Math.Max(1, Math.Abs(expected[i])), $"score {i}");
        if (activation != Activation.Identity)
            Assert.IsGreaterThan(0.01, Values(Activation.Identity).Zip(scores, (linear, score) => Math.Abs(linear - score)).Max());

        double[] Values(Activation function) => byHand(new HandPass(model.NamedWeights, function)).flatten().data<double>().ToArray();
    }

    private AutoencoderTransformer Autoencoder(Row[] rows, AutoencoderOptions options, Activation activation) =>
        _ml.Transforms.Autoencoder("Code", "Features", options with
        {
            HiddenActivation = activation,
            CodeActivation = activation,
            OutputActivation = activation,
            Loss = ReconstructionLoss.SquaredError,
            Training = Training,
        }).Fit(_ml.Data.LoadFromEnumerable(rows));

    private float[] Scores(ITransformer model, Row[] rows)
    {
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        return [.. scored.GetColumn<float>(scored.Schema["Score"])];
    }

    private float[] Codes(ITransformer model, Row[] rows)
    {
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        return [.. scored.GetColumn<float[]>(scored.Schema["Code"]).SelectMany(code => code)];
    }

    private static float[] Decoded(AutoencoderTransformer model, Row[] rows) =>
        [.. model.Decode(model.Encode([.. rows.Select(row => row.Features)])).SelectMany(row => row)];

    private static Tensor Features(Row[] rows) => HandPass.Rows([.. rows.Select(row => row.Features)]);

    // Numbers on both sides of every corner of the functions.
    private static Row[] Rows(bool bounded = false)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 32).Select(_ =>
        {
            var features = Enumerable.Range(0, Width).Select(_ => random.NextSingle()).ToArray();
            return new Row { Label = features.Sum(), Features = bounded ? features : Array.ConvertAll(features, x => (12 * x) - 6) };
        })];
    }

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}

using DeepML.Estimators.Tests.Translation;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace DeepML.Estimators.Tests.Transfer;

/// <summary>The convolutions of an autoencoder start from those of a network that tells pictures apart.</summary>
[TestClass]
public sealed class ConvolutionTransferTests
{
    // Weights stay where they are, so that what was taken over can be compared.
    private static readonly TrainingOptions Still = new() { Epochs = 1, BatchSize = 16, LearningRate = 1e-12 };

    private static readonly ConvolutionalLayer[] Halving =
    [
        new ConvolutionLayer(4, 3) { Padding = ConvolutionPadding.Same, Bias = false, Name = "first" }, new BatchNormalizationLayer(),
        new ActivationLayer(Activation.Tanh), new PoolingLayer(PoolingKind.Average), new DropoutLayer(0.1),
        new ConvolutionLayer(5, 3) { Stride = 2, Padding = 1 }, new BatchNormalizationLayer(), new ActivationLayer(Activation.Tanh),
        new FlattenLayer(), new DenseLayer(6),
    ];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Convolutions_and_normalization_are_taken_over_and_what_lies_behind_is_new()
    {
        using var source = Source(Halving);
        using var model = Autoencoder(source).Fit(Pictures());
        using var scope = torch.NewDisposeScope();
        foreach (var (name, from) in new[]
        {
            ("convolution1.weight", "first.weight"), ("norm1.weight", "normalization1.weight"), ("norm1.bias", "normalization1.bias"),
            ("convolution2.weight", "convolution2.weight"), ("convolution2.bias", "convolution2.bias"),
            ("norm2.weight", "normalization2.weight"),
        })
            Assert.IsTrue(
                model.NamedWeights[$"convolutions.{name}"].allclose(source.NamedWeights[from], rtol: 0, atol: 1e-6), name);
        Assert.AreEqual(
            0, model.NamedWeights["convolutions.convolution1.bias"].abs().max().item<float>(), 1e-6, "the source has none");
        Assert.AreEqual(7L, model.NamedWeights["convolutions.convolution3.weight"].size(0), "goes on behind the source");
    }

    [TestMethod]
    public void Frozen_convolutions_and_their_statistics_stay_while_the_others_learn()
    {
        using var source = Source(Halving);
        using var model = Autoencoder(
            source, training: Still with { Epochs = 3, LearningRate = 0.01 }, transfer: new TransferOptions { FrozenBlocks = 1 })
            .Fit(Pictures());
        using var scope = torch.NewDisposeScope();
        foreach (var (name, from, stays) in new[]
        {
            ("convolution1.weight", "first.weight", true), ("norm1.weight", "normalization1.weight", true),
            ("norm1.running_mean", "normalization1.running_mean", true), ("norm1.running_var", "normalization1.running_var", true),
            ("convolution2.weight", "convolution2.weight", false), ("norm2.running_mean", "normalization2.running_mean", false),
        })
            Assert.AreEqual(stays, model.NamedWeights[$"convolutions.{name}"].equal(source.NamedWeights[from]).all().item<bool>(), name);
    }

    [TestMethod]
    public void A_variational_code_may_stand_behind_convolutions_of_elsewhere()
    {
        using var source = Source(Halving);
        using var model = _ml.Transforms.Autoencoder("Code", "Picture", Options(source) with { Variational = new VariationalCode() })
            .Fit(Pictures());
        using var scope = torch.NewDisposeScope();
        Assert.IsTrue(model.NamedWeights["convolutions.convolution1.weight"].allclose(source.NamedWeights["first.weight"], 0, 1e-6));
    }

    [TestMethod]
    public void All_that_does_not_fit_is_in_one_error()
    {
        using var source = Source(
        [
            new ConvolutionLayer(4, 5) { Padding = 2 }, new ActivationLayer(Activation.ReLU),
            new ConvolutionLayer(6, 3) { Stride = 2, Padding = 1, Dilation = 2 }, new BatchNormalizationLayer(),
            new ResidualBlock(3), new FlattenLayer(),
        ]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => Autoencoder(source, normalizes: false).Fit(Pictures()));
        foreach (var part in new[]
        {
            "The model of Transfer, a ConvolutionalNetworkTransformer, does not fit.",
            "its 'activation1' is ReLU where Tanh is asked for", "its 'convolution2' is a layer that no encoder has (convolution 6 of 3x3",
            "its 'normalization1' normalizes what is not normalized here", "its 'residual1' is a layer that no encoder has (residual",
            "its 'activation1' gives 12x10 pixels where 6x5 are needed",
            "its 'convolution1.weight' is [4x1x5x5] where [4x1x3x3] is needed",
            "its 'convolution2.weight' is [6x4x3x3] where [5x4x3x3] is needed",
        })
            StringAssert.Contains(error.Message, part);
        using var deep = Source([.. Halving[..4], .. Halving[..4].Select((layer, i) => i == 0 ? layer with { Name = "second" } : layer)]);
        var options = Options(deep) with { Convolution = new AutoencoderConvolution { Filters = [4] } };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder("Code", "Picture", options).Fit(Pictures())).Message,
            "its 'second.weight' has no place here");
    }

    [TestMethod]
    public void A_network_of_other_pictures_does_not_fit()
    {
        using var source = Source(Halving, [0.2f]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => Autoencoder(source).Fit(PicturePairs.Even(_ml, 6, 5)));
        StringAssert.Contains(error.Message, "it reads pictures of 12x10 pixels where 5x6 are needed");
        StringAssert.Contains(error.Message, "it takes ChannelMeans off the pictures");
    }

    [TestMethod]
    public void Other_models_files_and_heads_are_refused_when_the_estimator_is_made()
    {
        using var dense = _ml.Transforms.Autoencoder(
            "Code", "Picture", new AutoencoderOptions { CodeSize = 2, Training = Still }).Fit(Pictures());
        Refuses(new TransferOptions { Model = dense }, "Transfer.Model is AutoencoderTransformer; it must be a ConvolutionalNetworkT");
        Refuses(new TransferOptions { WeightsFile = "weights.safetensors" }, "Transfer.Model is null; it must be");
        using var source = Source(Halving);
        Refuses(new TransferOptions { Model = source, KeepHead = true }, "Transfer.KeepHead is True; it must be false with Convolution");

        void Refuses(TransferOptions transfer, string fault) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.Autoencoder("Code", "Picture", Options(null) with { Transfer = transfer })).Message, fault);
    }

    private AutoencoderEstimator Autoencoder(
        ConvolutionalNetworkTransformer source, bool normalizes = true, TrainingOptions? training = null,
        TransferOptions? transfer = null) =>
        _ml.Transforms.Autoencoder("Code", "Picture", Options(source) with
        {
            BatchNormalization = normalizes,
            Training = training ?? Still,
            Transfer = (transfer ?? new TransferOptions()) with { Model = source },
        });

    private static AutoencoderOptions Options(ConvolutionalNetworkTransformer? source) => new()
    {
        CodeSize = 3,
        HiddenActivation = Activation.Tanh,
        BatchNormalization = true,
        Convolution = new AutoencoderConvolution { Filters = [4, 5, 7] },
        Training = Still,
        Transfer = source is null ? null : new TransferOptions { Model = source },
    };

    private ConvolutionalNetworkTransformer Source(ConvolutionalLayer[] layers, float[]? means = null) =>
        _ml.BinaryClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "IsLeft",
            FeatureColumnName = "Picture",
            Layers = layers,
            ChannelMeans = means,
            ChannelDeviations = means is null ? null : [0.5f],
            Training = new TrainingOptions { Epochs = 2, BatchSize = 16 },
        }).Fit(Pictures());

    private IDataView Pictures() => _ml.Data.LoadFromEnumerable(PicturePairs.Rows(30).Select((row, i) => new SidedPicture
    {
        Picture = row.Picture,
        IsLeft = row.Picture.Index().First(p => p.Item > 0.5f).Index % PicturePairs.Width < 4,
    }).ToArray());

    private sealed class SidedPicture
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Picture { get; set; } = [];

        public bool IsLeft { get; set; }
    }
}

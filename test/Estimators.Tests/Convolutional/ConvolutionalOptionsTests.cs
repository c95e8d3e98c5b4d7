using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Convolutional;

[TestClass]
public sealed class ConvolutionalOptionsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_bad_option_is_named_with_value_and_range_in_one_error()
    {
        var error = Refused(new ConvolutionalNetworkOptions
        {
            Height = -1,
            Network = ConvolutionalNetworkKind.ResNet18,
            Layers =
            [
                new ConvolutionLayer(0, 3) { Groups = 0, Stride = 0, Dilation = 0, Padding = -1 },
                new ConvolutionLayer(3, 3) { Groups = 2 },
                new ConvolutionLayer(2, 3) { Transposed = true, DepthwiseSeparable = true, Padding = ConvolutionPadding.Causal },
                new PoolingLayer(PoolingKind.Maximum, 3) { Padding = 2 },
                new PoolingLayer(PoolingKind.GlobalAverage) { Stride = 2 },
                new DropoutLayer(1), new DenseLayer(0), new ActivationLayer(Activation.Arctan) { Slope = 1 },
                new ResidualBlock(0) { Stride = 0 }, new InceptionBlock(1, 1, 1, 1, 1, 0) { LargeKernel = 4 },
                new AuxiliaryHead { Weight = 0 }, new BatchNormalizationLayer { Momentum = 0, Name = "a..b" }, null!,
            ],
            ChannelMeans = [0],
            Augmentation = new PictureAugmentation { Rotation = 181, MixUp = 2.5, Erasing = -0.1, ErasedArea = 0, CropPadding = -1 },
            Transfer = new TransferOptions { FrozenBlocks = -1, OldLayerFactor = 0 },
            FilePaths = true,
        });
        foreach (var expected in new[]
        {
            "Height is -1; it must be at least 0.", "Network is ResNet18; it must be left as it is when Layers are given.",
            "Layers[0] (convolution).Filters is 0", "Layers[0] (convolution).Groups is 0", "Layers[0] (convolution).Stride is 0",
            "Layers[0] (convolution).Dilation is 0", "Layers[0] (convolution).Padding is -1",
            "Layers[1] (convolution).Groups is 2; it must be a divisor of Filters, 3.",
            "Layers[2] (convolution).DepthwiseSeparable is True", "Layers[2] (convolution).Padding is causal",
            "Layers[3] (pooling).Padding is 2; it must be in [0, 1].",
            "Layers[4] (pooling).Stride is 2", "Layers[5] (dropout).Rate is 1", "Layers[6] (dense).Units is 0",
            "Layers[7] (activation).Slope is 1",
            "Layers[8] (residual).Filters is 0", "Layers[8] (residual).Stride is 0", "Layers[9] (inception).PoolFilters is 0",
            "Layers[9] (inception).LargeKernel is 4",
            "Layers[10] (auxiliary).Weight is 0", "Layers[11] (normalization).Momentum is 0", "Layers[11].Name is \"a..b\"",
            "Layers[12] is null",
            "ChannelDeviations is null", "Augmentation.Rotation is 181; it must be in [0, 180].",
            "Augmentation.MixUp is 2.5; it must be 0, or in [0.01, 2].",
            "Augmentation.Erasing is -0.1", "Augmentation.ErasedArea is 0; it must be in (0, 1].", "Augmentation.CropPadding is -1",
            "Transfer.WeightsFile is \"\"", "Transfer.FrozenBlocks is -1", "Transfer.OldLayerFactor is 0; it must be in (0, 1].",
            "FilePaths is True",
        })
            StringAssert.Contains(error, expected);
    }

    [TestMethod]
    public void A_layer_list_that_does_not_fit_the_size_given_is_refused_before_there_are_data()
    {
        StringAssert.Contains(
            Refused(new ConvolutionalNetworkOptions { Height = 4, Width = 9, Channels = 1, Layers = [new ConvolutionLayer(2, 5)] }),
            "Layers[0] 'convolution1'");
        StringAssert.Contains(
            Refused(new ConvolutionalNetworkOptions { Height = 4, Width = 4, Network = ConvolutionalNetworkKind.AlexNet }), "features.0");
    }

    [TestMethod]
    public void Sizes_are_checked_before_there_are_data_even_if_the_channels_are_not_given()
    {
        ConvolutionalNetworkEstimator Of(params ConvolutionalLayer[] layers) =>
            _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
                new ConvolutionalNetworkOptions { Height = 8, Width = 8, Layers = layers });
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Of(new PoolingLayer(PoolingKind.Maximum, 4), new ConvolutionLayer(4, 3))).Message,
            "Layers[1] 'convolution1'");
        _ = Of(new ConvolutionLayer(4, 3) { Groups = 2 }); // the data may have two channels
    }

    [TestMethod]
    public void Sizes_beyond_whole_numbers_are_refused_by_layer()
    {
        foreach (var layer in new ConvolutionalLayer[]
        {
            new ConvolutionLayer(2, 65_535) { Dilation = 65_535 },
            new ConvolutionLayer(2, 3) { Transposed = true, Stride = 65_535, Padding = ConvolutionPadding.Same },
        })
            StringAssert.Contains(Refused(new ConvolutionalNetworkOptions { Height = 60_000, Width = 8, Channels = 1, Layers = [layer] }),
                "go beyond 2,147,483,647");
    }

    [TestMethod]
    public void A_crop_that_leaves_nothing_of_a_picture_is_refused()
    {
        var options = new ConvolutionalNetworkOptions
        {
            Height = 8,
            Width = 9,
            Channels = 1,
            Augmentation = new PictureAugmentation { CropPadding = 8 }
        };
        StringAssert.Contains(Refused(options), "Augmentation.CropPadding is 8; it must be below the shorter side of the pictures, 8.");
        _ = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
            options with { Augmentation = new PictureAugmentation { CropPadding = 7 } });
    }

    [TestMethod]
    public void A_layer_list_that_does_not_fit_the_data_is_refused_before_a_row_is_read()
    {
        var data = _ml.Data.LoadFromEnumerable(Unreadable());
        var trainer = _ml.Regression.Trainers.ConvolutionalNetwork(
            new ConvolutionalNetworkOptions { LabelColumnName = "Number", Layers = [new ConvolutionLayer(2, 9)] });
        var error = Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(data));
        StringAssert.Contains(error.Message, "Layers[0] 'convolution1' (convolution 2 of 9x9");

        static IEnumerable<Numbered> Unreadable()
        {
            yield return new Numbered();
            throw new InvalidOperationException("A row was read.");
        }
    }

    [TestMethod]
    public void Freezing_every_block_is_refused_and_one_less_is_not()
    {
        ConvolutionalNetworkOptions Frozen(int blocks) => new()
        {
            Height = 8,
            Width = 8,
            Channels = 1,
            Network = ConvolutionalNetworkKind.LeNet5,
            Transfer = new TransferOptions { WeightsFile = "weights", FrozenBlocks = blocks },
        };
        _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(Frozen(4));
        StringAssert.Contains(Refused(Frozen(5)), "Transfer.FrozenBlocks is 5; it must be in [0, 5).");
    }

    [TestMethod]
    public void Colour_changes_are_refused_for_grey_pictures()
    {
        var options = new ConvolutionalNetworkOptions { Augmentation = new PictureAugmentation { Saturation = 0.5 } };
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options).Fit(Shapes.Create(_ml, 6)));
        StringAssert.Contains(error.Message, "Augmentation.Saturation is 0.5; it must be 0 for pictures of 1 channels.");
    }

    [TestMethod]
    public void Parameters_are_counted_for_pictures_of_any_size_without_data()
    {
        var trainer = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
            new ConvolutionalNetworkOptions { Network = ConvolutionalNetworkKind.Vgg16 });
        Assert.AreEqual(138_357_544, trainer.CountParameters(3, 224, 224, 1000));
        StringAssert.Contains(trainer.Summary(3, 224, 224, 1000), "138,357,544 parameters in 16 blocks");
    }

    private string Refused(ConvolutionalNetworkOptions options) =>
        Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options)).Message;

    private sealed class Numbered
    {
        [VectorType(1, 8, 8)]
        public float[] Features { get; set; } = new float[64];

        public float Number { get; set; }
    }
}

namespace DeepML.Networks.Tests.Transfer;

/// <summary>Layers of a convolutional network that may come from the encoder of an autoencoder of pictures.</summary>
[TestClass]
public sealed class ConvolutionTransferTests
{
    private static readonly ConvolutionalLayer[] Fitting =
    [
        new ConvolutionLayer(4, 3) { Name = "c1", Stride = 2, Padding = 1 }, new ActivationLayer(Activation.ReLU) { Name = "a1" },
        new ConvolutionLayer(6, 3) { Name = "c2", Stride = 2, Padding = 1, Bias = false },
        new ActivationLayer(Activation.ReLU) { Name = "a2" },
        new DropoutLayer(0.5), new DenseLayer(5) { Name = "hidden" },
    ];

    [TestMethod]
    public void Layers_like_those_of_the_encoder_differ_in_nothing() => Assert.AreEqual("", Differences(Fitting));

    [TestMethod]
    public void Weights_are_named_by_kind_and_block_and_those_behind_the_pictures_are_the_head()
    {
        var form = Form(Fitting);
        var names = form.NamesOf(["c1.weight", "c2.weight", "hidden.bias", "answer.weight", "convolutions.convolution2.bias", "nothing"]);
        Assert.AreEqual(new TransferName("convolution1.weight", 1, TransferPart.Body), names["c1.weight"]);
        Assert.AreEqual(new TransferName("convolution2.weight", 2, TransferPart.Body), names["c2.weight"]);
        Assert.AreEqual(new TransferName("head.hidden.bias", 0, TransferPart.Head), names["hidden.bias"]);
        Assert.AreEqual(new TransferName("head.answer.weight", 0, TransferPart.Head), names["answer.weight"]);
        Assert.AreEqual(new TransferName("convolution2.bias", 2, TransferPart.Body), names["convolutions.convolution2.bias"]);
        Assert.IsFalse(names.ContainsKey("nothing"));
    }

    [TestMethod]
    public void Convolutions_without_a_bias_are_known() =>
        CollectionAssert.AreEqual(new[] { ("c2.weight", "c2.bias") }, Form(Fitting).WithoutBias.ToArray());

    [TestMethod]
    public void Pictures_of_another_size_and_means_that_are_taken_off_are_differences()
    {
        var other = new ConvolutionTransfer(ConvolutionalPlan.Of(
            new ConvolutionalArchitecture(1, 8, 12, Fitting, 2, "answer", Means: [0.5f], Deviations: [1])));
        var differences = other.Differences(Encoder()).ToArray();
        Assert.AreEqual("it reads pictures of 12x8 pixels where 8x8 are needed", differences[0]);
        Assert.AreEqual("it takes ChannelMeans off the pictures, which an autoencoder does not", differences[1]);
    }

    [TestMethod]
    public void Functions_that_differ_are_told_with_their_slopes()
    {
        var layers = Fitting.ToArray();
        layers[1] = new ActivationLayer(Activation.ELU) { Name = "a1", Slope = 0.5 };
        Assert.AreEqual("its 'a1' is ELU 0.5 where ReLU is asked for", Differences(layers));
    }

    [TestMethod]
    public void Convolutions_that_no_encoder_has_are_told_by_their_kind()
    {
        ConvolutionLayer[] others =
        [
            new(4, 3) { Stride = 2, Padding = 1, DepthwiseSeparable = true }, new(4, 3) { Stride = 2, Padding = 2, Dilation = 2 },
            new(4, 3) { Stride = 2, Padding = ConvolutionPadding.Circular },
            new(4, 3) { Stride = 2, Padding = 1, Connections = [[0], [0], [0], [0]] },
        ];
        foreach (var other in others)
        {
            var layers = Fitting.ToArray();
            layers[0] = other with { Name = "c1" };
            Assert.AreEqual($"its 'c1' is a layer that no encoder has (convolution {other.Details})", Differences(layers), other.Details);
        }
    }

    [TestMethod]
    public void Normalization_must_be_there_on_both_sides()
    {
        ConvolutionalLayer[] layers = [Fitting[0], new BatchNormalizationLayer { Name = "n1" }, .. Fitting[1..]];
        Assert.AreEqual("its 'n1' normalizes what is not normalized here", Differences(layers));
        Assert.AreEqual("", string.Join("; ", Form(layers).Differences(Encoder() with { BatchNormalization = true })));
    }

    [TestMethod]
    public void A_block_whose_pictures_come_out_in_another_size_is_named_by_its_last_layer()
    {
        var layers = Fitting.ToArray();
        layers[0] = new ConvolutionLayer(4, 3) { Name = "c1", Padding = 1 };
        StringAssert.Contains(Differences(layers), "its 'a1' gives 8x8 pixels where 4x4 are needed");
    }

    private static string Differences(ConvolutionalLayer[] layers) => string.Join("; ", Form(layers).Differences(Encoder()));

    private static ConvolutionTransfer Form(ConvolutionalLayer[] layers) =>
        new(ConvolutionalPlan.Of(new ConvolutionalArchitecture(1, 8, 8, layers, 2, "answer")));

    private static AutoencoderArchitecture Encoder() => new(64, [], 3, Activation.ReLU, Activation.Identity, Activation.Sigmoid)
    {
        Convolution = new AutoencoderImageArchitecture(8, 8, 1, [4, 6], 3, DenseCode: true),
    };
}

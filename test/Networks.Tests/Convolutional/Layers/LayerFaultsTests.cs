namespace DeepML.Networks.Tests.Convolutional;

/// <summary>The limits of every layer's own numbers: at them nothing is wrong, past them the member is named.</summary>
[TestClass]
public sealed class LayerFaultsTests
{
    private static readonly ConvolutionLayer Convolution = new(4, 3);

    private static readonly InceptionBlock Inception = new(1, 1, 1, 1, 1, 1);

    public static IEnumerable<object[]> AtTheLimit =>
    [
        [new ConvolutionLayer(1, 1)],
        [Convolution with { KernelWidth = 1, Groups = 4, Padding = 0 }],
        [Convolution with { Transposed = true, Groups = 2, Padding = ConvolutionPadding.Same }],
        [Convolution with { DepthwiseSeparable = true, Padding = ConvolutionPadding.Causal }],
        [new PoolingLayer(PoolingKind.Maximum, 1) { Stride = 1 }],
        [new PoolingLayer(PoolingKind.Average, 5) { Padding = 2, RoundUp = true }],
        [new PoolingLayer(PoolingKind.AdaptiveAverage, 1)],
        [new PoolingLayer(PoolingKind.GlobalMaximum)],
        [new BatchNormalizationLayer { Epsilon = 1e-30, Momentum = 1 }],
        [new DropoutLayer(0)],
        [new DropoutLayer(0.999)],
        [new DenseLayer(1)],
        [new FlattenLayer()],
        [new ResidualBlock(1)],
        [Inception with { LargeKernel = 1 }],
        [new AuxiliaryHead { Filters = 1, Units = 1, Dropout = 0, Weight = 1e-9 }],
        [new ActivationLayer(Activation.LeakyReLU) { Slope = 1e-9 }],
    ];

    public static IEnumerable<object[]> PastTheLimit =>
    [
        [new ConvolutionLayer(0, 0), new[] { "Filters", "KernelSize", "KernelWidth" }],
        [Convolution with { KernelWidth = 0 }, new[] { "KernelWidth" }],
        [Convolution with { Stride = 0, Dilation = 0 }, new[] { "Stride", "Dilation" }],
        [Convolution with { Padding = -1 }, new[] { "Padding" }],
        [Convolution with { Groups = 3 }, new[] { "Groups" }],
        [Convolution with { Groups = 0 }, new[] { "Groups" }],
        [Convolution with { DepthwiseSeparable = true, Groups = 2 }, new[] { "DepthwiseSeparable" }],
        [Convolution with { DepthwiseSeparable = true, Transposed = true }, new[] { "DepthwiseSeparable" }],
        [Convolution with { Transposed = true, Padding = ConvolutionPadding.Causal }, new[] { "Padding" }],
        [Convolution with { Transposed = true, Padding = ConvolutionPadding.Circular }, new[] { "Padding" }],
        [new PoolingLayer((PoolingKind)99, 0), new[] { "Pooling", "Size" }],
        [new PoolingLayer(PoolingKind.Maximum) { Stride = 0, Padding = 2 }, new[] { "Stride", "Padding" }],
        [new PoolingLayer(PoolingKind.Average) { Padding = -1 }, new[] { "Padding" }],
        [
            new PoolingLayer(PoolingKind.GlobalAverage) { Stride = 1, Padding = 1, RoundUp = true },
            new[] { "Stride", "Padding", "RoundUp" },
        ],
        [new PoolingLayer(PoolingKind.AdaptiveAverage, 0), new[] { "Size" }],
        [new BatchNormalizationLayer { Epsilon = 0, Momentum = 0 }, new[] { "Epsilon", "Momentum" }],
        [new BatchNormalizationLayer { Epsilon = double.NaN, Momentum = 1.001 }, new[] { "Epsilon", "Momentum" }],
        [new DropoutLayer(1), new[] { "Rate" }],
        [new DropoutLayer(-0.001), new[] { "Rate" }],
        [new DropoutLayer(double.NaN), new[] { "Rate" }],
        [new DenseLayer(0), new[] { "Units" }],
        [new ResidualBlock(0) { Stride = 0 }, new[] { "Filters", "Stride" }],
        [
            new InceptionBlock(0, 0, 0, 0, 0, 0) { LargeKernel = 2 },
            new[] { "Filters1", "Reduce3", "Filters3", "Reduce5", "Filters5", "PoolFilters", "LargeKernel" },
        ],
        [Inception with { LargeKernel = -1 }, new[] { "LargeKernel" }],
        [
            new AuxiliaryHead { Filters = 0, Units = 0, Dropout = 1, Weight = 0 },
            new[] { "Filters", "Units", "Dropout", "Weight" },
        ],
        [new AuxiliaryHead { Weight = double.PositiveInfinity }, new[] { "Weight" }],
        [new ActivationLayer((Activation)99), new[] { "Function" }],
        [new ActivationLayer(Activation.LeakyReLU) { Slope = 0 }, new[] { "Slope" }],
        [new ActivationLayer(Activation.Arctan) { Slope = 0.5 }, new[] { "Slope" }],
    ];

    [TestMethod]
    [DynamicData(nameof(AtTheLimit))]
    public void Nothing_is_wrong_at_the_limit(ConvolutionalLayer layer) => Assert.IsEmpty(LayerFaults.Of(layer));

    [TestMethod]
    [DynamicData(nameof(PastTheLimit))]
    public void Every_member_past_its_limit_is_named_and_no_other(ConvolutionalLayer layer, string[] expected) =>
        CollectionAssert.AreEqual(expected, LayerFaults.NamesOf(layer));

    [TestMethod]
    public void A_fault_says_what_the_member_must_be()
    {
        Assert.AreEqual(("Layer.Groups", "a divisor of Filters, 4"), LayerFaults.Of(Convolution with { Groups = 3 }).Single());
        Assert.AreEqual(("Layer.Padding", "in [0, 2]"), LayerFaults.Of(new PoolingLayer(PoolingKind.Maximum, 5) { Padding = 3 }).Single());
        Assert.AreEqual(("Layer.Stride", "null for GlobalAverage"),
            LayerFaults.Of(new PoolingLayer(PoolingKind.GlobalAverage) { Stride = 2 }).Single());
        Assert.AreEqual(("Layer.LargeKernel", "an odd number, at least 1"), LayerFaults.Of(Inception with { LargeKernel = 4 }).Single());
        Assert.AreEqual(("Layer.Slope", "null for Arctan, which has none"),
            LayerFaults.Of(new ActivationLayer(Activation.Arctan) { Slope = 1 }).Single());
        Assert.AreEqual(("Layer.Rate", "in [0, 1)"), LayerFaults.Of(new DropoutLayer(2)).Single());
    }

    [TestMethod]
    public void Every_layer_has_a_kind_and_says_what_it_does()
    {
        Assert.AreEqual("4 of 3x3, stride 1, padding 0", Convolution.Details);
        Assert.AreEqual("transposed 4 of 3x2, stride 2, padding same, dilation 3, 2 groups",
            (Convolution with
            {
                KernelWidth = 2,
                Stride = 2,
                Padding = ConvolutionPadding.Same,
                Dilation = 3,
                Groups = 2,
                Transposed = true
            })
            .Details);
        Assert.AreEqual("separable 4 of 3x3, stride 1, padding causal",
            (Convolution with { DepthwiseSeparable = true, Padding = ConvolutionPadding.Causal }).Details);
        Assert.AreEqual("maximum of 3x3, stride 2, padding 1, rounded up",
            new PoolingLayer(PoolingKind.Maximum, 3) { Stride = 2, Padding = 1, RoundUp = true }.Details);
        Assert.AreEqual("average of 2x2, stride 2", new PoolingLayer(PoolingKind.Average).Details);
        Assert.AreEqual("average to 6x6", new PoolingLayer(PoolingKind.AdaptiveAverage, 6).Details);
        Assert.AreEqual("average of the whole picture", new PoolingLayer(PoolingKind.GlobalAverage).Details);
        Assert.AreEqual("maximum of the whole picture", new PoolingLayer(PoolingKind.GlobalMaximum).Details);
        Assert.AreEqual("8 filters, bottleneck, pre-activation, stride 2",
            new ResidualBlock(8) { Bottleneck = true, PreActivation = true, Stride = 2 }.Details);
        Assert.AreEqual("1 + 3 + 5 + 6 filters", new InceptionBlock(1, 2, 3, 4, 5, 6).Details);
        Assert.AreEqual("7 units", new DenseLayer(7).Details);
        Assert.AreEqual("GELU", new ActivationLayer(Activation.GELU).Details);
        Assert.AreEqual("", new FlattenLayer().Details);
    }

    [TestMethod]
    public void A_whole_number_is_that_much_padding_on_each_side()
    {
        ConvolutionPadding padding = 2;
        Assert.AreEqual(new ConvolutionPadding(PaddingKind.Fixed, 2), padding);
        Assert.AreEqual(padding, ConvolutionPadding.FromInt32(2));
        Assert.AreEqual(ConvolutionPadding.Valid, default(ConvolutionPadding), "none unless asked for");
        Assert.AreEqual("padding 2", padding.ToString());
        Assert.AreEqual("padding same", ConvolutionPadding.Same.ToString());
    }
}

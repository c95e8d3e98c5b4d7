using DeepML.Workout;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>What layers say of themselves in summaries and errors, and what their records hold.</summary>
[TestClass]
public sealed class LayerWordsTests
{
    public static IEnumerable<object[]> Words =>
    [
        [new ConvolutionLayer(8, 3), "8 of 3x3, stride 1, padding 0"],
        [new ConvolutionLayer(8, 3) { KernelWidth = 5, Stride = 2, Padding = 1 }, "8 of 3x5, stride 2, padding 1"],
        [new ConvolutionLayer(8, 3) { Padding = ConvolutionPadding.Same, Dilation = 2 }, "8 of 3x3, stride 1, padding same, dilation 2"],
        [new ConvolutionLayer(8, 3) { Groups = 4, Padding = ConvolutionPadding.Causal }, "8 of 3x3, stride 1, padding causal, 4 groups"],
        [new ConvolutionLayer(8, 3) { DepthwiseSeparable = true }, "separable 8 of 3x3, stride 1, padding 0"],
        [new ConvolutionLayer(8, 3) { Transposed = true, Stride = 2 }, "transposed 8 of 3x3, stride 2, padding 0"],
        [new ConvolutionLayer(16, 5) { Connections = ConnectionTable.LeNet5 }, "16 of 5x5, stride 1, padding 0, 60 connections"],
        [new PoolingLayer(PoolingKind.Maximum), "maximum of 2x2, stride 2"],
        [new PoolingLayer(PoolingKind.Average, 3) { Stride = 1, Padding = 1, RoundUp = true },
            "average of 3x3, stride 1, padding 1, rounded up"],
        [new PoolingLayer(PoolingKind.GlobalAverage), "average of the whole picture"],
        [new PoolingLayer(PoolingKind.GlobalMaximum), "maximum of the whole picture"],
        [new PoolingLayer(PoolingKind.AdaptiveAverage, 6), "average to 6x6"],
        [new DenseLayer(7), "7 units"],
        [new DenseLayer(2) { Connections = [[0], [1, 2]] }, "2 units, 3 connections"],
        [new MaxoutLayer(3, 4), "3 units of 4 pieces"],
        [new SubsamplingLayer(3), "Sigmoid of the trained average of 3x3"],
        [new RadialBasisLayer(9), "9 codes"],
        [new ResidualBlock(8), "8 filters, stride 1"],
        [new ResidualBlock(8) { Bottleneck = true, PreActivation = true, Stride = 2 }, "8 filters, bottleneck, pre-activation, stride 2"],
        [new InceptionBlock(1, 2, 3, 4, 5, 6), "1 + 3 + 5 + 6 filters"],
        [new ActivationLayer(Activation.ELU), "ELU"],
        [new BatchNormalizationLayer(), ""],
        [new FlattenLayer(), ""],
        [new AuxiliaryHead(), "in training only"],
    ];

    [TestMethod]
    [DynamicData(nameof(Words))]
    public void A_layer_says_its_sizes(ConvolutionalLayer layer, string words) => Assert.AreEqual(words, layer.Details);

    [TestMethod]
    public void A_share_is_said_alike_in_every_culture() => Assert.AreEqual(
        new DropoutLayer(0.25).Details, GermanNumbers.In(() => new DropoutLayer(0.25).Details));

    [TestMethod]
    public void Layers_that_begin_a_block_are_those_with_weights_of_their_own_paths()
    {
        ConvolutionalLayer[] begin =
            [new ConvolutionLayer(1, 1), new DenseLayer(1), new MaxoutLayer(1, 2), new ResidualBlock(1),
                new InceptionBlock(1, 1, 1, 1, 1, 1)];
        foreach (var layer in begin)
            Assert.IsTrue(layer.BeginsBlock, layer.Kind);
        ConvolutionalLayer[] go =
            [new ActivationLayer(Activation.ReLU), new BatchNormalizationLayer(), new PoolingLayer(PoolingKind.Maximum), new FlattenLayer(),
                new DropoutLayer(0.1), new AuxiliaryHead(), new SubsamplingLayer()];
        foreach (var layer in go)
            Assert.IsFalse(layer.BeginsBlock, layer.Kind);
    }

    [TestMethod]
    public void Only_layers_over_rows_flatten_pictures()
    {
        Assert.IsTrue(new DenseLayer(1).ReadsFlat);
        Assert.IsTrue(new MaxoutLayer(1, 2).ReadsFlat);
        Assert.IsTrue(new RadialBasisLayer(1).ReadsFlat);
        Assert.IsFalse(new ConvolutionLayer(1, 1).ReadsFlat);
        Assert.IsFalse(new BatchNormalizationLayer().ReadsFlat);
    }

    [TestMethod]
    public void Paddings_are_equal_by_what_they_pad()
    {
        ConvolutionPadding two = 2;
        Assert.AreEqual(ConvolutionPadding.FromInt32(2), two);
        Assert.AreEqual(ConvolutionPadding.Valid, default);
        Assert.AreNotEqual(ConvolutionPadding.Same, ConvolutionPadding.Circular);
        Assert.AreEqual("padding circular", $"{ConvolutionPadding.Circular}");
        Assert.AreEqual("padding 2", $"{two}");
    }

    [TestMethod]
    [DataRow(1, 16, false)]
    [DataRow(2, 16, true)]
    [DataRow(1, 8, true)]
    public void A_shortcut_needs_weights_where_sizes_change(int stride, int channels, bool projects)
    {
        var block = new ResidualBlock(16) { Stride = stride };
        Assert.AreEqual(projects, block.Projects(new LayerShape(channels, 8, 8)));
        Assert.AreEqual(16, block.OutputChannels);
        Assert.AreEqual(64, (block with { Bottleneck = true }).OutputChannels);
    }

    [TestMethod]
    public void Numbers_of_layers_past_their_limits_are_told_in_full()
    {
        Told.Exactly(new ConvolutionLayer(0, 0) { Stride = 0, Dilation = 65_536, Groups = 0 }.Validate,
            "Filters is 0; at least 1", "KernelSize is 0; in [1, 65535]", "KernelWidth is 0; in [1, 65535]", "Stride is 0; in [1, 65535]",
            "Dilation is 65536; in [1, 65535]", "Groups is 0; at least 1");
        Told.Exactly(new ConvolutionLayer(5, 1) { Groups = 2 }.Validate, "Groups is 2; a divisor of Filters, 5");
        Told.Exactly(new ConvolutionLayer(4, 1) { Transposed = true, Padding = ConvolutionPadding.Circular }.Validate,
            "Padding is circular; same, valid or a number for a transposed convolution");
        Told.Exactly(new PoolingLayer(PoolingKind.GlobalAverage) { Stride = 2, Padding = 1, RoundUp = true }.Validate,
            "Stride is 2; null for GlobalAverage", "Padding is 1; 0 for GlobalAverage", "RoundUp is True; false for GlobalAverage");
        Told.Exactly(new PoolingLayer(PoolingKind.Maximum, 5) { Padding = 3 }.Validate, "Padding is 3; in [0, 2]");
        Told.Exactly(new MaxoutLayer(1 << 23, 3).Validate, "Pieces is 3; such that all units have at most 16777216 pieces together");
        Told.Exactly(new SubsamplingLayer(0) { Function = Activation.ParametricReLU }.Validate,
            "Size is 0; at least 1", "Function is ParametricReLU; a function without a weight of its own");
        Told.Exactly(new ActivationLayer(Activation.ReLU) { Slope = 0.5 }.Validate, "Slope is 0.5; null for ReLU, which has none");
        Told.Exactly(new InceptionBlock(1, 1, 1, 1, 1, 1) { LargeKernel = 4 }.Validate, "LargeKernel is 4; an odd number, at least 1");
        Told.Exactly(new DenseLayer(2) { Connections = [[0, 0], [-1], []] }.Validate,
            "Connections is a table of 3 lists; one list for each of the 2 of Units", "Connections[0] is 0, 0; inputs that differ",
            "Connections[1] is -1; at least 0: inputs are counted from 0", "Connections[2] is empty; a list of at least one input");
    }
}

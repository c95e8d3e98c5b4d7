using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

[TestClass]
public sealed class ConvolutionalPlanTests
{
    [TestMethod]
    [DataRow(ConvolutionalNetworkKind.LeNet5, 1, 32, 10, 61_706L)]
    [DataRow(ConvolutionalNetworkKind.AlexNet, 3, 224, 1000, 61_100_840L)]
    [DataRow(ConvolutionalNetworkKind.Vgg11, 3, 224, 1000, 132_863_336L)]
    [DataRow(ConvolutionalNetworkKind.Vgg13, 3, 224, 1000, 133_047_848L)]
    [DataRow(ConvolutionalNetworkKind.Vgg16, 3, 224, 1000, 138_357_544L)]
    [DataRow(ConvolutionalNetworkKind.Vgg19, 3, 224, 1000, 143_667_240L)]
    [DataRow(ConvolutionalNetworkKind.Vgg16BatchNormalized, 3, 224, 1000, 138_365_992L)]
    [DataRow(ConvolutionalNetworkKind.GoogLeNet, 3, 224, 1000, 6_624_904L)]
    [DataRow(ConvolutionalNetworkKind.ResNet18, 3, 224, 1000, 11_689_512L)]
    [DataRow(ConvolutionalNetworkKind.ResNet34, 3, 224, 1000, 21_797_672L)]
    [DataRow(ConvolutionalNetworkKind.ResNet50, 3, 224, 1000, 25_557_032L)]
    [DataRow(ConvolutionalNetworkKind.ResNet101, 3, 224, 1000, 44_549_160L)]
    [DataRow(ConvolutionalNetworkKind.ResNet152, 3, 224, 1000, 60_192_808L)]
    public void Known_networks_have_the_published_number_of_parameters(
        ConvolutionalNetworkKind kind, int channels, int side, int classes, long parameters)
    {
        var (layers, answerName) = NamedNetworks.Of(kind, side, side);
        var plan = ConvolutionalPlan.Of(new ConvolutionalArchitecture(channels, side, side, layers, classes, answerName));
        Assert.AreEqual(parameters, plan.ParameterCount);
    }

    [TestMethod]
    public void Every_known_network_can_be_planned_for_pictures_of_its_size()
    {
        foreach (var kind in Enum.GetValues<ConvolutionalNetworkKind>())
        {
            var side = kind is ConvolutionalNetworkKind.Small or ConvolutionalNetworkKind.LeNet5 or ConvolutionalNetworkKind.LeNet5Of1998
                ? 28
                : 224;
            var (layers, answerName) = NamedNetworks.Of(kind, side, side);
            var plan = ConvolutionalPlan.Of(new ConvolutionalArchitecture(3, side, side, layers, 7, answerName));
            Assert.AreEqual(7, plan.Layers[^1].Output.Count, $"{kind}");
        }
    }

    [TestMethod]
    public void Planned_shapes_and_parameters_are_those_of_the_modules()
    {
        ConvolutionalLayer[] layers =
        [
            new ConvolutionLayer(4, 3) { Padding = 1, Dilation = 2 },
            new ConvolutionLayer(6, 4) { Padding = ConvolutionPadding.Same, Stride = 2, Groups = 2 },
            new ConvolutionLayer(5, 3) { Padding = ConvolutionPadding.Causal, KernelWidth = 2, DepthwiseSeparable = true },
            new BatchNormalizationLayer(),
            new ActivationLayer(Activation.ParametricReLU),
            new ConvolutionLayer(4, 3) { Transposed = true, Stride = 2, Padding = ConvolutionPadding.Same },
            new ConvolutionLayer(4, 2) { Transposed = true, Stride = 3, Padding = 1, Bias = false },
            new PoolingLayer(PoolingKind.Maximum, 3) { Stride = 2, RoundUp = true },
            new PoolingLayer(PoolingKind.Average, 3) { Stride = 2, Padding = 1 },
            new ResidualBlock(4) { Stride = 2 },
            new ResidualBlock(2) { Bottleneck = true },
            new ResidualBlock(3) { Bottleneck = true, PreActivation = true, Stride = 2 },
            new ResidualBlock(12) { PreActivation = true },
            new InceptionBlock(2, 3, 4, 2, 3, 2),
            new PoolingLayer(PoolingKind.AdaptiveAverage, 3),
            new PoolingLayer(PoolingKind.GlobalMaximum),
            new FlattenLayer(),
            new DenseLayer(6) { Bias = false },
            new BatchNormalizationLayer(),
            new ActivationLayer(Activation.ReLU),
            new DropoutLayer(0.5),
        ];
        using var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(2, 29, 23, layers, 3, "answer"));
        using var scope = NewDisposeScope();
        var input = randn([2, 2, 29, 23]);
        for (var i = 0; i < network.Plan.Layers.Count; i++)
        {
            var layer = network.Plan.Layers[i];
            var shape = network.OutputOf(input, i).shape;
            long[] planned = layer.Output.IsFlat
                ? [2, layer.Output.Channels]
                : [2, layer.Output.Channels, layer.Output.Height, layer.Output.Width];
            CollectionAssert.AreEqual(planned, shape, $"{layer.Name}: planned {layer.Output}, found {string.Join("x", shape)}");
            Assert.AreEqual(layer.Parameters, network.ParametersOf(i).Sum(p => p.Parameter.numel()), layer.Name);
        }
    }

    [TestMethod]
    [DataRow(224, 11, 4, 2, 55)]
    [DataRow(32, 5, 1, 0, 28)]
    [DataRow(7, 7, 3, 0, 1)]
    [DataRow(8, 3, 2, 1, 4)]
    public void Output_size_follows_the_formula(int n, int kernel, int stride, int padding, int expected) =>
        Assert.AreEqual(expected, new Window(kernel, stride, padding, 1).OutputSize(n));

    [TestMethod]
    public void A_pass_that_measures_holds_what_one_layer_reads_and_answers_and_training_what_all_answer()
    {
        var convolution = new ConvolutionLayer(8, 3) { Padding = ConvolutionPadding.Same };
        ConvolutionalPlan Of(params ConvolutionalLayer[] layers) =>
            ConvolutionalPlan.Of(new ConvolutionalArchitecture(8, 10, 10, layers, 0, "answer"));
        Assert.AreEqual(1, Of(convolution).MeasuredForOneTrained, "(800 + 1600) / 1600");
        Assert.AreEqual(2, Of(convolution, convolution).MeasuredForOneTrained);
        Assert.AreEqual(3, Of(convolution, convolution, convolution, convolution).MeasuredForOneTrained);
        Assert.AreEqual(2, Of(new ResidualBlock(8)).MeasuredForOneTrained, "(4 · 800 + 2400) / 2400");
        Assert.AreEqual(
            2, Of(convolution, new ActivationLayer(Activation.ReLU), convolution, new DropoutLayer(0.5)).MeasuredForOneTrained,
            "what may be written over is not kept");
    }

    [TestMethod]
    public void A_layer_that_does_not_fit_is_named_with_its_sizes()
    {
        var error = Refused(
            8, [new ConvolutionLayer(4, 5), new PoolingLayer(PoolingKind.Maximum, 2), new ConvolutionLayer(4, 3) { Name = "third" }]);
        StringAssert.Contains(error, "Layers[2] 'third' (convolution 4 of 3x3");
        StringAssert.Contains(error, "input of 4x2x2");
        StringAssert.Contains(error, "covers 3 pixels");
        StringAssert.Contains(Refused(8, [new FlattenLayer(), new ConvolutionLayer(4, 3)]), "Layers[1] 'convolution1'");
        StringAssert.Contains(Refused(8, [new ConvolutionLayer(4, 3) { Groups = 2 }]), "Groups is 2");
        StringAssert.Contains(Refused(8, [new DenseLayer(3) { Name = "a" }, new DenseLayer(3) { Name = "a" }]), "called 'a'");
        StringAssert.Contains(Refused(8, [new DenseLayer(3) { Name = "a" }, new DenseLayer(3) { Name = "a.b" }]), "cannot hold");
    }

    [TestMethod]
    public void A_causal_convolution_sees_nothing_below_or_to_the_right()
    {
        using var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(
            1, 6, 6, [new ConvolutionLayer(2, 3) { Padding = ConvolutionPadding.Causal }], 2, "answer"));
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var picture = randn([1, 1, 6, 6]);
        var changed = picture.clone();
        changed[0, 0, 3, 3] = 9;
        var difference = (network.OutputOf(picture, 0) - network.OutputOf(changed, 0)).abs().sum([0, 1]);
        Assert.AreEqual(0, difference.narrow(0, 0, 3).sum().item<float>(), "rows above");
        Assert.AreEqual(0, difference.narrow(1, 0, 3).sum().item<float>(), "columns to the left");
        Assert.IsGreaterThan(0, difference[3, 3].item<float>(), "the place itself");
    }

    [TestMethod]
    public void The_summary_names_layers_with_shapes_and_parameters()
    {
        var (layers, answerName) = NamedNetworks.Of(ConvolutionalNetworkKind.LeNet5, 28, 28);
        var text = ConvolutionalPlan.Of(new ConvolutionalArchitecture(1, 28, 28, layers, 10, answerName)).Summary();
        StringAssert.Contains(text, "16 x 10 x 10");
        StringAssert.Contains(text, "48,120");
        StringAssert.Contains(text, "61,706 parameters in 5 blocks");
    }

    private static string Refused(int side, ConvolutionalLayer[] layers) => Assert.ThrowsExactly<ArgumentException>(
        () => ConvolutionalPlan.Of(new ConvolutionalArchitecture(1, side, side, layers, 2, "answer"))).Message;
}

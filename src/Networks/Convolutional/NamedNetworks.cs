namespace DeepML.Networks;

/// <summary>The layers of networks known by name, under the names that published weights have.</summary>
internal static class NamedNetworks
{
    /// <summary>The layers before the answer, and the name of the answer's layer.</summary>
    /// <param name="kind">The network.</param>
    /// <param name="height">Rows of pixels; small pictures are padded or shrunk less.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="heads">Whether auxiliary heads are wanted, where the network has some.</param>
    public static (ConvolutionalLayer[] Layers, string AnswerName) Of(
        ConvolutionalNetworkKind kind, int height, int width, bool heads = true) => kind switch
        {
            ConvolutionalNetworkKind.Small => ([.. Small(Math.Min(height, width))], "answer"),
            ConvolutionalNetworkKind.LeNet5 => ([.. LeNet5(Math.Min(height, width))], "fc3"),
            ConvolutionalNetworkKind.AlexNet => ([.. AlexNet()], "classifier.6"),
            ConvolutionalNetworkKind.Vgg11 => ([.. Vgg([1, 1, 2, 2, 2], false)], "classifier.6"),
            ConvolutionalNetworkKind.Vgg13 => ([.. Vgg([2, 2, 2, 2, 2], false)], "classifier.6"),
            ConvolutionalNetworkKind.Vgg16 => ([.. Vgg([2, 2, 3, 3, 3], false)], "classifier.6"),
            ConvolutionalNetworkKind.Vgg19 => ([.. Vgg([2, 2, 4, 4, 4], false)], "classifier.6"),
            ConvolutionalNetworkKind.Vgg11BatchNormalized => ([.. Vgg([1, 1, 2, 2, 2], true)], "classifier.6"),
            ConvolutionalNetworkKind.Vgg13BatchNormalized => ([.. Vgg([2, 2, 2, 2, 2], true)], "classifier.6"),
            ConvolutionalNetworkKind.Vgg16BatchNormalized => ([.. Vgg([2, 2, 3, 3, 3], true)], "classifier.6"),
            ConvolutionalNetworkKind.Vgg19BatchNormalized => ([.. Vgg([2, 2, 4, 4, 4], true)], "classifier.6"),
            ConvolutionalNetworkKind.GoogLeNet => ([.. GoogLeNetLayers.Create(heads)], "fc"),
            ConvolutionalNetworkKind.ResNet18 => ([.. ResNets.Create([2, 2, 2, 2], bottleneck: false)], "fc"),
            ConvolutionalNetworkKind.ResNet34 => ([.. ResNets.Create([3, 4, 6, 3], bottleneck: false)], "fc"),
            ConvolutionalNetworkKind.ResNet50 => ([.. ResNets.Create([3, 4, 6, 3], bottleneck: true)], "fc"),
            ConvolutionalNetworkKind.ResNet101 => ([.. ResNets.Create([3, 4, 23, 3], bottleneck: true)], "fc"),
            ConvolutionalNetworkKind.ResNet152 => ([.. ResNets.Create([3, 8, 36, 3], bottleneck: true)], "fc"),
            ConvolutionalNetworkKind.ResNet18PreActivation =>
                ([.. ResNets.Create([2, 2, 2, 2], bottleneck: false, preActivation: true)], "fc"),
            ConvolutionalNetworkKind.ResNet34PreActivation =>
                ([.. ResNets.Create([3, 4, 6, 3], bottleneck: false, preActivation: true)], "fc"),
            ConvolutionalNetworkKind.ResNet50PreActivation =>
                ([.. ResNets.Create([3, 4, 6, 3], bottleneck: true, preActivation: true)], "fc"),
            ConvolutionalNetworkKind.ResNet101PreActivation => (
                [.. ResNets.Create([3, 4, 23, 3], bottleneck: true, preActivation: true)], "fc"),
            ConvolutionalNetworkKind.ResNet152PreActivation => (
                [.. ResNets.Create([3, 8, 36, 3], bottleneck: true, preActivation: true)], "fc"),
            ConvolutionalNetworkKind.SmallResNet => ([.. ResNets.Small()], "fc"),
            ConvolutionalNetworkKind.LeNet5Of1998 => ([.. LeNet5Of1998(Math.Min(height, width))], "output"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is not a network."),
        };

    /// <summary>The units that give the answer of a network.</summary>
    public static AnswerUnits AnswerOf(ConvolutionalNetworkKind kind) =>
        kind == ConvolutionalNetworkKind.LeNet5Of1998 ? AnswerUnits.RadialBasis : AnswerUnits.Linear;

    internal static ActivationLayer Rectifier(string? name = null) => new(Activation.ReLU) { Name = name };

    // Pictures shrink only while enough of them is left, and tiny ones get more filters: they cost little there.
    private static IEnumerable<ConvolutionalLayer> Small(int side)
    {
        var tiny = side < 16;
        int[] filters = tiny ? [32, 64, 64] : [16, 32, 64];
        for (var i = 0; i < filters.Length; i++)
        {
            yield return new ConvolutionLayer(filters[i], 3) { Padding = ConvolutionPadding.Same, Bias = false };
            yield return new BatchNormalizationLayer();
            yield return Rectifier();
            var shrinks = tiny ? i == 1 && side >= 4 : i < 2;
            if (shrinks)
                yield return new PoolingLayer(PoolingKind.Maximum, 2);
        }
        yield return new DropoutLayer(0.25);
        yield return new DenseLayer(128);
        yield return Rectifier();
        yield return new DropoutLayer(0.25);
    }

    private static IEnumerable<ConvolutionalLayer> LeNet5(int side)
    {
        yield return new ConvolutionLayer(6, 5) { Name = "conv1", Padding = Math.Max(0, (33 - side) / 2) };
        yield return new ActivationLayer(Activation.Tanh);
        yield return new PoolingLayer(PoolingKind.Average, 2);
        yield return new ConvolutionLayer(16, 5) { Name = "conv2" };
        yield return new ActivationLayer(Activation.Tanh);
        yield return new PoolingLayer(PoolingKind.Average, 2);
        yield return new FlattenLayer();
        yield return new DenseLayer(120) { Name = "fc1" };
        yield return new ActivationLayer(Activation.Tanh);
        yield return new DenseLayer(84) { Name = "fc2" };
        yield return new ActivationLayer(Activation.Tanh);
    }

    private static IEnumerable<ConvolutionalLayer> LeNet5Of1998(int side)
    {
        yield return new ConvolutionLayer(6, 5) { Name = "c1", Padding = Math.Max(0, (33 - side) / 2) };
        yield return new ActivationLayer(Activation.ScaledTanh);
        yield return new SubsamplingLayer(2) { Name = "s2", Function = Activation.ScaledTanh };
        yield return new ConvolutionLayer(16, 5) { Name = "c3", Connections = ConnectionTable.LeNet5 };
        yield return new ActivationLayer(Activation.ScaledTanh);
        yield return new SubsamplingLayer(2) { Name = "s4", Function = Activation.ScaledTanh };
        yield return new ConvolutionLayer(120, 5) { Name = "c5" };
        yield return new ActivationLayer(Activation.ScaledTanh);
        yield return new FlattenLayer();
        yield return new DenseLayer(84) { Name = "f6" };
        yield return new ActivationLayer(Activation.ScaledTanh);
    }

    private static IEnumerable<ConvolutionalLayer> AlexNet()
    {
        yield return new ConvolutionLayer(64, 11) { Name = "features.0", Stride = 4, Padding = 2 };
        yield return Rectifier("features.1");
        yield return new PoolingLayer(PoolingKind.Maximum, 3) { Name = "features.2", Stride = 2 };
        yield return new ConvolutionLayer(192, 5) { Name = "features.3", Padding = 2 };
        yield return Rectifier("features.4");
        yield return new PoolingLayer(PoolingKind.Maximum, 3) { Name = "features.5", Stride = 2 };
        yield return new ConvolutionLayer(384, 3) { Name = "features.6", Padding = 1 };
        yield return Rectifier("features.7");
        yield return new ConvolutionLayer(256, 3) { Name = "features.8", Padding = 1 };
        yield return Rectifier("features.9");
        yield return new ConvolutionLayer(256, 3) { Name = "features.10", Padding = 1 };
        yield return Rectifier("features.11");
        yield return new PoolingLayer(PoolingKind.Maximum, 3) { Name = "features.12", Stride = 2 };
        yield return new PoolingLayer(PoolingKind.AdaptiveAverage, 6) { Name = "avgpool" };
        yield return new DropoutLayer(0.5) { Name = "classifier.0" };
        yield return new DenseLayer(4096) { Name = "classifier.1" };
        yield return Rectifier("classifier.2");
        yield return new DropoutLayer(0.5) { Name = "classifier.3" };
        yield return new DenseLayer(4096) { Name = "classifier.4" };
        yield return Rectifier("classifier.5");
    }

    private static IEnumerable<ConvolutionalLayer> Vgg(int[] depths, bool normalized)
    {
        var index = 0;
        for (var stage = 0; stage < depths.Length; stage++)
        {
            for (var i = 0; i < depths[stage]; i++)
            {
                yield return new ConvolutionLayer(Math.Min(64 << stage, 512), 3) { Name = $"features.{index++}", Padding = 1 };
                if (normalized)
                    yield return new BatchNormalizationLayer { Name = $"features.{index++}" };
                yield return Rectifier($"features.{index++}");
            }
            yield return new PoolingLayer(PoolingKind.Maximum, 2) { Name = $"features.{index++}" };
        }
        yield return new PoolingLayer(PoolingKind.AdaptiveAverage, 7) { Name = "avgpool" };
        yield return new DenseLayer(4096) { Name = "classifier.0" };
        yield return Rectifier("classifier.1");
        yield return new DropoutLayer(0.5) { Name = "classifier.2" };
        yield return new DenseLayer(4096) { Name = "classifier.3" };
        yield return Rectifier("classifier.4");
        yield return new DropoutLayer(0.5) { Name = "classifier.5" };
    }
}

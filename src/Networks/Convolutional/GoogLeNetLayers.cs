namespace DeepML.Networks;

/// <summary>GoogLeNet as its published weights have it: batch normalization everywhere, 3×3 in place of 5×5.</summary>
internal static class GoogLeNetLayers
{
    private static readonly (string Name, int[] Filters)[] Blocks =
    [
        ("inception3a", [64, 96, 128, 16, 32, 32]),
        ("inception3b", [128, 128, 192, 32, 96, 64]),
        ("inception4a", [192, 96, 208, 16, 48, 64]),
        ("inception4b", [160, 112, 224, 24, 64, 64]),
        ("inception4c", [128, 128, 256, 24, 64, 64]),
        ("inception4d", [112, 144, 288, 32, 64, 64]),
        ("inception4e", [256, 160, 320, 32, 128, 128]),
        ("inception5a", [256, 160, 320, 32, 128, 128]),
        ("inception5b", [384, 192, 384, 48, 128, 128]),
    ];

    /// <summary>The layers before the answer.</summary>
    /// <param name="heads">Whether the two auxiliary heads are there.</param>
    public static IEnumerable<ConvolutionalLayer> Create(bool heads) =>
    [
        .. Convolution("conv1", 64, 7, 2),
        Maximum("maxpool1", 3),
        .. Convolution("conv2", 64, 1, 1),
        .. Convolution("conv3", 192, 3, 1),
        Maximum("maxpool2", 3),
        .. Blocks.SelectMany(block => Inception(block.Name, block.Filters, heads)),
        new PoolingLayer(PoolingKind.GlobalAverage) { Name = "avgpool" },
        new DropoutLayer(0.2) { Name = "dropout" },
    ];

    private static IEnumerable<ConvolutionalLayer> Inception(string name, int[] f, bool heads)
    {
        yield return new InceptionBlock(f[0], f[1], f[2], f[3], f[4], f[5]) { Name = name, LargeKernel = 3 };
        if (name == "inception3b")
            yield return Maximum("maxpool3", 3);
        if (name == "inception4e")
            yield return Maximum("maxpool4", 2);
        if (heads && name == "inception4a")
            yield return new AuxiliaryHead { Name = "aux1" };
        if (heads && name == "inception4d")
            yield return new AuxiliaryHead { Name = "aux2" };
    }

    private static IEnumerable<ConvolutionalLayer> Convolution(string name, int filters, int kernel, int stride) =>
    [
        new ConvolutionLayer(filters, kernel) { Name = $"{name}.conv", Stride = stride, Padding = kernel / 2, Bias = false },
        new BatchNormalizationLayer { Name = $"{name}.bn", Epsilon = NormalizedConvolution.Epsilon },
        NamedNetworks.Rectifier($"{name}.relu"),
    ];

    private static PoolingLayer Maximum(string name, int size) =>
        new(PoolingKind.Maximum, size) { Name = name, Stride = 2, RoundUp = true };
}

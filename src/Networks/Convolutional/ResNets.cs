namespace DeepML.Networks;

/// <summary>Residual networks.</summary>
internal static class ResNets
{
    /// <summary>The layers before the answer of a network for large pictures.</summary>
    /// <param name="depths">Blocks of 64, 128, 256 and 512 filters.</param>
    /// <param name="bottleneck">Whether blocks are bottlenecks.</param>
    /// <param name="preActivation">Whether normalization and rectifier come before convolutions.</param>
    public static IEnumerable<ConvolutionalLayer> Create(int[] depths, bool bottleneck, bool preActivation = false)
    {
        yield return new ConvolutionLayer(64, 7) { Name = "conv1", Stride = 2, Padding = 3, Bias = false };
        if (!preActivation)
        {
            yield return new BatchNormalizationLayer { Name = "bn1" };
            yield return NamedNetworks.Rectifier("relu");
        }
        yield return new PoolingLayer(PoolingKind.Maximum, 3) { Name = "maxpool", Stride = 2, Padding = 1 };
        foreach (var block in Blocks(64, depths, bottleneck, preActivation))
            yield return block;
        if (preActivation)
        {
            yield return new BatchNormalizationLayer { Name = "bn" };
            yield return NamedNetworks.Rectifier("relu");
        }
        yield return new PoolingLayer(PoolingKind.GlobalAverage) { Name = "avgpool" };
    }

    /// <summary>The layers before the answer of the network for pictures of 32×32.</summary>
    public static IEnumerable<ConvolutionalLayer> Small() =>
    [
        new ConvolutionLayer(16, 3) { Name = "conv1", Padding = 1, Bias = false },
        new BatchNormalizationLayer { Name = "bn1" },
        NamedNetworks.Rectifier("relu"),
        .. Blocks(16, [3, 3, 3], bottleneck: false, preActivation: false),
        new PoolingLayer(PoolingKind.GlobalAverage) { Name = "avgpool" },
    ];

    private static IEnumerable<ConvolutionalLayer> Blocks(int filters, int[] depths, bool bottleneck, bool preActivation)
    {
        for (var stage = 0; stage < depths.Length; stage++)
            for (var i = 0; i < depths[stage]; i++)
                yield return new ResidualBlock(filters << stage)
                {
                    Name = $"layer{stage + 1}.{i}",
                    Stride = stage > 0 && i == 0 ? 2 : 1,
                    Bottleneck = bottleneck,
                    PreActivation = preActivation,
                };
    }
}

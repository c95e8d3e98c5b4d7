using DeepML.Networks;
using static DeepML.Onnx.OnnxLayers;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes the blocks of deep convolutional networks, and of those that make pictures.</summary>
internal static class OnnxBlocks
{
    /// <summary>Writes a block.</summary>
    public static string Write(OnnxGraph graph, nn.Module block, string input) => block switch
    {
        NormalizedConvolution => Relu(graph, Follow(graph, block, input, "conv", "bn")),
        ResidualModule => Residual(graph, block, input),
        PreActivationModule => PreActivation(graph, block, input),
        InceptionModule => Inception(graph, block, input),
        ConvolutionPair pair => Pair(graph, pair, input),
        Enlargement enlargement => Enlarged(graph, enlargement, input),
        _ => throw new ArgumentException($"{block.GetName()} is no block.", nameof(block)),
    };

    private static string Residual(OnnxGraph graph, nn.Module block, string input)
    {
        var inner = Relu(graph, Follow(graph, block, input, "conv1", "bn1"));
        inner = Follow(graph, block, inner, "conv2", "bn2");
        if (PartOrNull(block, "conv3") is not null)
            inner = Follow(graph, block, Relu(graph, inner), "conv3", "bn3");
        var shortcut = PartOrNull(block, "downsample") is { } downsample ? Follow(graph, downsample, input, "0", "1") : input;
        return Relu(graph, graph.Node("Add", [inner, shortcut]));
    }

    private static string PreActivation(OnnxGraph graph, nn.Module block, string input)
    {
        var activated = Relu(graph, Follow(graph, block, input, "bn1"));
        var shortcut = PartOrNull(block, "downsample") is { } downsample ? OnnxLayers.Write(graph, downsample, activated) : input;
        var inner = Follow(graph, block, Relu(graph, Follow(graph, block, activated, "conv1", "bn2")), "conv2");
        if (PartOrNull(block, "conv3") is not null)
            inner = Follow(graph, block, Relu(graph, Follow(graph, block, inner, "bn3")), "conv3");
        return graph.Node("Add", [inner, shortcut]);
    }

    private static string Inception(OnnxGraph graph, nn.Module block, string input)
    {
        var pooled = graph.Node(
            "MaxPool", [input], ("kernel_shape", new long[] { 3, 3 }), ("strides", new long[] { 1, 1 }),
            ("pads", new long[] { 1, 1, 1, 1 }));
        string[] joined =
        [
            Follow(graph, block, input, "branch1"), Follow(graph, Part(block, "branch2"), input, "0", "1"),
            Follow(graph, Part(block, "branch3"), input, "0", "1"), Follow(graph, Part(block, "branch4"), pooled, "1"),
        ];
        return graph.Node("Concat", joined, ("axis", 1L));
    }

    private static string Pair(OnnxGraph graph, ConvolutionPair pair, string input)
    {
        var inner = Relu(graph, Normalized(graph, pair, input, "conv1", "norm1"));
        inner = Normalized(graph, pair, inner, "conv2", "norm2");
        return pair.IsResidual ? graph.Node("Add", [inner, input]) : Relu(graph, inner);
    }

    private static string Normalized(OnnxGraph graph, ConvolutionPair pair, string input, string convolution, string normalization) =>
        PartOrNull(pair, normalization) is null
            ? Follow(graph, pair, input, convolution)
            : Follow(graph, pair, input, convolution, normalization);

    // The channels of a fine grid are put in their places: the first factor² of them are one channel's.
    private static string Enlarged(OnnxGraph graph, Enlargement enlargement, string input)
    {
        var fine = Follow(graph, enlargement, input, "conv");
        return enlargement.Shuffled == 0
            ? fine
            : graph.Node("DepthToSpace", [fine], ("blocksize", (long)enlargement.Shuffled), ("mode", "CRD"));
    }

    private static string Follow(OnnxGraph graph, nn.Module block, string input, params string[] parts) =>
        parts.Aggregate(input, (current, part) => OnnxLayers.Write(graph, Part(block, part), current));

    private static string Relu(OnnxGraph graph, string input) => graph.Node("Relu", [input]);
}

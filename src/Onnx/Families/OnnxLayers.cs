using System.Globalization;
using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Onnx;

/// <summary>Writes modules of which networks are made, as they are when scoring.</summary>
internal static class OnnxLayers
{
    /// <summary>Writes a module.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="module">The module.</param>
    /// <param name="input">What it reads: (batch, numbers) or (batch, channels, height, width).</param>
    /// <returns>What it answers.</returns>
    /// <exception cref="NotSupportedException">It cannot be written.</exception>
    public static string Write(OnnxGraph graph, nn.Module module, string input) => module switch
    {
        Sequential sequence => sequence.children().Aggregate(input, (current, part) => Write(graph, part, current)),
        Linear linear => Dense(graph, linear, input),
        SparseLinear sparse => Sparse(graph, sparse, input),
        Conv2d convolution => Convolution(graph, convolution, input),
        ConvTranspose2d transposed => Transposed(graph, transposed, input),
        NarrowingConvolution narrowing => Transposed(graph, narrowing, input),
        PaddedConvolution padded => Convolution(graph, Part<Conv2d>(padded, "convolution"), Padded(graph, padded, input)),
        SeparableConvolution separable => Write(graph, Part(separable, "pointwise"), Write(graph, Part(separable, "depthwise"), input)),
        BatchNormalization norm => Normalization(graph, norm, input),
        RowBatchNorm norm => Normalization(graph, norm.Norm, input),
        InstanceNorm2d norm => graph.Node(
            "InstanceNormalization", [input, graph.Weight(norm.weight!), graph.Weight(norm.bias!)], ("epsilon", (float)norm.eps)),
        MaxPool2d pooling => Pooling(graph, "MaxPool", pooling.kernel_size, pooling.stride, pooling.padding, pooling.ceil_mode, input),
        AvgPool2d pooling => Pooling(
            graph, "AveragePool", pooling.kernel_size, pooling.stride, pooling.padding, pooling.ceil_mode, input,
            ("count_include_pad", 1L)),
        AdaptiveAvgPool2d { output_size: [1] or [1, 1] } => graph.Node("GlobalAveragePool", [input]),
        AdaptiveMaxPool2d { output_size: [1] or [1, 1] } => graph.Node("GlobalMaxPool", [input]),
        Flatten { start_dim: 1, end_dim: -1 } => graph.Node("Flatten", [input], ("axis", 1L)),
        TorchSharp.Modules.Dropout or TorchSharp.Modules.Identity => input,
        ResidualModule or PreActivationModule or InceptionModule or NormalizedConvolution or ConvolutionPair or Enlargement =>
            OnnxBlocks.Write(graph, module, input),
        EqualizedLinear or EqualizedConvolution or PixelNormalization => OnnxGrowing.Layer(graph, module, input),
        _ => OnnxFunctions.Write(graph, module, input) ?? throw Unknown(module),
    };

    /// <summary>A part of a module.</summary>
    public static T Part<T>(nn.Module module, string name)
        where T : nn.Module => (T)Part(module, name);

    /// <summary>A part of a module.</summary>
    public static nn.Module Part(nn.Module module, string name) =>
        PartOrNull(module, name) ?? throw new ArgumentException($"{module.GetName()} has no part '{name}'.", nameof(name));

    /// <summary>A part of a module; null if there is none of this name.</summary>
    public static nn.Module? PartOrNull(nn.Module module, string name) =>
        module.named_children().FirstOrDefault(part => part.name == name).module;

    /// <summary>x·Wᵀ + b of (batch, numbers).</summary>
    public static string Dense(OnnxGraph graph, Linear linear, string input) => linear.bias is null
        ? graph.Node("Gemm", [input, graph.Weight(linear.weight!)], ("transB", 1L))
        : graph.Node("Gemm", [input, graph.Weight(linear.weight!), graph.Weight(linear.bias)], ("transB", 1L));

    /// <summary>x·Wᵀ + b of the last dimension of (batch, …, numbers).</summary>
    public static string DensePerStep(OnnxGraph graph, Linear linear, string input)
    {
        using var turned = linear.weight!.t();
        var product = graph.Node("MatMul", [input, graph.Weight(turned)]);
        return linear.bias is null ? product : graph.Node("Add", [product, graph.Weight(linear.bias)]);
    }

    /// <summary>Batch normalization by the running statistics.</summary>
    public static string Normalization(OnnxGraph graph, BatchNormalization norm, string input) => graph.Node(
        "BatchNormalization",
        [input, graph.Weight(norm.Weight), graph.Weight(norm.Bias), graph.Weight(norm.RunningMean), graph.Weight(norm.RunningVariance)],
        ("epsilon", (float)norm.Epsilon));

    /// <summary>A convolution.</summary>
    public static string Convolution(OnnxGraph graph, Convolution convolution, string input) => graph.Node(
        "Conv", Read(graph, convolution, input), Window(convolution, Pads(convolution.padding)));

    private static string Transposed(OnnxGraph graph, ConvTranspose2d transposed, string input) => graph.Node(
        "ConvTranspose", Read(graph, transposed, input),
        [.. Window(transposed, Pads(transposed.padding)), ("output_padding", transposed.output_padding ?? [0, 0])]);

    private static string Transposed(OnnxGraph graph, NarrowingConvolution narrowing, string input)
    {
        long[] padding = [narrowing.Padding.Rows, narrowing.Padding.Across];
        string[] read = narrowing.Bias is null
            ? [input, graph.Weight(narrowing.Weight)]
            : [input, graph.Weight(narrowing.Weight), graph.Weight(narrowing.Bias)];
        return graph.Node(
            "ConvTranspose", read,
            ("kernel_shape", new[] { narrowing.Kernel.Rows, narrowing.Kernel.Across }),
            ("strides", new[] { narrowing.Stride.Rows, narrowing.Stride.Across }),
            ("dilations", new[] { narrowing.Dilation.Rows, narrowing.Dilation.Across }), ("pads", Pads(padding)), ("group", 1L),
            ("output_padding", new[] { narrowing.OutputPadding.Rows, narrowing.OutputPadding.Across }));
    }

    private static string[] Read(OnnxGraph graph, Convolution convolution, string input) => convolution.bias is null
        ? [input, graph.Weight(convolution.weight!)]
        : [input, graph.Weight(convolution.weight!), graph.Weight(convolution.bias)];

    private static (string, object)[] Window(Convolution convolution, long[] pads) =>
    [
        ("kernel_shape", convolution.kernel_size), ("strides", convolution.stride), ("dilations", convolution.dilation), ("pads", pads),
        ("group", convolution.groups),
    ];

    // Torch has one padding for both ends of a dimension, the format one for each: first those of all beginnings.
    private static long[] Pads(long[]? padding) => [.. padding ?? [0, 0], .. padding ?? [0, 0]];

    private static string Padded(OnnxGraph graph, PaddedConvolution padded, string input)
    {
        var (left, right, top, bottom) = (padded.Zeros[0], padded.Zeros[1], padded.Zeros[2], padded.Zeros[3]);
        if (padded.Wraps) // the format has it in later versions only
            return Wrapped(graph, Wrapped(graph, input, 2, top, bottom), 3, left, right);
        return graph.Node("Pad", [input, graph.Wholes(0, 0, top, left, 0, 0, bottom, right), graph.Number(0)]);
    }

    // What stands at the opposite side, before and behind a dimension.
    private static string Wrapped(OnnxGraph graph, string input, long axis, long before, long behind)
    {
        var parts = new List<string> { input };
        if (before > 0)
            parts.Insert(0, graph.Node("Slice", [input, graph.Wholes(-before), graph.Wholes(int.MaxValue), graph.Wholes(axis)]));
        if (behind > 0)
            parts.Add(graph.Node("Slice", [input, graph.Wholes(0), graph.Wholes(behind), graph.Wholes(axis)]));
        return parts.Count == 1 ? input : graph.Node("Concat", [.. parts], ("axis", axis));
    }

    private static string Pooling(
        OnnxGraph graph, string operation, long[] size, long[]? stride, long[]? padding, bool roundUp, string input,
        params (string, object)[] more) => graph.Node(
            operation, [input],
            [("kernel_shape", Both(size)), ("strides", Both(stride ?? size)), ("pads", Pads(Both(padding ?? [0]))),
                ("ceil_mode", roundUp ? 1L : 0L), .. more]);

    private static long[] Both(long[] sizes) => sizes.Length == 1 ? [sizes[0], sizes[0]] : sizes;

    private static string Sparse(OnnxGraph graph, SparseLinear sparse, string input)
    {
        var weights = sparse.state_dict();
        return graph.Node("Gemm", [input, graph.Weight(weights["bag.weight"]), graph.Weight(weights["bias"])]);
    }

    private static NotSupportedException Unknown(nn.Module module) => new(string.Create(
        CultureInfo.InvariantCulture, $"the part '{module.GetName()}' ({module.GetType().Name}) has no form in the format"));
}

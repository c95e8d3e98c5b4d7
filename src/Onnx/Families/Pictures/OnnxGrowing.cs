using System.Globalization;
using DeepML.Networks;
using DeepML.Transforms;
using static DeepML.Onnx.OnnxLayers;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes generators that make pictures from the coarse to the fine.</summary>
internal sealed class OnnxGrowing
{
    // What is added to mean squares and variances.
    private const float Least = 1e-8f;

    private readonly OnnxGraph _graph;
    private readonly GeneratorArchitecture _architecture;
    private readonly PictureShape _picture;
    private readonly string _noise; // (batch, latent)
    private readonly string? _condition; // (batch, condition)

    private OnnxGrowing(OnnxGraph graph, GeneratorArchitecture architecture, string noise, string? condition) =>
        (_graph, _architecture, _picture, _noise, _condition) = (graph, architecture, architecture.Picture!, noise, condition);

    /// <summary>Writes a generator. A style generator's noise of its own is the saved one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="generator">The generator.</param>
    /// <param name="description">Its sizes, and how far styles may lie from the mean one.</param>
    /// <param name="noise">(batch, latent).</param>
    /// <param name="condition">(batch, condition); null for none.</param>
    /// <returns>(batch, row), before the last function.</returns>
    public static string Write(OnnxGraph graph, nn.Module generator, GanDescription description, string noise, string? condition)
    {
        var writer = new OnnxGrowing(graph, description.Architecture, noise, condition);
        var pictures = generator switch
        {
            ProgressiveGeneratorNetwork progressive => writer.Progressive(progressive),
            StyleGeneratorNetwork styles => writer.Styled(styles, description),
            LaplacianGeneratorNetwork => writer.Pyramid(generator),
            _ => throw new NotSupportedException($"the generator '{generator.GetName()}' has no form in the format"),
        };
        return graph.Node("Flatten", [pictures], ("axis", 1L));
    }

    /// <summary>Writes a layer whose weights learn equally fast, or that normalizes pixel by pixel.</summary>
    public static string Layer(OnnxGraph graph, nn.Module layer, string input)
    {
        using var scope = NewDisposeScope();
        switch (layer)
        {
            case EqualizedLinear linear:
                return graph.Node(
                    "Gemm",
                    linear.Bias is { } bias ? [input, graph.Weight(linear.Used), graph.Weight(bias)] : [input, graph.Weight(linear.Used)],
                    ("transB", 1L));
            case EqualizedConvolution convolution:
                var used = convolution.Used;
                var (side, around) = (used.size(2), used.size(2) / 2);
                return graph.Node(
                    "Conv", [input, graph.Weight(used), graph.Weight(convolution.Bias)], ("kernel_shape", new[] { side, side }),
                    ("pads", new[] { around, around, around, around }));
            case PixelNormalization:
                return Normalized(graph, input);
            default:
                throw new ArgumentException($"{layer.GetName()} is no such layer.", nameof(layer));
        }
    }

    private static string Normalized(OnnxGraph graph, string channels)
    {
        var squares = graph.Node(
            "ReduceMean", [graph.Node("Mul", [channels, channels])], ("axes", new long[] { 1 }), ("keepdims", 1L));
        return graph.Node("Div", [channels, graph.Node("Sqrt", [graph.Node("Add", [squares, graph.Number(Least)])])]);
    }

    private string Progressive(ProgressiveGeneratorNetwork generator)
    {
        var input = Joined(Normalized(_graph, _noise), Conditions(_architecture.LatentSize));
        var filters = _picture.ChannelsAt(_picture.Halvings);
        var inner = _graph.Node(
            "Reshape",
            [OnnxLayers.Write(_graph, Part(generator, "project"), input),
                _graph.Wholes(-1, filters, _picture.Inner.Height, _picture.Inner.Width)]);
        return Grown(
            generator, generator.Growth, OnnxLayers.Write(_graph, Part(generator, "inner"), inner),
            (doubling, doubled) => OnnxLayers.Write(_graph, Numbered(generator, "doublings", doubling - 1), doubled));
    }

    private string Styled(StyleGeneratorNetwork generator, GanDescription description)
    {
        var style = Style(generator, description);
        var weights = generator.state_dict();
        string Layer(int place, string input) => StyleLayer((StyleLayer)Numbered(generator, "layers", place), style, input);
        var first = FirstLayer((StyleLayer)Numbered(generator, "layers", 0), style, weights["constant"]);
        return Grown(
            generator, generator.Growth, Layer(1, first),
            (doubling, doubled) => Layer((2 * doubling) + 1, Layer(2 * doubling, doubled)));
    }

    private string Style(StyleGeneratorNetwork generator, GanDescription description)
    {
        var embedded = PartOrNull(generator, "embedding") is { } embedding && _condition is not null
            ? Normalized(_graph, OnnxLayers.Write(_graph, embedding, _condition))
            : null;
        var style = OnnxLayers.Write(_graph, Part(generator, "mapping"), Joined(Normalized(_graph, _noise), embedded));
        if (description.Truncation == 1)
            return style;
        var means = StyleSampling.MeansOf(generator, _architecture, CPU);
        var table = _graph.Floats(means, means.Length / _architecture.LatentSize, _architecture.LatentSize);
        return Faded(_condition is null ? table : _graph.Node("MatMul", [_condition, table]), style, description.Truncation);
    }

    // What stands before its style is the same for all rows: it is computed here, as a constant is nearly even until it has learned long,
    // and the deviation of an even picture is little but rounding.
    private string FirstLayer(StyleLayer layer, string style, Tensor constant)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        return Styled(layer, style, _graph.Weight(layer.Normal(constant, layer.Noise)));
    }

    // (batch, channels, height, width): mean and deviation of each channel are those of the style
    private string StyleLayer(StyleLayer layer, string style, string input)
    {
        using var scope = NewDisposeScope();
        var weights = layer.state_dict();
        var hidden = OnnxLayers.Write(_graph, Part(layer, "conv"), input);
        var noised = _graph.Node("Add", [hidden, _graph.Weight(weights["strength"] * weights["noise"])]);
        var rectified = _graph.Node("LeakyRelu", [noised], ("alpha", (float)GrowingPictures.Slope));
        var centred = _graph.Node("Sub", [rectified, MeanOfPixels(rectified)]);
        var variance = _graph.Node("Add", [MeanOfPixels(_graph.Node("Mul", [centred, centred])), _graph.Number(Least)]);
        return Styled(layer, style, _graph.Node("Div", [centred, _graph.Node("Sqrt", [variance])]));
    }

    private string Styled(StyleLayer layer, string style, string normal)
    {
        var wanted = OnnxLayers.Write(_graph, Part(layer, "style"), style);
        var asked = _graph.Node("Unsqueeze", [wanted], ("axes", new long[] { 2, 3 })); // (batch, 2·channels, 1, 1)
        var channels = layer.state_dict()["strength"].size(1);
        string Asked(long start) =>
            _graph.Node("Slice", [asked, _graph.Wholes(start), _graph.Wholes(start + channels), _graph.Wholes(1)]);
        var scaled = _graph.Node("Mul", [normal, _graph.Node("Add", [Asked(0), _graph.Number(1)])]);
        return _graph.Node("Add", [scaled, Asked(channels)]);
    }

    private string MeanOfPixels(string pictures) =>
        _graph.Node("ReduceMean", [pictures], ("axes", new long[] { 2, 3 }), ("keepdims", 1L));

    // Each doubling has layers of its own; one that fades in is mixed with what was there before it.
    private string Grown(nn.Module generator, Growth growth, string inner, Func<int, string, string> layers)
    {
        var (before, hidden) = (inner, inner);
        for (var doubling = 1; doubling <= growth.Visible; doubling++)
            (before, hidden) = (hidden, layers(doubling, Enlarged(hidden, 2)));
        string Picture(int doubling, string channels) =>
            OnnxLayers.Write(_graph, Numbered(generator, "pictures", doubling), channels);
        var made = Picture(growth.Visible, hidden);
        if (growth.Share > 0)
            made = Faded(Enlarged(Picture(growth.Doublings, before), 2), made, growth.Share);
        return Enlarged(made, 1 << (_picture.Halvings - growth.Visible));
    }

    private string Pyramid(nn.Module generator)
    {
        var latents = _architecture.LatentSize / (_picture.Halvings + 1);
        string NoiseOf(int level, long end) =>
            _graph.Node("Slice", [_noise, _graph.Wholes((long)level * latents), _graph.Wholes(end), _graph.Wholes(1)]);
        var dense = OnnxLayers.Write(
            _graph, Part(Part(generator, "coarse"), "layers"),
            Joined(NoiseOf(_picture.Halvings, _architecture.LatentSize), _condition));
        var made = _graph.Node(
            "Reshape",
            [_graph.Node("Tanh", [dense]),
                _graph.Wholes(-1, _picture.Channels, _picture.Inner.Height, _picture.Inner.Width)]);
        for (var level = _picture.Halvings - 1; level >= 0; level--)
            made = Detailed(
                Numbered(generator, "details", level), made, NoiseOf(level, (level + 1L) * latents), latents,
                (_picture.Height >> level, _picture.Width >> level));
        return made;
    }

    // What is added to a doubled picture is a band: it is nothing once it is halved.
    private string Detailed(nn.Module details, string coarse, string noise, int latents, (int Height, int Width) sides)
    {
        var doubled = Enlarged(coarse, 2);
        var planes = _graph.Node(
            "Reshape",
            [OnnxLayers.Write(_graph, Part(details, "project"), Joined(noise, Conditions(latents))),
                _graph.Wholes(-1, LaplacianDetails.Planes, sides.Height, sides.Width)]);
        var added = OnnxLayers.Write(
            _graph, Part(details, "layers"), _graph.Node("Concat", [doubled, planes], ("axis", 1L)));
        var halved = _graph.Node(
            "AveragePool", [added], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }));
        return _graph.Node("Add", [doubled, _graph.Node("Sub", [added, Enlarged(halved, 2)])]);
    }

    // A condition counts as much as all of the noise; null for none.
    private string? Conditions(int latents) =>
        _condition is null ? null : _graph.Node("Mul", [_condition, _graph.Number(MathF.Sqrt(latents))]);

    private string Joined(string first, string? second) =>
        second is null ? first : _graph.Node("Concat", [first, second], ("axis", 1L));

    private string Faded(string from, string to, double share) => _graph.Node(
        "Add",
        [_graph.Node("Mul", [from, _graph.Number((float)(1 - share))]), _graph.Node("Mul", [to, _graph.Number((float)share)])]);

    // Every pixel becomes a square.
    private string Enlarged(string pictures, int factor) => factor == 1 ? pictures : _graph.Node(
        "Resize", [pictures, _graph.Floats([], 0), _graph.Floats([1, 1, factor, factor], 4)], ("mode", "nearest"),
        ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));

    private static nn.Module Numbered(nn.Module module, string list, int place) =>
        Part(Part(module, list), place.ToString(CultureInfo.InvariantCulture));
}

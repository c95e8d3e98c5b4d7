using System.Globalization;
using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes transformer layers.</summary>
/// <param name="graph">The graph.</param>
/// <param name="encoder">What the layers are.</param>
/// <param name="sequence">What they read.</param>
internal sealed class OnnxTransformer(OnnxGraph graph, TransformerEncoder encoder, OnnxSequence sequence)
{
    private const long Steps = 1; // the dimension of time of (batch, time, width)

    private readonly long _headWidth = encoder.HiddenSize / encoder.HeadCount;

    /// <summary>Writes a stack of layers.</summary>
    /// <returns>(batch, time, width).</returns>
    /// <exception cref="NotSupportedException">The positions are of a kind that is not known.</exception>
    public string Write(TransformerStack stack)
    {
        var time = graph.Squeeze(
            graph.Node("Slice", [graph.Node("Shape", [sequence.Steps]), graph.Wholes(Steps), graph.Wholes(Steps + 1)]), 0);
        var places = graph.Node("Range", [graph.Whole(0), time, graph.Whole(1)]); // (time)
        var norm = (LayerNorm)OnnxLayers.Part(stack, "norm");
        var current = OnnxLayers.PartOrNull(stack, "input") is Linear input
            ? OnnxLayers.DensePerStep(graph, input, sequence.Steps)
            : sequence.Steps;
        if (Added(stack, places) is { } added)
            current = graph.Node("Add", [current, added]);
        if (!encoder.NormalizeFirst)
            current = Normalized(norm, current);
        (string, string)? turns = encoder.Positions is RotaryPositions rotary ? Turns(rotary, places) : null;
        var mask = Mask(places);
        for (var depth = 0; depth < encoder.LayerCount; depth++)
            current = Block(OnnxLayers.Part(stack, string.Create(CultureInfo.InvariantCulture, $"block{depth}")), current, mask, turns);
        return encoder.NormalizeFirst ? Normalized(norm, current) : current;
    }

    private string Block(nn.Module block, string steps, string? mask, (string Sin, string Cos)? turns)
    {
        var seen = Attention(OnnxLayers.Part(block, "attention"), Before(block, "attentionNorm", steps), mask, turns);
        var x = After(block, "attentionNorm", graph.Node("Add", [steps, seen]));
        var hidden = OnnxLayers.DensePerStep(graph, OnnxLayers.Part<Linear>(block, "wide"), Before(block, "denseNorm", x));
        if (OnnxLayers.PartOrNull(block, "function") is { } function)
            hidden = OnnxLayers.Write(graph, function, hidden);
        var dense = OnnxLayers.DensePerStep(graph, OnnxLayers.Part<Linear>(block, "narrow"), hidden);
        return After(block, "denseNorm", graph.Node("Add", [x, dense]));
    }

    private string Attention(nn.Module attention, string steps, string? mask, (string Sin, string Cos)? turns)
    {
        const long parts = 3; // queries, keys, values
        var projected = OnnxLayers.DensePerStep(graph, OnnxLayers.Part<Linear>(attention, "projection"), steps);
        var split = graph.Node("Reshape", [projected, graph.Wholes(0, 0, parts, encoder.HeadCount, _headWidth)]);
        var heads = graph.Node("Transpose", [split], ("perm", new long[] { 2, 0, 3, 1, 4 })); // (parts, batch, heads, time, width)
        string Part(long place) => graph.Node("Gather", [heads, graph.Whole(place)], ("axis", 0L));
        var keys = graph.Node("Transpose", [Turned(Part(1), turns)], ("perm", new long[] { 0, 1, 3, 2 }));
        var energies = graph.Node(
            "Mul", [graph.Node("MatMul", [Turned(Part(0), turns), keys]), graph.Number(1 / MathF.Sqrt(_headWidth))]);
        if (mask is not null)
            energies = graph.Node("Where", [mask, energies, graph.Number(float.NegativeInfinity)]);
        var seen = graph.Node("MatMul", [graph.Node("Softmax", [energies], ("axis", 3L)), Part(2)]);
        var together = graph.Node(
            "Reshape", [graph.Node("Transpose", [seen], ("perm", new long[] { 0, 2, 1, 3 })), graph.Wholes(0, 0, encoder.HiddenSize)]);
        return OnnxLayers.DensePerStep(graph, OnnxLayers.Part<Linear>(attention, "output"), together);
    }

    // Which steps a step looks at: those before it, or those within its sequence; null for all.
    private string? Mask(string places)
    {
        if (encoder.Causal) // no step looks at what stands behind an end
            return graph.Node("Not", [graph.Node("Greater", [graph.Unsqueeze(places, 0), graph.Unsqueeze(places, 1)])]);
        return sequence.Mask is { } within ? graph.Node("Unsqueeze", [within], ("axes", new long[] { 1, 2 })) : null;
    }

    private string? Added(TransformerStack stack, string places) => encoder.Positions switch
    {
        SinusoidalPositions => Waves(places),
        LearnedPositions => graph.Node("Gather", [graph.Weight(stack.state_dict()["positions.places"]), places]),
        RotaryPositions => null,
        _ => throw new NotSupportedException($"positions of the kind {encoder.Positions.GetType().Name} have no form in the format"),
    };

    // (time, width): sine and cosine in turns
    private string Waves(string places)
    {
        var angles = Angles(places, encoder.HiddenSize, SinusoidalPositions.LongestWave);
        var pairs = graph.Node(
            "Concat", [graph.Unsqueeze(graph.Node("Sin", [angles]), 2), graph.Unsqueeze(graph.Node("Cos", [angles]), 2)], ("axis", 2L));
        var waves = graph.Node("Reshape", [pairs, graph.Wholes(0, -1)]);
        return graph.Node("Slice", [waves, graph.Wholes(0), graph.Wholes(encoder.HiddenSize), graph.Wholes(1)]);
    }

    private (string Sin, string Cos) Turns(RotaryPositions rotary, string places)
    {
        var angles = Angles(places, (int)_headWidth, rotary.Base); // (time, head width / 2)
        return (graph.Node("Sin", [angles]), graph.Node("Cos", [angles]));
    }

    private string Angles(string places, int width, double wave)
    {
        using var rates = SinusoidalPositions.Angles(1, 1, width, wave, CPU); // of the step 1: (1, pairs)
        return graph.Node("Mul", [graph.Unsqueeze(graph.Cast(places, OnnxType.Single), 1), graph.Weight(rates)]);
    }

    private string Turned(string heads, (string Sin, string Cos)? turns)
    {
        if (turns is not { } by)
            return heads;
        var half = _headWidth / 2;
        string Half(long start) =>
            graph.Node("Slice", [heads, graph.Wholes(start), graph.Wholes(start + half), graph.Wholes(3)]);
        var (a, b) = (Half(0), Half(half));
        string Product(string x, string y) => graph.Node("Mul", [x, y]);
        return graph.Node(
            "Concat",
            [graph.Node("Sub", [Product(a, by.Cos), Product(b, by.Sin)]), graph.Node("Add", [Product(b, by.Cos), Product(a, by.Sin)])],
            ("axis", 3L));
    }

    private string Before(nn.Module block, string norm, string steps) =>
        encoder.NormalizeFirst ? Normalized(OnnxLayers.Part<LayerNorm>(block, norm), steps) : steps;

    private string After(nn.Module block, string norm, string steps) =>
        encoder.NormalizeFirst ? steps : Normalized(OnnxLayers.Part<LayerNorm>(block, norm), steps);

    // Over the last dimension; the format has it in later versions only.
    private string Normalized(LayerNorm norm, string steps)
    {
        string Mean(string value) => graph.Node("ReduceMean", [value], ("axes", new long[] { -1 }), ("keepdims", 1L));
        var centred = graph.Node("Sub", [steps, Mean(steps)]);
        var variance = graph.Node("Add", [Mean(graph.Node("Mul", [centred, centred])), graph.Number((float)norm.eps)]);
        var scaled = graph.Node("Div", [centred, graph.Node("Sqrt", [variance])]);
        return graph.Node("Add", [graph.Node("Mul", [scaled, graph.Weight(norm.weight!)]), graph.Weight(norm.bias!)]);
    }
}

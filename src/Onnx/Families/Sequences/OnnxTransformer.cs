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

    /// <summary>Writes what the layers of a decoder look at of the steps: the same for every key that is written.</summary>
    public OnnxMemory Prepare(TransformerStack stack)
    {
        const long parts = 2; // keys, values
        var mask = Within();
        return new OnnxMemory([.. Enumerable.Range(0, encoder.LayerCount).Select(depth =>
        {
            var memory = OnnxLayers.Part<Linear>(OnnxLayers.Part(Block(stack, depth), "memory"), "memory");
            var heads = Heads(OnnxLayers.DensePerStep(graph, memory, sequence.Steps), parts);
            return (heads[0], heads[1]);
        })], mask);
    }

    /// <summary>Writes a stack of layers.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="memory">In a decoder, what it looks at besides.</param>
    /// <returns>(batch, time, width).</returns>
    /// <exception cref="NotSupportedException">The positions are of a kind that is not known.</exception>
    public string Write(TransformerStack stack, OnnxMemory? memory = null)
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
            current = Block(Block(stack, depth), current, mask, turns, memory?.Layers[depth], memory?.Mask);
        return encoder.NormalizeFirst ? Normalized(norm, current) : current;
    }

    private static nn.Module Block(TransformerStack stack, int depth) =>
        OnnxLayers.Part(stack, string.Create(CultureInfo.InvariantCulture, $"block{depth}"));

    private string Block(
        nn.Module block, string steps, string? mask, (string Sin, string Cos)? turns, (string Keys, string Values)? memory, string? within)
    {
        var seen = Attention(OnnxLayers.Part(block, "attention"), Before(block, "attentionNorm", steps), mask, turns);
        var x = After(block, "attentionNorm", graph.Node("Add", [steps, seen]));
        if (memory is { } read)
            x = After(block, "memoryNorm", graph.Node(
                "Add", [x, Look(OnnxLayers.Part(block, "memory"), Before(block, "memoryNorm", x), read, within)]));
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
        var heads = Heads(projected, parts);
        return See(attention, Turned(heads[0], turns), Turned(heads[1], turns), heads[2], mask);
    }

    private string Look(nn.Module attention, string steps, (string Keys, string Values) read, string? within)
    {
        var queries = Heads(OnnxLayers.DensePerStep(graph, OnnxLayers.Part<Linear>(attention, "query"), steps), 1)[0];
        return See(attention, queries, read.Keys, read.Values, within);
    }

    // Numbers side by side, (batch, time, parts · width), as parts of (batch, heads, time, width / heads).
    private string[] Heads(string projected, long parts)
    {
        var split = graph.Node("Reshape", [projected, graph.Wholes(0, 0, parts, encoder.HeadCount, _headWidth)]);
        var heads = graph.Node("Transpose", [split], ("perm", new long[] { 2, 0, 3, 1, 4 }));
        return [.. Enumerable.Range(0, (int)parts).Select(part => graph.Node("Gather", [heads, graph.Whole(part)], ("axis", 0L)))];
    }

    private string See(nn.Module attention, string queries, string keys, string values, string? mask)
    {
        var turned = graph.Node("Transpose", [keys], ("perm", new long[] { 0, 1, 3, 2 }));
        var energies = graph.Node(
            "Mul", [graph.Node("MatMul", [queries, turned]), graph.Number(1 / MathF.Sqrt(_headWidth))]);
        if (mask is not null)
            energies = graph.Node("Where", [mask, energies, graph.Number(float.NegativeInfinity)]);
        var seen = graph.Node("MatMul", [graph.Node("Softmax", [energies], ("axis", 3L)), values]);
        var together = graph.Node(
            "Reshape", [graph.Node("Transpose", [seen], ("perm", new long[] { 0, 2, 1, 3 })), graph.Wholes(0, 0, encoder.HiddenSize)]);
        return OnnxLayers.DensePerStep(graph, OnnxLayers.Part<Linear>(attention, "output"), together);
    }

    // Which steps a step looks at: those before it, or those within its sequence; null for all.
    private string? Mask(string places)
    {
        if (encoder.Causal) // no step looks at what stands behind an end
            return graph.Node("Not", [graph.Node("Greater", [graph.Unsqueeze(places, 0), graph.Unsqueeze(places, 1)])]);
        return Within();
    }

    // (batch, 1, 1, time): which steps are within their sequence; null for all
    private string? Within() =>
        sequence.Mask is { } mask ? graph.Node("Unsqueeze", [mask], ("axes", new long[] { 1, 2 })) : null;

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

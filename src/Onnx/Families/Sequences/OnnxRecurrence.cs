using System.Globalization;
using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes stacks of recurrent or delayed layers.</summary>
internal static class OnnxRecurrence
{
    /// <summary>Writes a stack.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="stack">The layers.</param>
    /// <param name="architecture">Their sizes.</param>
    /// <param name="sequence">What they read.</param>
    /// <returns>(batch, time, output).</returns>
    public static string Write(OnnxGraph graph, nn.Module stack, RecurrentStackArchitecture architecture, OnnxSequence sequence)
    {
        var current = sequence.Steps;
        for (var depth = 0; Layer(stack, "forward", depth) is { } forward; depth++)
        {
            var ahead = Write(graph, architecture, forward, sequence with { Steps = current }, depth, reverse: false);
            current = !architecture.Bidirectional
                ? ahead
                : graph.Node(
                    "Concat",
                    [ahead, Write(
                        graph, architecture, Layer(stack, "backward", depth)!, sequence with { Steps = current }, depth, reverse: true)],
                    ("axis", 2L));
        }
        return current;
    }

    /// <summary>Writes the one layer of a decoder.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="encoder">What it is.</param>
    /// <exception cref="NotSupportedException">It has no form.</exception>
    public static OnnxCell Decoder(OnnxGraph graph, nn.Module layer, SequenceEncoder encoder)
    {
        var (name, module) = OnnxCells.Within(layer);
        return OnnxCells.Of(graph, module, encoder, 0) ?? throw Unknown(name);
    }

    /// <summary>Writes one step of a layer.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cell">The layer.</param>
    /// <param name="step">(batch, input).</param>
    /// <param name="state">The answer before, (batch, hidden), and the cell where there is one.</param>
    /// <returns>The answer, and the cell where there is one.</returns>
    public static string[] Step(OnnxGraph graph, OnnxCell cell, string step, string[] state)
    {
        var answers = Run(graph, cell, graph.Unsqueeze(step, 0), "", reverse: false, State(graph, cell, state));
        string[] next = Array.ConvertAll(answers[1..], value => graph.Squeeze(value, 0));
        return cell.IsCutOff ? [Restored(graph, next[0])] : next;
    }

    /// <summary>Writes a layer that begins in a state.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cell">The layer.</param>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="state">As in <see cref="Step"/>.</param>
    /// <returns>(batch, time, hidden).</returns>
    public static string From(OnnxGraph graph, OnnxCell cell, string steps, string[] state) =>
        Answers(graph, cell, new OnnxSequence(steps), reverse: false, State(graph, cell, state));

    private static nn.Module? Layer(nn.Module stack, string way, int depth) =>
        OnnxLayers.PartOrNull(stack, string.Create(CultureInfo.InvariantCulture, $"{way}{depth}"));

    private static string Write(
        OnnxGraph graph, RecurrentStackArchitecture architecture, nn.Module layer, OnnxSequence sequence, int depth, bool reverse)
    {
        var (name, part) = OnnxCells.Within(layer);
        if (architecture.Encoder is TimeDelayEncoder delays)
            return delays.IsUsual
                ? OnnxDelays.Convolved(graph, (Conv1d)OnnxLayers.Part(part, "convolution"), sequence, reverse)
                : OnnxDelays.Write(graph, layer, delays.OffsetsOf(depth), sequence, reverse);
        if (part is TransformerStack transformer && architecture.Encoder is TransformerEncoder encoder)
            return new OnnxTransformer(graph, encoder, sequence).Write(transformer);
        var current = sequence.Steps;
        for (var inner = 0; inner < OnnxCells.Depth(part); inner++)
        {
            var cell = OnnxCells.Of(graph, part, architecture.Encoder, inner) ?? throw Unknown(name);
            current = Answers(graph, cell, sequence with { Steps = current }, reverse, Beginning(graph, cell, current));
        }
        return current;
    }

    // The format begins with zeros by itself, which of what is cut off is one half.
    private static string[] Beginning(OnnxGraph graph, OnnxCell cell, string steps)
    {
        if (!cell.IsCutOff)
            return [];
        var batch = graph.Node("Slice", [graph.Node("Shape", [steps]), graph.Wholes(0), graph.Wholes(1)]);
        var size = graph.Node("Concat", [graph.Wholes(1), batch, graph.Wholes(cell.Hidden)], ("axis", 0L));
        return [graph.Node("Expand", [graph.Number(0.5f), size])];
    }

    // A state as the format takes it: (1, batch, hidden) each.
    private static string[] State(OnnxGraph graph, OnnxCell cell, string[] state)
    {
        string[] own = cell.IsCutOff
            ? [graph.Node("Mul", [graph.Node("Add", [state[0], graph.Number(1)]), graph.Number(0.5f)])]
            : state;
        return Array.ConvertAll(own, value => graph.Unsqueeze(value, 0));
    }

    private static string Answers(OnnxGraph graph, OnnxCell cell, OnnxSequence sequence, bool reverse, string[] state)
    {
        var ordered = graph.Node("Transpose", [sequence.Steps], ("perm", new long[] { 1, 0, 2 }));
        var lengths = sequence.Lengths is { } given ? graph.Cast(given, OnnxType.Int32) : "";
        var answers = Run(graph, cell, ordered, lengths, reverse, state)[0]; // (time, 1, batch, hidden)
        var turned = graph.Node("Transpose", [graph.Squeeze(answers, 1)], ("perm", new long[] { 1, 0, 2 }));
        return cell.IsCutOff ? Restored(graph, turned) : turned;
    }

    // The format has the time first. All answers, the last, and the last cell where there is one.
    private static string[] Run(OnnxGraph graph, OnnxCell cell, string steps, string lengths, bool reverse, string[] state)
    {
        string[] begins = state.Length > 0 ? state : cell.HasCell ? ["", ""] : [""];
        string[] inputs = [steps, .. cell.Weights, lengths, .. begins, cell.Peepholes];
        while (inputs[^1].Length == 0)
            inputs = inputs[..^1];
        return graph.Nodes(
            cell.Operation, cell.HasCell ? 3 : 2, inputs,
            [("hidden_size", cell.Hidden), ("direction", reverse ? "reverse" : "forward"), .. cell.Attributes]);
    }

    private static string Restored(OnnxGraph graph, string shares) =>
        graph.Node("Sub", [graph.Node("Mul", [shares, graph.Number(2)]), graph.Number(1)]);

    private static NotSupportedException Unknown(string name) => new($"the sequence layer '{name}' has no form in the format");
}

using System.Globalization;
using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes stacks of recurrent or delayed layers.</summary>
internal static class OnnxRecurrence
{
    // Torch's gates are input, forget, cell, output; the format's input, output, forget, cell.
    private static readonly int[] LstmGates = [0, 3, 1, 2];

    // Torch's gates are reset, update, new; the format's update, reset, new.
    private static readonly int[] GruGates = [1, 0, 2];

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

    private static nn.Module? Layer(nn.Module stack, string way, int depth) =>
        OnnxLayers.PartOrNull(stack, string.Create(CultureInfo.InvariantCulture, $"{way}{depth}"));

    private static string Write(
        OnnxGraph graph, RecurrentStackArchitecture architecture, nn.Module layer, OnnxSequence sequence, int depth, bool reverse)
    {
        var parts = layer.named_children().ToArray();
        var (name, part) = parts.Length == 1 ? parts[0] : (layer.GetType().Name, layer); // several parts: one of this library's own layers
        if (architecture.Encoder is TimeDelayEncoder delays)
            return delays.IsUsual
                ? OnnxDelays.Convolved(graph, (Conv1d)OnnxLayers.Part(part, "convolution"), sequence, reverse)
                : OnnxDelays.Write(graph, layer, delays.OffsetsOf(depth), sequence, reverse);
        return part switch
        {
            LSTM => Stacked(graph, "LSTM", LstmGates, part, sequence, reverse),
            GRU => Stacked(graph, "GRU", GruGates, part, sequence, reverse, ("linear_before_reset", 1L)),
            RNN => Stacked(
                graph, "RNN", [0], part, sequence, reverse,
                ("activations", new[] { architecture.Encoder is ElmanEncoder { Activation: Activation.ReLU } ? "Relu" : "Tanh" })),
            PeepholeLstmLayer => Peephole(graph, part, sequence, reverse),
            ResetBeforeGruLayer => ResetBefore(graph, part, sequence, reverse),
            CutOffRecurrentLayer => CutOff(graph, part, sequence, reverse),
            TransformerStack transformer when architecture.Encoder is TransformerEncoder encoder =>
                new OnnxTransformer(graph, encoder, sequence).Write(transformer),
            _ => throw new NotSupportedException($"the sequence layer '{name}' has no form in the format"),
        };
    }

    // Layers upon layers of one module.
    private static string Stacked(
        OnnxGraph graph, string operation, int[] gates, nn.Module module, OnnxSequence sequence, bool reverse,
        params (string, object)[] more)
    {
        var weights = module.state_dict();
        var current = sequence.Steps;
        for (var depth = 0; weights.TryGetValue(Name("weight_ih_l", depth), out var input); depth++)
        {
            using var scope = NewDisposeScope();
            var recurrent = weights[Name("weight_hh_l", depth)];
            var bias = cat([Reorder(weights[Name("bias_ih_l", depth)], gates), Reorder(weights[Name("bias_hh_l", depth)], gates)], 0);
            current = Run(
                graph, operation, sequence with { Steps = current }, recurrent.size(1), reverse,
                [graph.Weight(Reorder(input, gates).unsqueeze(0)), graph.Weight(Reorder(recurrent, gates).unsqueeze(0)),
                    graph.Weight(bias.unsqueeze(0))],
                [], more);
        }
        return current;
    }

    private static string Peephole(OnnxGraph graph, nn.Module module, OnnxSequence sequence, bool reverse)
    {
        using var scope = NewDisposeScope();
        var weights = module.state_dict();
        var input = Reorder(weights["input.weight"], PeepholeGates);
        var recurrent = Reorder(weights["recurrent.weight"], PeepholeGates);
        var bias = Reorder(weights["input.bias"], PeepholeGates);
        var peepholes = weights["peepholes"]; // (3, hidden): input, forget, output; the format's: input, output, forget
        var looked = cat([peepholes.select(0, 0), peepholes.select(0, 2), peepholes.select(0, 1)], 0);
        return Run(
            graph, "LSTM", sequence, recurrent.size(1), reverse,
            [graph.Weight(input.unsqueeze(0)), graph.Weight(recurrent.unsqueeze(0)),
                graph.Weight(cat([bias, zeros_like(bias)], 0).unsqueeze(0))],
            ["", "", graph.Weight(looked.unsqueeze(0))]);
    }

    // Here too they are reset, update, new.
    private static string ResetBefore(OnnxGraph graph, nn.Module module, OnnxSequence sequence, bool reverse)
    {
        using var scope = NewDisposeScope();
        var weights = module.state_dict();
        var recurrent = Reorder(cat([weights["gates.weight"], weights["candidate.weight"]], 0), GruGates);
        var bias = Reorder(weights["input.bias"], GruGates);
        return Run(
            graph, "GRU", sequence, recurrent.size(1), reverse,
            [graph.Weight(Reorder(weights["input.weight"], GruGates).unsqueeze(0)), graph.Weight(recurrent.unsqueeze(0)),
                graph.Weight(cat([bias, zeros_like(bias)], 0).unsqueeze(0))],
            [], ("linear_before_reset", 0L));
    }

    // The format has no function that is cut off at -1 and 1, but one that is at 0 and 1: with s = (h + 1) ÷ 2 the sum of h is
    // W x + 2 U s + b - U 1, and s begins at one half.
    private static string CutOff(OnnxGraph graph, nn.Module module, OnnxSequence sequence, bool reverse)
    {
        const float half = 0.5f;
        using var scope = NewDisposeScope();
        var weights = module.state_dict();
        var recurrent = weights["recurrent.weight"].detach(); // (hidden, hidden)
        var bias = weights["input.bias"].detach() - recurrent.sum(1);
        var batch = graph.Node("Slice", [graph.Node("Shape", [sequence.Steps]), graph.Wholes(0), graph.Wholes(1)]);
        var size = graph.Node("Concat", [graph.Wholes(1), batch, graph.Wholes(recurrent.size(1))], ("axis", 0L));
        var shares = Run(
            graph, "RNN", sequence, recurrent.size(1), reverse,
            [graph.Weight(weights["input.weight"].unsqueeze(0)), graph.Weight(recurrent.Times(2).unsqueeze(0)),
                graph.Weight(cat([bias, zeros_like(bias)], 0).unsqueeze(0))],
            [graph.Node("Expand", [graph.Number(half), size])],
            ("activations", new[] { "HardSigmoid" }), ("activation_alpha", new[] { half }), ("activation_beta", new[] { half }));
        return graph.Node("Sub", [graph.Node("Mul", [shares, graph.Number(2)]), graph.Number(1)]);
    }

    // Here the gates are input, forget, cell, output too.
    private static int[] PeepholeGates => LstmGates;

    // The format has the time first.
    private static string Run(
        OnnxGraph graph, string operation, OnnxSequence sequence, long hidden, bool reverse, string[] weights, string[] further,
        params (string, object)[] more)
    {
        var ordered = graph.Node("Transpose", [sequence.Steps], ("perm", new long[] { 1, 0, 2 }));
        var lengths = sequence.Lengths is { } given ? graph.Node("Cast", [given], ("to", 6L)) : "";
        string[] inputs = [ordered, .. weights, lengths, .. further];
        while (inputs[^1].Length == 0)
            inputs = inputs[..^1];
        var answers = graph.Node(
            operation, inputs,
            [("hidden_size", hidden), ("direction", reverse ? "reverse" : "forward"), .. more]); // (time, 1, batch, hidden)
        return graph.Node(
            "Transpose", [graph.Squeeze(answers, 1)], ("perm", new long[] { 1, 0, 2 }));
    }

    private static Tensor Reorder(Tensor weights, int[] gates)
    {
        var parts = weights.detach().chunk(gates.Length, 0);
        return cat(Array.ConvertAll(gates, gate => parts[gate]), 0);
    }

    private static string Name(string weight, int depth) => weight + depth.ToString(CultureInfo.InvariantCulture);
}

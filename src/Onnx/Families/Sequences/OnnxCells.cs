using System.Globalization;
using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Finds the format's form of recurrent layers, whose gates it has in another order.</summary>
internal static class OnnxCells
{
    // Torch's gates are input, forget, cell, output; the format's input, output, forget, cell.
    private static readonly int[] LstmGates = [0, 3, 1, 2];

    // Torch's gates are reset, update, new; the format's update, reset, new.
    private static readonly int[] GruGates = [1, 0, 2];

    /// <summary>What holds the weights of a layer: its only part, or itself where there are several.</summary>
    public static (string Name, nn.Module Module) Within(nn.Module layer) =>
        layer.named_children().ToArray() is [var only] ? only : (layer.GetType().Name, layer);

    /// <summary>How many layers a module holds, one upon the other.</summary>
    public static int Depth(nn.Module module)
    {
        var weights = module.state_dict();
        var depth = 0;
        while (weights.ContainsKey(Name("weight_ih_l", depth)))
            depth++;
        return Math.Max(1, depth);
    }

    /// <summary>The form of a layer; null if it has none.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="module">What holds its weights.</param>
    /// <param name="encoder">What it is.</param>
    /// <param name="depth">Which of the module's layers, from 0.</param>
    public static OnnxCell? Of(OnnxGraph graph, nn.Module module, SequenceEncoder encoder, int depth)
    {
        using var scope = NewDisposeScope();
        return module switch
        {
            LSTM => Torch(graph, "LSTM", LstmGates, module, depth),
            GRU => Torch(graph, "GRU", GruGates, module, depth, ("linear_before_reset", 1L)),
            RNN => Torch(
                graph, "RNN", [0], module, depth,
                ("activations", new[] { encoder is ElmanEncoder { Activation: Activation.ReLU } ? "Relu" : "Tanh" })),
            PeepholeLstmLayer => Peephole(graph, module),
            ResetBeforeGruLayer => ResetBefore(graph, module),
            CutOffRecurrentLayer => CutOff(graph, module),
            _ => null,
        };
    }

    private static OnnxCell Torch(
        OnnxGraph graph, string operation, int[] gates, nn.Module module, int depth, params (string, object)[] attributes)
    {
        var weights = module.state_dict();
        var recurrent = weights[Name("weight_hh_l", depth)];
        var bias = cat(
            [Reorder(weights[Name("bias_ih_l", depth)], gates), Reorder(weights[Name("bias_hh_l", depth)], gates)], 0);
        return new OnnxCell(
            operation, recurrent.size(1),
            Weights(graph, Reorder(weights[Name("weight_ih_l", depth)], gates), Reorder(recurrent, gates), bias), attributes);
    }

    // Here the gates are input, forget, cell, output too.
    private static OnnxCell Peephole(OnnxGraph graph, nn.Module module)
    {
        var weights = module.state_dict();
        var recurrent = Reorder(weights["recurrent.weight"], LstmGates);
        var peepholes = weights["peepholes"]; // (3, hidden): input, forget, output; the format's: input, output, forget
        var looked = cat([peepholes.select(0, 0), peepholes.select(0, 2), peepholes.select(0, 1)], 0);
        return new OnnxCell(
            "LSTM", recurrent.size(1),
            Weights(
                graph, Reorder(weights["input.weight"], LstmGates), recurrent, WithNothing(Reorder(weights["input.bias"], LstmGates))),
            [], graph.Weight(looked.unsqueeze(0)));
    }

    // Here too they are reset, update, new.
    private static OnnxCell ResetBefore(OnnxGraph graph, nn.Module module)
    {
        var weights = module.state_dict();
        var recurrent = Reorder(cat([weights["gates.weight"], weights["candidate.weight"]], 0), GruGates);
        return new OnnxCell(
            "GRU", recurrent.size(1),
            Weights(graph, Reorder(weights["input.weight"], GruGates), recurrent, WithNothing(Reorder(weights["input.bias"], GruGates))),
            [("linear_before_reset", 0L)]);
    }

    // With s = (h + 1) ÷ 2 the sum of h is W x + 2 U s + b - U 1.
    private static OnnxCell CutOff(OnnxGraph graph, nn.Module module)
    {
        const float half = 0.5f;
        var weights = module.state_dict();
        var recurrent = weights["recurrent.weight"].detach(); // (hidden, hidden)
        var bias = weights["input.bias"].detach() - recurrent.sum(1);
        return new OnnxCell(
            "RNN", recurrent.size(1), Weights(graph, weights["input.weight"], recurrent.Times(2), WithNothing(bias)),
            [
                ("activations", new[] { "HardSigmoid" }), ("activation_alpha", new[] { half }), ("activation_beta", new[] { half }),
            ],
            IsCutOff: true);
    }

    private static string[] Weights(OnnxGraph graph, Tensor input, Tensor recurrent, Tensor bias) =>
        [graph.Weight(input.unsqueeze(0)), graph.Weight(recurrent.unsqueeze(0)), graph.Weight(bias.unsqueeze(0))];

    // The format adds something at the answer before as well.
    private static Tensor WithNothing(Tensor bias) => cat([bias, zeros_like(bias)], 0);

    private static Tensor Reorder(Tensor weights, int[] gates)
    {
        var parts = weights.detach().chunk(gates.Length, 0);
        return cat(Array.ConvertAll(gates, gate => parts[gate]), 0);
    }

    private static string Name(string weight, int depth) => weight + depth.ToString(CultureInfo.InvariantCulture);
}

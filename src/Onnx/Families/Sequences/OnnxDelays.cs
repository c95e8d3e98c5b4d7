using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes layers that see some steps before and behind their own, with zeros outside of the sequence.</summary>
internal static class OnnxDelays
{
    /// <summary>A convolution that looks back only, or, read backwards, ahead only.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="convolution">Its weights; padded on both sides by as much as it looks back.</param>
    /// <param name="sequence">What it reads.</param>
    /// <param name="reverse">Whether it is read backwards.</param>
    /// <returns>(batch, time, hidden).</returns>
    public static string Convolved(OnnxGraph graph, Conv1d convolution, OnnxSequence sequence, bool reverse)
    {
        var steps = reverse ? Known(graph, sequence) : sequence.Steps;
        using var weight = reverse ? convolution.weight!.detach().flip(2) : convolution.weight!.detach().alias();
        var reach = convolution.padding![0];
        var delayed = graph.Node(
            "Conv", [Turned(graph, steps), graph.Weight(weight), graph.Weight(convolution.bias!)],
            ("kernel_shape", convolution.kernel_size), ("dilations", convolution.dilation),
            ("pads", reverse ? new[] { 0L, reach } : [reach, 0L]));
        return Turned(graph, graph.Node("Relu", [delayed]));
    }

    /// <summary>Sums over steps at given distances, and a function of them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">Has the weights of all distances side by side.</param>
    /// <param name="offsets">The distances; below 0 before the step.</param>
    /// <param name="sequence">What it reads.</param>
    /// <param name="reverse">Whether it is read backwards.</param>
    /// <returns>(batch, time, hidden).</returns>
    public static string Write(OnnxGraph graph, nn.Module layer, int[] offsets, OnnxSequence sequence, bool reverse)
    {
        var seen = reverse ? Array.ConvertAll(offsets, offset => -offset) : offsets;
        var steps = seen.Max() > 0 ? Known(graph, sequence) : sequence.Steps;
        long before = Math.Max(0, -seen.Min());
        long behind = Math.Max(0, seen.Max());
        var padded = graph.Node("Pad", [steps, graph.Wholes(0, before, 0, 0, behind, 0), graph.Number(0)]);
        var time = graph.Node("Slice", [graph.Node("Shape", [sequence.Steps]), graph.Wholes(1), graph.Wholes(2)]);
        string[] shifted = Array.ConvertAll(seen, offset => graph.Node(
            "Slice",
            [padded, graph.Wholes(before + offset), graph.Node("Add", [time, graph.Whole(before + offset)]), graph.Wholes(1)]));
        var sums = OnnxLayers.DensePerStep(
            graph, OnnxLayers.Part<Linear>(layer, "sums"), graph.Node("Concat", shifted, ("axis", 2L)));
        return OnnxLayers.PartOrNull(layer, "function") is { } function ? OnnxLayers.Write(graph, function, sums) : sums;
    }

    // What stands behind an end is not seen.
    private static string Known(OnnxGraph graph, OnnxSequence sequence) => sequence.Mask is { } mask
        ? graph.Node("Where", [graph.Unsqueeze(mask, 2), sequence.Steps, graph.Number(0)])
        : sequence.Steps;

    private static string Turned(OnnxGraph graph, string steps) => graph.Node("Transpose", [steps], ("perm", new long[] { 0, 2, 1 }));
}

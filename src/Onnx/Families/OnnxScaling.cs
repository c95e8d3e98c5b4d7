using DeepML.Networks;

namespace DeepML.Onnx;

/// <summary>Writes what a network does with its inputs before its first layer, and its opposite.</summary>
internal static class OnnxScaling
{
    /// <summary>Scales (…, width).</summary>
    public static string Write(OnnxGraph graph, ColumnScaling? scaling, string input)
    {
        if (scaling is null)
            return input;
        var scales = scaling.Scales;
        var straight = input;
        if (Of(scales, ScalingCurve.Logarithm) is { } logarithms)
        {
            var floors = scales.Floors.Select((floor, i) => logarithms[i] > 0 ? floor : 1f).ToArray(); // 1: no logarithm of 0 on the way
            straight = Where(graph, logarithms, graph.Node("Log", [graph.Node("Max", [input, Row(graph, floors)])]), input);
        }
        var scaled = graph.Node(
            "Mul", [graph.Node("Sub", [straight, Row(graph, scales.Centres)]), Row(graph, scales.Factors)]);
        return Of(scales, ScalingCurve.InverseHyperbolicSine) is { } bent
            ? Where(graph, bent, graph.Node("Asinh", [scaled]), scaled)
            : scaled;
    }

    /// <summary>The rows that scaled ones stand for.</summary>
    public static string Restore(OnnxGraph graph, ColumnScaling? scaling, string scaled)
    {
        if (scaling is null)
            return scaled;
        var scales = scaling.Scales;
        var straight = Of(scales, ScalingCurve.InverseHyperbolicSine) is { } bent
            ? Where(graph, bent, graph.Node("Sinh", [scaled]), scaled)
            : scaled;
        var inverse = Array.ConvertAll(scales.Factors, factor => factor == 0 ? 0 : 1 / factor);
        var restored = graph.Node("Add", [graph.Node("Mul", [straight, Row(graph, inverse)]), Row(graph, scales.Centres)]);
        return Of(scales, ScalingCurve.Logarithm) is { } logarithms
            ? Where(graph, logarithms, graph.Node("Exp", [restored]), restored)
            : restored;
    }

    // 1 for the columns on this scale; null if there are none.
    private static float[]? Of(ColumnScales scales, ScalingCurve curve) => scales.Curves.Contains(curve)
        ? [.. scales.Curves.Select(of => of == curve ? 1f : 0f)]
        : null;

    private static string Where(OnnxGraph graph, float[] marked, string then, string otherwise) =>
        graph.Node("Where", [graph.Cast(Row(graph, marked), OnnxType.Boolean), then, otherwise]);

    private static string Row(OnnxGraph graph, float[] values) => graph.Floats(values, values.Length);
}

using DeepML.Networks;

namespace DeepML.Onnx;

/// <summary>Writes how odd a row is beside the known rows of a detector of anomalies: <see cref="NeighbourDistances"/>.</summary>
internal static class OnnxNeighbours
{
    /// <summary>Judges rows.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="known">The known rows.</param>
    /// <param name="rows">(batch, width), scaled.</param>
    /// <param name="errors">(batch, 1), the mean squared errors of their reconstructions.</param>
    /// <returns>(batch, 1).</returns>
    public static string Write(OnnxGraph graph, NeighbourDistances known, string rows, string errors)
    {
        var weights = known.state_dict();
        var usual = weights["usual"].ReadAll<float>();
        var centred = graph.Node("Sub", [rows, graph.Weight(weights["centre"])]);
        var ratio = Ratio(graph, Nearest(graph, centred, weights["known"]), usual[0]);
        if (weights.TryGetValue("turn", out var turn))
        {
            var turned = graph.Node("MatMul", [centred, graph.Weight(turn)]);
            ratio = graph.Node("Max", [ratio, Ratio(graph, Nearest(graph, turned, weights["turned"]), usual[1])]);
        }
        var error = graph.Node("Pow", [Ratio(graph, graph.Node("Sqrt", [errors]), usual[2]), graph.Number(usual[3])]);
        return graph.Node("Max", [ratio, error]);
    }

    private static string Ratio(OnnxGraph graph, string distance, float usual) => graph.Node("Div", [distance, graph.Number(usual)]);

    // The distance of each row to a near known one that is not itself, (batch, 1).
    private static string Nearest(OnnxGraph graph, string rows, TorchSharp.torch.Tensor known)
    {
        using var turned = known.t();
        using var squared = known.Squared();
        using var lengthsOfKnown = squared.sum(1);
        var count = Math.Min(NeighbourDistances.Neighbours, known.size(0) - 1);
        var lengths = graph.Sum(graph.Node("Mul", [rows, rows]), 1, keep: true); // (batch, 1)
        var products = graph.Node("Mul", [graph.Node("MatMul", [rows, graph.Weight(turned)]), graph.Number(-2)]);
        var squares = graph.Node("Add", [graph.Node("Add", [products, lengths]), graph.Weight(lengthsOfKnown)]); // (batch, rows)
        var nearest = graph.Nodes(
            "TopK", 2, [graph.Node("Max", [squares, graph.Number(0)]), graph.Wholes(count + 1)], ("axis", 1L), ("largest", 0L))[0];
        var isKnown = graph.Node(
            "LessOrEqual", [At(graph, nearest, 0), graph.Node("Mul", [lengths, graph.Number(NeighbourDistances.SameRow)])]);
        return graph.Node("Sqrt", [graph.Node("Where", [isKnown, At(graph, nearest, count), At(graph, nearest, count - 1)])]);
    }

    private static string At(OnnxGraph graph, string values, long column) =>
        graph.Node("Slice", [values, graph.Wholes(column), graph.Wholes(column + 1), graph.Wholes(1)]);
}

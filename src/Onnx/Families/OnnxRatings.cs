using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Onnx;

/// <summary>Writes a network of ratings: <see cref="RatingsRbmNetwork"/>.</summary>
internal static class OnnxRatings
{
    /// <summary>Writes the rating of a user and an item.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="network">The network.</param>
    /// <param name="user">Column of the user's key.</param>
    /// <param name="item">Column of the item's key.</param>
    /// <param name="lowest">The lowest rating.</param>
    /// <param name="step">From one rating to the next.</param>
    public static void Write(OnnxGraph graph, RatingsRbmNetwork network, string user, string item, double lowest, double step)
    {
        var (a, weights) = (network.Architecture, network.state_dict());
        var (users, items) = (Place(graph, user), Place(graph, item)); // (batch)
        var (isUser, isItem) = (IsKnown(graph, users, a.UserCount), IsKnown(graph, items, a.ItemCount)); // (batch, 1)
        var knownUser = Bounded(graph, users, a.UserCount);
        var knownItem = Bounded(graph, items, a.ItemCount);
        var hidden = graph.Node(
            "Where",
            [isUser, graph.Node("Gather", [graph.Weight(weights["user_hidden"]), knownUser]), graph.Weight(weights["stranger_hidden"])]);
        using var userBias = network.UserBias.detach().unsqueeze(1);
        var bias = graph.Node("Where", [isUser, graph.Node("Gather", [graph.Weight(userBias), knownUser]), graph.Number(0)]); // (batch, 1)
        var product = graph.Node("Mul", [graph.Node("Gather", [graph.Weight(network.Weight), knownItem]), hidden]);
        var tilt = graph.Node("Add", [graph.Sum(product, 1, keep: true), bias]); // (batch, 1)
        using var biases = network.VisibleBias.detach().view(a.ItemCount, a.Levels);
        var known = Expected(graph, a.Levels, tilt, graph.Node("Gather", [graph.Weight(biases), knownItem]));
        var unknown = Expected(graph, a.Levels, bias, graph.Weight(weights["common_bias"]));
        var level = graph.Node("Where", [isItem, known, unknown]);
        var rating = graph.Node(
            "Add", [graph.Node("Mul", [level, graph.Number((float)step)]), graph.Number((float)lowest)]);
        graph.Output(ColumnNames.Score, rating, OnnxType.Single, OnnxSize.Batch, 1);
    }

    // (batch), int64, from 0: -1 for a missing key
    private static string Place(OnnxGraph graph, string column)
    {
        var key = graph.Input(column, OnnxType.UInt32, OnnxSize.Batch, 1);
        var number = graph.Cast(graph.Squeeze(key, 1), OnnxType.Int64);
        return graph.Node("Sub", [number, graph.Whole(1)]);
    }

    private static string IsKnown(OnnxGraph graph, string places, int count)
    {
        var inside = graph.Node(
            "And",
            [graph.Node("GreaterOrEqual", [places, graph.Whole(0)]), graph.Node("Less", [places, graph.Whole(count)])]);
        return graph.Unsqueeze(inside, 1);
    }

    private static string Bounded(OnnxGraph graph, string places, int count) =>
        graph.Node("Clip", [places, graph.Whole(0), graph.Whole(count - 1)]);

    // tilt (batch, 1), biases (batch or none, levels) → the mean level, (batch, 1)
    private static string Expected(OnnxGraph graph, int levels, string tilt, string biases)
    {
        var middle = (levels - 1) / 2f;
        float[] tilts = [.. Enumerable.Range(0, levels).Select(level => (level - middle) / middle)];
        var sums = graph.Node("Add", [graph.Node("Mul", [tilt, graph.Floats(tilts, 1, levels)]), biases]);
        var chances = graph.Node("Softmax", [sums], ("axis", 1L));
        return graph.Node("MatMul", [chances, graph.Floats([.. Enumerable.Range(0, levels).Select(level => (float)level)], levels, 1)]);
    }
}

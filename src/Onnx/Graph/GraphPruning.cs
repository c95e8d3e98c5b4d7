using DeepML.Onnx.Format;

namespace DeepML.Onnx;

/// <summary>Takes out of a graph what nobody asks for.</summary>
internal static class GraphPruning
{
    /// <summary>Keeps some outputs, and the nodes, weights and inputs that they need.</summary>
    /// <param name="graph">The graph; its nodes stand in the order in which they are run.</param>
    /// <param name="outputs">Names of the outputs.</param>
    public static void Keep(Graph graph, IReadOnlyCollection<string> outputs)
    {
        var needed = outputs.ToHashSet(StringComparer.Ordinal);
        var kept = new Stack<Node>();
        foreach (var node in graph.Node.Reverse())
        {
            if (!node.Output.Any(needed.Contains))
                continue;
            needed.UnionWith(Read(node));
            kept.Push(node);
        }
        graph.Node.Clear();
        graph.Node.AddRange(kept);
        Filter(graph.Output, output => outputs.Contains(output.Name));
        Filter(graph.Input, input => needed.Contains(input.Name));
        Filter(graph.Initializer, weight => needed.Contains(weight.Name));
    }

    // What a node reads, and what is read within it.
    private static IEnumerable<string> Read(Node node) => node.Input.Concat(
        node.Attribute.Where(attribute => attribute.G is not null)
            .SelectMany(attribute => attribute.G.Node.SelectMany(Read).Concat(attribute.G.Output.Select(output => output.Name))));

    private static void Filter<T>(Google.Protobuf.Collections.RepeatedField<T> all, Func<T, bool> isKept)
    {
        T[] kept = [.. all.Where(isKept)];
        all.Clear();
        all.AddRange(kept);
    }
}

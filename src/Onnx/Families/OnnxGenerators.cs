using DeepML.Networks;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes the generator of an augmenter.</summary>
internal static class OnnxGenerators
{
    /// <summary>
    /// Writes it: from "Latent", normal noise, and "Condition", ones where a category is asked for, to "Row", in which bounded numbers lie
    /// in [-1, 1] and a choice is the probability of each category.
    /// </summary>
    public static void Write(OnnxGraph graph, nn.Module generator, GanDescription description)
    {
        var a = description.Architecture;
        var latent = graph.Input("Latent", OnnxType.Single, OnnxSize.Batch, a.LatentSize);
        var input = a.ConditionSize == 0
            ? latent
            : graph.Node("Concat", [latent, graph.Input("Condition", OnnxType.Single, OnnxSize.Batch, a.ConditionSize)], ("axis", 1L));
        var sums = generator is ConvolutionalGenerator ? Pictures(graph, generator, a, input) : OnnxLayers.Write(
            graph, OnnxLayers.Part(generator, "layers"), input);
        graph.Output("Row", Bounded(graph, a, sums), OnnxType.Single, OnnxSize.Batch, a.RowSize);
    }

    private static string Pictures(OnnxGraph graph, nn.Module generator, GeneratorArchitecture a, string input)
    {
        var picture = a.Picture!;
        var inner = graph.Node(
            "Reshape",
            [OnnxLayers.Write(graph, OnnxLayers.Part(generator, "project"), input),
                graph.Wholes(-1, picture.FiltersAt(picture.Halvings), picture.Inner.Height, picture.Inner.Width)]);
        return graph.Node("Flatten", [OnnxLayers.Write(graph, OnnxLayers.Part(generator, "layers"), inner)], ("axis", 1L));
    }

    private static string Bounded(OnnxGraph graph, GeneratorArchitecture a, string sums)
    {
        var (parts, start) = (new List<string>(), 0L);
        foreach (var block in a.Blocks)
        {
            var part = a.Blocks.Length == 1
                ? sums
                : graph.Node("Slice", [sums, graph.Wholes(start), graph.Wholes(start + block.Width), graph.Wholes(1)]);
            parts.Add(block.Kind switch
            {
                RowBlockKind.Bounded => graph.Node("Tanh", [part]),
                RowBlockKind.Free => part,
                _ => graph.Node("Softmax", [part], ("axis", 1L)),
            });
            start += block.Width;
        }
        return parts.Count == 1 ? parts[0] : graph.Node("Concat", [.. parts], ("axis", 1L));
    }
}

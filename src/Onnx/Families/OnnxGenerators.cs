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
        var condition = a.ConditionSize == 0 ? null : graph.Input("Condition", OnnxType.Single, OnnxSize.Batch, a.ConditionSize);
        var sums = a.Growing is not null
            ? OnnxGrowing.Write(graph, generator, description, latent, condition)
            : Sums(graph, generator, a, condition is null ? latent : graph.Node("Concat", [latent, condition], ("axis", 1L)));
        graph.Output("Row", Bounded(graph, a, sums), OnnxType.Single, OnnxSize.Batch, a.RowSize);
    }

    private static string Sums(OnnxGraph graph, nn.Module generator, GeneratorArchitecture a, string input) =>
        generator is ConvolutionalGenerator
            ? Pictures(graph, generator, a, input)
            : OnnxLayers.Write(graph, OnnxLayers.Part(generator, "layers"), input);

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
                RowBlockKind.Clipped => graph.Node("Clip", [part, graph.Number(-1), graph.Number(1)]),
                _ => graph.Node("Softmax", [part], ("axis", 1L)),
            });
            start += block.Width;
        }
        return parts.Count == 1 ? parts[0] : graph.Node("Concat", [.. parts], ("axis", 1L));
    }
}

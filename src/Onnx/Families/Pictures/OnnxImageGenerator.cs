using System.Globalization;
using DeepML.Networks;
using static DeepML.Onnx.OnnxLayers;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes the layers of networks that make pictures of pictures. Sides may be of any length that their strides allow.</summary>
internal static class OnnxImageGenerator
{
    /// <summary>Writes a generator.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="generator">Its layers.</param>
    /// <param name="form">What they were built by.</param>
    /// <param name="input">(batch, channels, height, width).</param>
    /// <returns>Its answer, of the same sides or some times larger ones.</returns>
    public static string Write(OnnxGraph graph, nn.Module generator, ImageGenerator form, string input) => form switch
    {
        UNetGenerator unet => UNet(graph, generator, unet, input),
        ResidualGenerator => Residual(graph, generator, input),
        _ => throw new NotSupportedException($"its generator, a {form.GetType().Name}, has no form in the format"),
    };

    private static string UNet(OnnxGraph graph, nn.Module module, UNetGenerator form, string input)
    {
        string Part(string name, string read) => OnnxLayers.Write(graph, OnnxLayers.Part(module, name), read);
        var seen = new string[form.Depth];
        var current = input;
        for (var level = 0; level < form.Depth; level++)
        {
            seen[level] = Part(Numbered("down", level + 1), current);
            current = graph.Node("MaxPool", [seen[level]], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }));
        }
        current = Part("middle", current);
        if (form.GlobalFeatures)
        {
            var mean = graph.Node("ReduceMean", [current], ("axes", new long[] { 2, 3 }), ("keepdims", 0L));
            current = graph.Node("Add", [current, graph.Node("Unsqueeze", [Part("whole", mean)], ("axes", new long[] { 2, 3 }))]);
        }
        for (var level = form.Depth - 1; level >= 0; level--)
        {
            current = graph.Node("Relu", [Part(Numbered("up", level + 1), current)]);
            if (form.Skips)
                current = graph.Node("Concat", [seen[level], current], ("axis", 1L));
            current = Part(Numbered("join", level + 1), current);
        }
        return Part("answer", current);
    }

    // In the order in which the layers follow each other; the blocks are gone around as one.
    private static string Residual(OnnxGraph graph, nn.Module module, string input)
    {
        var layers = module.named_children().ToArray();
        string Through(string current, params string[] kinds) => layers
            .Where(layer => kinds.Any(kind => layer.name.StartsWith(kind, StringComparison.Ordinal)))
            .Aggregate(current, (value, layer) => OnnxLayers.Write(graph, layer.module, value));
        var entered = Through(input, "enter", "halve");
        var inner = OnnxLayers.Write(graph, Part(module, "last"), Through(entered, "block"));
        var larger = Through(graph.Node("Add", [inner, entered]), "double", "enlarge");
        return OnnxLayers.Write(graph, Part(module, "answer"), larger);
    }

    private static string Numbered(string part, int number) => string.Create(CultureInfo.InvariantCulture, $"{part}{number}");
}

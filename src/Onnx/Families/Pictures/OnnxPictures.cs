using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Onnx;

/// <summary>Writes networks of pictures.</summary>
internal static class OnnxPictures
{
    /// <summary>The pictures that a network reads: as its column holds them, but for bytes, which come as numbers in [0, 1].</summary>
    /// <returns>(batch, channels, height, width).</returns>
    public static string Input(OnnxGraph graph, ImageInput column) => Input(graph, column, OnnxPictureSize.Of(column.Format));

    /// <summary>The same for pictures of another size, which may be open.</summary>
    public static string Input(OnnxGraph graph, ImageInput column, OnnxPictureSize size)
    {
        var (channels, height, width) = size;
        if (!column.Format.ChannelsLast || column.Format.Channels == 1)
            return graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, channels, height, width);
        var interleaved = graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, height, width, channels);
        return graph.Node("Transpose", [interleaved], ("perm", new long[] { 0, 3, 1, 2 }));
    }

    /// <summary>Writes a network as far as a layer.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="column">The column of pictures.</param>
    /// <param name="layer">The last layer; null for all.</param>
    /// <returns>What the layer answers.</returns>
    public static string Write(OnnxGraph graph, OnnxRows rows, ConvolutionalNetwork network, ImageInput column, int? layer = null)
    {
        var current = Input(graph, column);
        rows.Judge(current, 4);
        if (network.Plan.Architecture is { Means: { } means, Deviations: { } deviations })
        {
            var centred = graph.Node("Sub", [current, graph.Floats(means, 1, means.Length, 1, 1)]);
            current = graph.Node("Div", [centred, graph.Floats(deviations, 1, deviations.Length, 1, 1)]);
        }
        for (var i = 0; i <= (layer ?? network.Plan.Layers.Count - 1); i++)
            current = Layer(graph, network.Plan.Layers[i], network.ModuleOf(i), current);
        return current;
    }

    private static string Layer(OnnxGraph graph, PlannedLayer layer, TorchSharp.torch.nn.Module module, string input)
    {
        switch (layer.Layer)
        {
            case AuxiliaryHead: // answers in training only
                return input;
            case PoolingLayer { Pooling: PoolingKind.AdaptiveAverage }:
                return AdaptiveAverage(graph, layer, input);
            case DenseLayer when !layer.Input.IsFlat:
                return OnnxLayers.Write(graph, module, graph.Node("Flatten", [input], ("axis", 1L)));
            default:
                return OnnxLayers.Write(graph, module, input);
        }
    }

    // The means of windows of unlike size, as a product from the left and one from the right.
    private static string AdaptiveAverage(OnnxGraph graph, PlannedLayer layer, string input)
    {
        var (rows, columns) = (Means(layer.Input.Height, layer.Output.Height), Means(layer.Input.Width, layer.Output.Width));
        var down = graph.Node("MatMul", [graph.Floats(rows, layer.Output.Height, layer.Input.Height), input]);
        return graph.Node(
            "Transpose",
            [graph.Node(
                "MatMul",
                [graph.Floats(columns, layer.Output.Width, layer.Input.Width),
                    graph.Node("Transpose", [down], ("perm", new long[] { 0, 1, 3, 2 }))])],
            ("perm", new long[] { 0, 1, 3, 2 }));
    }

    // (to, from): each window begins at the rounded-down and ends at the rounded-up place
    private static float[] Means(int from, int to)
    {
        var matrix = new float[to * from];
        for (var i = 0; i < to; i++)
        {
            var (start, end) = (i * from / to, (((i + 1) * from) + to - 1) / to);
            matrix.AsSpan((i * from) + start, end - start).Fill(1f / (end - start));
        }
        return matrix;
    }
}

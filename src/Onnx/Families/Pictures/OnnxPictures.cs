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
        var pictures = Input(graph, column);
        rows.Judge(pictures, 4);
        return Write(graph, network, pictures, layer);
    }

    /// <summary>Writes a network as far as a layer, for pictures of the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="network">The network.</param>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="layer">The last layer; null for all.</param>
    public static string Write(OnnxGraph graph, ConvolutionalNetwork network, string pictures, int? layer = null)
    {
        var current = pictures;
        if (network.Plan.Architecture is { Means: { } means, Deviations: { } deviations })
        {
            var centred = graph.Node("Sub", [current, graph.Floats(means, 1, means.Length, 1, 1)]);
            current = graph.Node("Div", [centred, graph.Floats(deviations, 1, deviations.Length, 1, 1)]);
        }
        for (var i = 0; i <= (layer ?? network.Plan.Layers.Count - 1); i++)
            current = Layer(graph, network.Plan.Layers[i], network.ModuleOf(i), current);
        return current;
    }

    /// <summary>Pictures as grey: of three channels as ML.NET makes them, else their mean.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="pictures">
    /// (batch, channels, height, width); one channel may come in place of three, whose weights have the sum 1.
    /// </param>
    /// <param name="channels">How many there are.</param>
    /// <returns>(batch, 1, height, width).</returns>
    public static string Grey(OnnxGraph graph, string pictures, int channels)
    {
        const int colours = 3;
        if (channels == 1)
            return pictures;
        if (channels != colours)
            return graph.Node("ReduceMean", [pictures], ("axes", new long[] { 1 }), ("keepdims", 1L));
        var weights = graph.Floats(
            [(float)ColorizationTask.RedShare, (float)ColorizationTask.GreenShare, (float)ColorizationTask.BlueShare], 1, colours, 1, 1);
        return graph.Sum(graph.Node("Mul", [pictures, weights]), 1, keep: true);
    }

    /// <summary>The means of windows of unlike size, so that pictures become smaller.</summary>
    public static string Averaged(OnnxGraph graph, string input, (int Height, int Width) from, (int Height, int Width) to) =>
        Product(graph, input, from, to, Means);

    /// <summary>Pictures in a larger size by bilinear interpolation between the centres of pixels.</summary>
    public static string Interpolated(OnnxGraph graph, string input, (int Height, int Width) from, (int Height, int Width) to) =>
        Product(graph, input, from, to, Between);

    private static string Layer(OnnxGraph graph, PlannedLayer layer, TorchSharp.torch.nn.Module module, string input)
    {
        switch (layer.Layer)
        {
            case AuxiliaryHead: // answers in training only
                return input;
            case PoolingLayer { Pooling: PoolingKind.AdaptiveAverage }:
                return Averaged(
                    graph, input, (layer.Input.Height, layer.Input.Width), (layer.Output.Height, layer.Output.Width));
            case DenseLayer when !layer.Input.IsFlat:
                return OnnxLayers.Write(graph, module, graph.Node("Flatten", [input], ("axis", 1L)));
            default:
                return OnnxLayers.Write(graph, module, input);
        }
    }

    // As a product from the left and one from the right, with matrices of (to, from).
    private static string Product(
        OnnxGraph graph, string input, (int Height, int Width) from, (int Height, int Width) to, Func<int, int, float[]> matrix)
    {
        var down = graph.Node("MatMul", [graph.Floats(matrix(from.Height, to.Height), to.Height, from.Height), input]);
        return graph.Node(
            "Transpose",
            [graph.Node(
                "MatMul",
                [graph.Floats(matrix(from.Width, to.Width), to.Width, from.Width),
                    graph.Node("Transpose", [down], ("perm", new long[] { 0, 1, 3, 2 }))])],
            ("perm", new long[] { 0, 1, 3, 2 }));
    }

    // (to, from): each place lies between two centres, or at the first or last
    private static float[] Between(int from, int to)
    {
        var matrix = new float[to * from];
        for (var i = 0; i < to; i++)
        {
            var place = Math.Max(0, ((i + 0.5f) * from / to) - 0.5f);
            var before = Math.Min((int)place, from - 1);
            var share = place - before;
            matrix[(i * from) + before] += 1 - share;
            matrix[(i * from) + Math.Min(before + 1, from - 1)] += share;
        }
        return matrix;
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

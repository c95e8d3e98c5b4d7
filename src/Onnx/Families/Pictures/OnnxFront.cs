using DeepML.Networks;

namespace DeepML.Onnx;

/// <summary>Writes layers that make the steps of a sequence of pictures.</summary>
internal static class OnnxFront
{
    /// <summary>The features of pictures that are steps.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="front">The layers.</param>
    /// <param name="architecture">Their sizes.</param>
    /// <param name="steps">(batch, time, numbers of a picture).</param>
    /// <returns>(batch, time, features).</returns>
    public static string Features(OnnxGraph graph, PictureFront front, PictureFrontArchitecture architecture, string steps)
    {
        var a = architecture.Pictures;
        var pictures = architecture.ChannelsLast
            ? graph.Node(
                "Transpose", [graph.Node("Reshape", [steps, graph.Wholes(-1, a.Height, a.Width, a.Channels)])],
                ("perm", new long[] { 0, 3, 1, 2 }))
            : graph.Node("Reshape", [steps, graph.Wholes(-1, a.Channels, a.Height, a.Width)]);
        var features = OnnxPictures.Write(graph, front.Layers, pictures); // (batch · time, …)
        var places = graph.Node("Slice", [graph.Node("Shape", [steps]), graph.Wholes(0), graph.Wholes(2)]); // batch, time
        var shape = graph.Node("Concat", [places, graph.Wholes(architecture.StepSize)], ("axis", 0L));
        return graph.Node("Reshape", [features, shape]);
    }

    /// <summary>The places of one picture a row, line by line.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="front">The layers.</param>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <returns>(batch, places, channels of the last layer).</returns>
    public static string Places(OnnxGraph graph, PictureFront front, string pictures)
    {
        var maps = OnnxPictures.Write(graph, front.Layers, pictures); // (batch, channels, height, width)
        var lines = graph.Node("Reshape", [maps, graph.Wholes(0, 0, -1)]); // (batch, channels, places)
        return graph.Node("Transpose", [lines], ("perm", new long[] { 0, 2, 1 }));
    }
}

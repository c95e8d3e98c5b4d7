using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Onnx;

/// <summary>Writes networks that turn rows into vectors, by whose distances they are compared.</summary>
internal static class OnnxEmbedding
{
    /// <summary>Writes the vector of each row.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="column">The column that it reads.</param>
    /// <param name="withLengths">Whether lengths of sequences are inputs.</param>
    /// <returns>(batch, embedding).</returns>
    public static string Write(OnnxGraph graph, OnnxRows rows, EmbeddingNetwork network, SizedColumn column, bool withLengths)
    {
        var embedded = network.Body switch
        {
            MultilayerPerceptronNetwork dense => OnnxPerceptron.Write(graph, rows, dense, column),
            ConvolutionalNetwork pictures => OnnxPictures.Write(graph, rows, pictures, (ImageInput)column),
            RecurrentSequenceNetwork sequences => new OnnxSequences(graph, withLengths).Write(rows, sequences, (SequenceInput)column),
            _ => Numbers(graph, rows, column),
        };
        return network.Architecture.UnitLength ? Direction(graph, embedded) : embedded;
    }

    /// <summary>Writes how near the vector of each row is to the prototype of each class: s·(2·e·p - ‖p‖²) and an offset.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="column">The column that it reads.</param>
    /// <param name="withLengths">Whether lengths of sequences are inputs.</param>
    /// <param name="layer">Its layer that is asked for: 0 for the vector, 1 for the answer.</param>
    /// <returns>(batch, classes), or (batch, embedding).</returns>
    public static string WritePrototypes(
        OnnxGraph graph, OnnxRows rows, PrototypeNetwork network, SizedColumn column, bool withLengths, int layer = 1)
    {
        var embedded = Write(graph, rows, network.Embedding, column, withLengths);
        if (layer == 0)
            return embedded;
        var weights = network.state_dict();
        var prototypes = weights["prototypes"];
        using var twice = prototypes.t().Times(2); // (embedding, classes)
        using var squares = prototypes.Squared();
        using var lengths = squares.sum(1L); // (classes)
        var compared = graph.Node(
            "Sub", [graph.Node("MatMul", [embedded, graph.Weight(twice)]), graph.Weight(lengths)]);
        var sharpened = graph.Node("Mul", [compared, graph.Weight(weights["sharpness"])]);
        return graph.Node("Add", [sharpened, graph.Weight(weights["offsets"])]);
    }

    private static string Numbers(OnnxGraph graph, OnnxRows rows, SizedColumn column)
    {
        var input = graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, column.Width);
        rows.Judge(input, 2);
        return input;
    }

    private static string Direction(OnnxGraph graph, string vectors)
    {
        var squares = graph.Sum(graph.Node("Mul", [vectors, vectors]), 1, keep: true); // (batch, 1)
        var lengths = graph.Node("Sqrt", [graph.Node("Max", [squares, graph.Number((float)EmbeddingNetwork.Shortest)])]);
        return graph.Node("Div", [vectors, lengths]);
    }
}

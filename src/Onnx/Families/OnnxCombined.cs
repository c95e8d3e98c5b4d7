using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp.Modules;

namespace DeepML.Onnx;

/// <summary>Writes networks of several tasks, and the mean of several networks.</summary>
internal static class OnnxCombined
{
    /// <summary>Writes the tasks of a network, each with the columns of its head under its name.</summary>
    public static void Write(OnnxGraph graph, MultitaskTransformer transformer, bool withLengths)
    {
        var network = (MultitaskNetwork)transformer.Network;
        var column = transformer.Inputs[0];
        var tasks = ((MultitaskDescription)transformer.Description).Tasks;
        var given = new OnnxRows(graph);
        var bodies = new List<string>();
        for (var i = 1; i <= (network.Architecture.BodyEach ? tasks.Length : 1); i++)
        {
            // the first body judges the rows, which all of them read
            var read = Read(graph, i == 1 ? given : new OnnxRows(graph), network, i, column, withLengths);
            bodies.Add(OnnxLayers.Write(graph, OnnxLayers.Part(network, Numbered("body", i)), read));
        }
        for (var i = 0; i < tasks.Length; i++)
        {
            var rows = given.Copy(); // an answer of one task that is no number leaves the others as they are
            var answer = OnnxLayers.Write(graph, OnnxLayers.Part(network, Numbered("head", i + 1)), bodies[bodies.Count == 1 ? 0 : i]);
            OnnxHeads.Write(graph, rows, tasks[i].Head, answer, $"{tasks[i].Name}.");
        }
    }

    /// <summary>Writes what a layer that tasks share makes of rows, or that of each task one behind the other, as the answers.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="column">The column that it reads.</param>
    /// <param name="layer">Its place among the names of layers.</param>
    /// <param name="withLengths">Whether lengths of sequences are inputs.</param>
    /// <returns>(batch, numbers).</returns>
    public static string WriteLayer(
        OnnxGraph graph, OnnxRows rows, MultitaskNetwork network, SizedColumn column, int layer, bool withLengths)
    {
        var depth = Math.Min(layer, network.FeatureLayer) - (network.Architecture.Reader is null ? 0 : 1); // of the dense layers
        var tasks = network.Architecture.AnswerSizes.Length;
        string Body(int number)
        {
            // the first body judges the rows, which all of them read
            var read = Read(graph, number == 1 ? rows : new OnnxRows(graph), network, number, column, withLengths);
            return DenseStack.UpTo(OnnxLayers.Part<Sequential>(network, Numbered("body", number)), depth)
                .Aggregate(read, (current, part) => OnnxLayers.Write(graph, part, current));
        }
        string[] parts = [.. Enumerable.Range(1, network.Architecture.BodyEach ? tasks : 1).Select(Body)];
        if (layer > network.FeatureLayer)
            parts = [.. Enumerable.Range(0, tasks).Select(i => OnnxLayers.Write(
                graph, OnnxLayers.Part(network, Numbered("head", i + 1)), parts[parts.Length == 1 ? 0 : i]))];
        return parts.Length == 1 ? parts[0] : graph.Node("Concat", parts, ("axis", 1L));
    }

    // What the dense layers of a body read, (batch, numbers).
    private static string Read(
        OnnxGraph graph, OnnxRows rows, MultitaskNetwork network, int body, SizedColumn column, bool withLengths)
    {
        if (OnnxLayers.PartOrNull(network, Numbered("reader", body)) is not TaskReader reader)
        {
            var input = graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, column.Width);
            rows.Judge(input, 2);
            return OnnxScaling.Write(graph, network.Scaling, input);
        }
        var vectors = reader.Network switch
        {
            ConvolutionalNetwork pictures => OnnxPictures.Write(graph, rows, pictures, (ImageInput)column),
            RecurrentSequenceNetwork sequences => new OnnxSequences(graph, withLengths).Write(rows, sequences, (SequenceInput)column),
            var dense => OnnxPerceptron.Write(graph, rows, (MultilayerPerceptronNetwork)dense, column),
        };
        return OnnxLayers.PartOrNull(reader, "function") is { } function ? OnnxLayers.Write(graph, function, vectors) : vectors;
    }

    /// <summary>Writes the mean of what several models have said, in their columns.</summary>
    public static void Write(OnnxGraph graph, OnnxRows rows, EnsembleAverageTransformer transformer)
    {
        var description = (EnsembleDescription)transformer.Description;
        var architecture = description.Architecture;
        string[] members = [.. description.Columns.Select(
            name => graph.Input(name, OnnxType.Single, OnnxSize.Batch, architecture.Size))];
        foreach (var member in members)
            rows.Judge(member, 2);
        var mean = members.Length == 1 ? members[0] : graph.Node("Mean", members);
        if (architecture.Form != AverageForm.Mean)
            mean = graph.Node("Clip", [
                mean, graph.Number((float)AverageNetwork.Least), graph.Number((float)(1 - AverageNetwork.Least))]);
        var answer = architecture.Form switch
        {
            AverageForm.Mean => mean,
            AverageForm.Logarithm => graph.Node("Log", [mean]),
            _ => graph.Node("Log", [graph.Node("Div", [mean, graph.Node("Sub", [graph.Number(1), mean])])]),
        };
        OnnxHeads.Write(graph, rows, description.Head, answer);
    }

    private static string Numbered(string part, int number) => string.Create(CultureInfo.InvariantCulture, $"{part}{number}");
}

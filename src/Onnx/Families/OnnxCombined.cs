using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML.Onnx;

/// <summary>Writes networks of several tasks, and the mean of several networks.</summary>
internal static class OnnxCombined
{
    /// <summary>Writes the tasks of a network, each with the columns of its head under its name.</summary>
    public static void Write(OnnxGraph graph, MultitaskTransformer transformer)
    {
        var network = (MultitaskNetwork)transformer.Network;
        var column = transformer.Inputs[0];
        var tasks = ((MultitaskDescription)transformer.Description).Tasks;
        var input = graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, column.Width);
        var read = OnnxScaling.Write(graph, network.Scaling, input);
        string[] bodies =
        [
            .. Enumerable.Range(1, network.Architecture.BodyEach ? tasks.Length : 1)
                .Select(i => OnnxLayers.Write(graph, OnnxLayers.Part(network, Numbered("body", i)), read)),
        ];
        for (var i = 0; i < tasks.Length; i++)
        {
            var rows = new OnnxRows(graph); // an answer of one task that is no number leaves the others as they are
            rows.Judge(input, 2);
            var answer = OnnxLayers.Write(graph, OnnxLayers.Part(network, Numbered("head", i + 1)), bodies[bodies.Length == 1 ? 0 : i]);
            OnnxHeads.Write(graph, rows, tasks[i].Head, answer, $"{tasks[i].Name}.");
        }
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

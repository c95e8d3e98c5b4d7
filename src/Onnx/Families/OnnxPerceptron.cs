using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes fully connected networks of numbers, sparse or not, and of the columns of a table.</summary>
internal static class OnnxPerceptron
{
    /// <summary>Writes the network of a classifier or regressor.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="features">The columns that it reads.</param>
    /// <param name="layer">The last layer that is written; null for all.</param>
    /// <returns>What that layer answers, (batch, width).</returns>
    public static string Write(
        OnnxGraph graph, OnnxRows rows, MultilayerPerceptronNetwork network, SizedColumn features, int? layer = null)
    {
        string input;
        if (network.Table is { } table)
        {
            input = Table(graph, rows, table, (TableInput)features);
        }
        else
        {
            var numbers = graph.Input(features.Name, OnnxType.Single, OnnxSize.Batch, features.Width);
            rows.Judge(numbers, 2);
            input = OnnxScaling.Write(graph, network.Scaling, numbers);
        }
        return DenseStack.UpTo(OnnxLayers.Part<TorchSharp.Modules.Sequential>(network, "layers"), layer ?? int.MaxValue)
            .Aggregate(input, (current, module) => OnnxLayers.Write(graph, module, current));
    }

    private static string Table(OnnxGraph graph, OnnxRows rows, TableLayer table, TableInput input)
    {
        var parts = new List<string>();
        var weights = table.state_dict();
        if (weights.TryGetValue("fill", out var fill))
        {
            string[] columns = [.. input.Features.Where(feature => !feature.IsCategory).Select(feature => Number(graph, feature))];
            var numbers = columns.Length == 1 ? columns[0] : graph.Node("Concat", columns, ("axis", 1L));
            rows.Judge(numbers, 2, holes: input.AllowsMissing);
            var missing = graph.Node("IsNaN", [numbers]);
            parts.Add(OnnxScaling.Write(graph, table.Scaling, graph.Node("Where", [missing, graph.Weight(fill), numbers])));
            if (weights.TryGetValue("indicated", out var indicated))
                parts.Add(graph.Node(
                    "Cast", [graph.Node("Gather", [missing, graph.Weight(indicated)], ("axis", 1L))], ("to", (long)OnnxType.Single)));
        }
        foreach (var (feature, i) in input.Features.Where(feature => feature.IsCategory).Select((feature, i) => (feature, i)))
            parts.Add(Category(graph, table, feature, i));
        return parts.Count == 1 ? parts[0] : graph.Node("Concat", [.. parts], ("axis", 1L));
    }

    // (batch, width); numbers far from 0 come in twice the precision, as they lose what tells them apart otherwise
    private static string Number(OnnxGraph graph, TableFeature feature)
    {
        switch (feature.Kind)
        {
            case FeatureKind.Vector:
                return graph.Input(feature.Name, OnnxType.Single, OnnxSize.Batch, feature.Width);
            case FeatureKind.Boolean:
                return ToFloat(graph, graph.Input(feature.Name, OnnxType.Boolean, OnnxSize.Batch, 1));
            case FeatureKind.Number when feature.Origin != 0:
                var precise = graph.Input(feature.Name, OnnxType.Double, OnnxSize.Batch, 1);
                return ToFloat(graph, graph.Node("Sub", [precise, graph.Doubles([feature.Origin], 1, 1)]));
            default:
                return graph.Input(feature.Name, OnnxType.Single, OnnxSize.Batch, 1);
        }
    }

    // (batch, numbers of the category)
    private static string Category(OnnxGraph graph, TableLayer table, TableFeature feature, int index)
    {
        var isText = feature.Kind == FeatureKind.Text;
        var known = graph.Input(feature.Name, isText ? OnnxType.Text : OnnxType.UInt32, OnnxSize.Batch, 1);
        var count = Math.Max(1, feature.Categories.Length);
        // an encoder must know something: of a column without categories the missing one
        string[] values = feature.Categories is [] ? [isText ? "" : "0"] : feature.Categories;
        long[] places = [.. values.Select((_, i) => feature.Categories is [] ? 0 : i + 1L)];
        (string, object) keys = isText
            ? ("keys_strings", values)
            : ("keys_int64s", Array.ConvertAll(values, key => long.Parse(key, CultureInfo.InvariantCulture)));
        var place = graph.Node(
            "LabelEncoder", [isText ? known : graph.Cast(known, OnnxType.Int64)],
            keys, ("values_int64s", places), ("default_int64", 0L));
        var name = string.Create(CultureInfo.InvariantCulture, $"categories.{index}.");
        var weights = table.state_dict();
        // categories that were not among those to learn from are unknown
        var row = graph.Node("Gather", [graph.Weight(weights[name + "known"]), graph.Squeeze(place, 1)]);
        return graph.Node(
            "Gather", [weights.TryGetValue(name + "learned.weight", out var learned) ? graph.Weight(learned) : OneHot(graph, count), row]);
    }

    // (categories + 1, categories): the first row is nothing
    private static string OneHot(OnnxGraph graph, int categories)
    {
        var rows = new float[(categories + 1) * categories];
        for (var i = 0; i < categories; i++)
            rows[((i + 1) * categories) + i] = 1;
        return graph.Floats(rows, categories + 1, categories);
    }

    private static string ToFloat(OnnxGraph graph, string value) => graph.Cast(value, OnnxType.Single);
}

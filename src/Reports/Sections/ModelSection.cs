using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Reports;

/// <summary>What a network is made of.</summary>
internal static class ModelSection
{
    private const int MostItems = 12; // of an array that are written

    /// <summary>A table of its weights, and one of its settings.</summary>
    public static IEnumerable<object> Write(NetworkTransformer network)
    {
        yield return Html.Folded("Weights", Html.Table(
            ["name", "shape", "numbers", "mean", "deviation", "smallest", "largest", "zeros"], Weights(network)));
        var settings = new List<string[]>();
        Flatten(ArchiveJson.Node(network.Description), "", settings);
        yield return Html.Folded("Settings, as they are saved", Html.Table(["setting", "value"], settings));
        yield return Html.Folded("Layers", Html.Tag("pre", network.Summary()));
    }

    /// <summary>The versions of everything that took part.</summary>
    public static object Versions() => Html.Table(["what", "version"],
    [
        ["DeepML", Version(typeof(NetworkTransformer).Assembly)],
        ["Microsoft.ML", Version(typeof(MLContext).Assembly)],
        ["TorchSharp", Version(typeof(torch).Assembly)],
        [".NET", RuntimeInformation.FrameworkDescription],
        ["system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}".ToString(CultureInfo.InvariantCulture)],
    ]);

    private static IEnumerable<string[]> Weights(NetworkTransformer network)
    {
        using var use = network.Use();
        using var scope = NewDisposeScope();
        var rows = new List<string[]>();
        foreach (var (name, weight) in network.NamedWeights)
        {
            var numbers = weight.detach().to(ScalarType.Float32).ReadAll<float>();
            var shape = weight.shape.Length == 0 ? "scalar" : string.Join(" x ", weight.shape);
            rows.Add([name, shape, Html.Count(numbers.Length), .. Moments(numbers)]);
        }
        return rows;
    }

    private static string[] Moments(float[] numbers)
    {
        if (numbers.Length == 0)
            return ["-", "-", "-", "-", "-"];
        var mean = numbers.Average(number => (double)number);
        var deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
        return
        [
            Html.Number(mean), Html.Number(deviation), Html.Number(numbers.Min()), Html.Number(numbers.Max()),
            Html.Percent(numbers.Count(number => number == 0) / (double)numbers.Length),
        ];
    }

    private static void Flatten(JsonNode? node, string path, List<string[]> rows)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members)
                    if (name != nameof(IModelDescription.History)) // has a section of its own
                        Flatten(member, path.Length == 0 ? name : $"{path}.{name}", rows);
                break;
            case JsonArray items when items.Any(item => item is JsonObject):
                for (var i = 0; i < Math.Min(items.Count, MostItems); i++)
                    Flatten(items[i], $"{path}[{i}]", rows);
                if (items.Count > MostItems)
                    rows.Add([path, $"{items.Count} in all"]);
                break;
            case JsonArray items:
                var shown = string.Join(", ", items.Take(MostItems).Select(item => item?.ToJsonString() ?? "none"));
                rows.Add([path, items.Count > MostItems ? $"{shown}, … ({items.Count} in all)" : shown]);
                break;
            case not null:
                rows.Add([path, node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString()]);
                break;
        }
    }

    private static string Version(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
        return version.Split('+')[0]; // the commit behind it says nothing to users
    }
}

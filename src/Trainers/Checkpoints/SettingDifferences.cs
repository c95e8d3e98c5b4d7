using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepML.Trainers;

/// <summary>Finds where two descriptions by <see cref="Settings"/> part, and says it as a reader of the options would.</summary>
internal static class SettingDifferences
{
    private const int LongestText = 60;

    /// <summary>Adds "Path.Member is 1 there and 2 here" for everything that differs.</summary>
    /// <param name="there">The description in a checkpoint.</param>
    /// <param name="here">The description of now.</param>
    /// <param name="path">Name of what is described; empty where its members have names that users know.</param>
    /// <param name="found">Receives the differences.</param>
    public static void Add(JsonNode? there, JsonNode? here, string path, List<string> found)
    {
        if (there is JsonObject a && here is JsonObject b && Kind(a) == Kind(b))
        {
            foreach (var name in a.Select(member => member.Key).Union(b.Select(member => member.Key)).Order(StringComparer.Ordinal))
                Add(a[name], b[name], path.Length == 0 ? name : $"{path}.{name}", found);
        }
        else if (there is JsonArray first
            && here is JsonArray second && first.Count == second.Count && first.All(item => item is JsonObject))
        {
            for (var i = 0; i < first.Count; i++)
                Add(first[i], second[i], $"{path}[{i}]", found);
        }
        else if (there?.ToJsonString() != here?.ToJsonString())
        {
            found.Add($"{path} is {Shown(there)} there and {Shown(here)} here");
        }
    }

    private static string? Kind(JsonObject described) => described[Settings.Kind]?.GetValue<string>();

    private static string Shown(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Short(text.GetValue<string>()),
        JsonObject described => Kind(described) ?? Short(described.ToJsonString()),
        _ => Short(value.ToJsonString()),
    };

    private static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}

using System.Text.Json.Nodes;
using DeepML.Transforms;

namespace DeepML.CommandLine.Inspection;

/// <summary>What a saved network says of itself.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Version">The version of its description.</param>
/// <param name="Description">What rebuilds it.</param>
/// <param name="Weights">Its weights, in the order of the file.</param>
/// <param name="Hashes">What was saved beside what is found.</param>
internal sealed record ArchivedNetwork(
    string Kind, int Version, JsonObject Description, IReadOnlyList<ArchivedWeight> Weights, IReadOnlyList<ArchivedHash> Hashes)
{
    /// <summary>What happened in training; null where the description does not say it as this version does.</summary>
    public TrainingHistory? History()
    {
        try
        {
            return Description["History"]?.DeepClone() is { } history ? ArchiveJson.Read<TrainingHistory>(history) : null;
        }
        catch (FormatException)
        {
            return null; // of another version: only loading the model brings it up to date
        }
    }

    /// <summary>Members of the description that name columns, in its order.</summary>
    public IEnumerable<(string Member, string Columns)> Columns() => Description
        .Where(member => member.Key == "Features" || member.Key.Contains("Column", StringComparison.Ordinal))
        .Select(member => (member.Key, Columns: Text(member.Value))).Where(member => member.Columns.Length > 0);

    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonArray items => string.Join(", ", items.Select(item => item is JsonObject named ? Text(named["Name"]) : Text(item))),
        JsonObject named => Text(named["Name"]),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };
}

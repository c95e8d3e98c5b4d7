using System.Text.Json.Nodes;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>Changes one place of a JSON text into something that a reader does not expect.</summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "null", "-1", "0", "1", "2", "7", "1000000000", "2147483647", "2147483648", "-2147483648", "1e300", "-1e300", "5e-324", "0.5",
        "\"NaN\"", "\"Infinity\"",
        "\"\"", "\"foreign\"", "\"99\"", "true", "false", "[]", "[null]", "{}", "[1000000000]", "[-1]", "[0]", "{\"kind\": \"lstm\"}",
    ];

    /// <summary>Changes a text in one place.</summary>
    /// <returns>What was done, for a message.</returns>
    public static string Apply(JsonNode root, Random random)
    {
        var places = Places(root).ToList();
        var (parent, key) = places[random.Next(places.Count)];
        var path = $"{parent.GetPath()}[{key}]";
        switch (random.Next(8))
        {
            case 0:
                Remove(parent, key);
                return $"{path} removed";
            case 1 when parent is JsonArray array:
                for (var i = random.Next(1, 40); i > 0; i--)
                    array.Insert(random.Next(array.Count + 1), array[(int)key]?.DeepClone());
                return $"{path} repeated";
            case 2:
                var (otherParent, otherKey) = places[random.Next(places.Count)];
                var other = Get(otherParent, otherKey)?.DeepClone();
                Set(parent, key, other);
                return $"{path} is {otherParent.GetPath()}[{otherKey}]";
            default:
                var value = Values[random.Next(Values.Length)];
                Set(parent, key, JsonNode.Parse(value));
                return $"{path} = {value}";
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node)
    {
        if (node is JsonObject members)
            foreach (var (name, value) in members)
            {
                if (name is "History" or "Pretraining"
                    && node.Parent is null && members.Count > 1 && value is JsonObject { Count: > 2 } history)
                {
                    yield return (node, name); // its many numbers would be most of what is changed
                    foreach (var place in Places(history).Take(8))
                        yield return place;
                    continue;
                }
                yield return (node, name);
                foreach (var place in value is null ? [] : Places(value))
                    yield return place;
            }
        if (node is JsonArray items)
            for (var i = 0; i < items.Count; i++)
            {
                yield return (node, i);
                foreach (var place in items[i] is { } item ? Places(item) : [])
                    yield return place;
            }
    }

    private static JsonNode? Get(JsonNode parent, object key) => key is int i ? parent[i] : parent[(string)key];

    private static void Set(JsonNode parent, object key, JsonNode? value)
    {
        if (key is int i)
            parent[i] = value;
        else
            parent[(string)key] = value;
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (key is int i)
            ((JsonArray)parent).RemoveAt(i);
        else
            ((JsonObject)parent).Remove((string)key);
    }
}

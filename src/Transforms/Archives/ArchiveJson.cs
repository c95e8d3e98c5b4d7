using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>
/// How descriptions are written as JSON, and read again: strictly, so that no member of a saved model is dropped silently.
/// </summary>
internal static class ArchiveJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputed, TellKinds } },
    };

    /// <summary>A description as UTF-8 text.</summary>
    public static byte[] Write(IModelDescription description) =>
        JsonSerializer.SerializeToUtf8Bytes(description, description.GetType(), Options);

    /// <summary>A part of a description of any type, as it is written.</summary>
    public static JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), Options);

    /// <summary>A description as the record that was saved.</summary>
    /// <exception cref="FormatException">It has other members than the record.</exception>
    public static TDescription Read<TDescription>(JsonNode description)
        where TDescription : class => (TDescription)Read(description, typeof(TDescription));

    /// <summary>A description, or a part of one, as the type that was saved.</summary>
    /// <exception cref="FormatException">It has other members than the type.</exception>
    public static object Read(JsonNode description, Type type)
    {
        try
        {
            return description.Deserialize(type, Options) ?? throw new FormatException("The model's description is empty.");
        }
        // the last: a record of a family without its name
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"The model's description is damaged or foreign: {e.Message}", e);
        }
    }

    // What follows from other members is no part of a file: it could never be renamed or removed again.
    private static void LeaveOutComputed(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
            if (type.Properties[i] is { Set: null, AssociatedParameter: null })
                type.Properties.RemoveAt(i);
    }

    // The kinds of a family of records are found by the names that they have, so that one more is one file.
    private static void TellKinds(JsonTypeInfo type)
    {
        if (!type.Type.IsAbstract || type.Kind != JsonTypeInfoKind.Object || type.PolymorphismOptions is not null)
            return;
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "kind" };
        foreach (var kind in SavedAsAttribute.Family(type.Type))
            options.DerivedTypes.Add(new JsonDerivedType(kind, SavedAsAttribute.NameOf(kind)));
        if (options.DerivedTypes.Count > 0)
            type.PolymorphismOptions = options;
    }
}

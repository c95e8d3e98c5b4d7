using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using DeepML.Data;

namespace DeepML.Trainers;

/// <summary>
/// Describes settings as canonical JSON: everything that an object stores, members in the order of their names, numbers as they read
/// back exactly, whatever the culture of the machine.
/// </summary>
/// <remarks>
/// What is stored is found by reflection, so that an option added tomorrow is part of it unless somebody says that it does not matter.
/// </remarks>
internal static class Settings
{
    /// <summary>Member that names the type where a setting may be of several.</summary>
    public const string Kind = "$kind";

    private const int LongestList = 64; // longer lists of numbers are weights, and told apart by a hash

    private static readonly ConcurrentDictionary<Type, (string Name, FieldInfo Field)[]> Members = new();

    /// <summary>Describes an object.</summary>
    /// <param name="value">Options, an architecture, an objective: records of numbers, texts, enumerations, lists and other
    /// records.</param>
    /// <param name="apart">Members to leave out, as "Type.Member", or "Type" for all that are of a type, each with the reason; null
    /// for none.</param>
    /// <exception cref="NotSupportedException">The object holds something whose content cannot be told: a function, a tensor, a
    /// module.</exception>
    public static JsonNode? Describe(object? value, IReadOnlyDictionary<string, string>? apart = null) =>
        Describe(value, value?.GetType() ?? typeof(object), apart ?? new Dictionary<string, string>());

    private static JsonNode? Describe(object? value, Type declared, IReadOnlyDictionary<string, string> apart) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        string text => JsonValue.Create(text),
        Enum name => JsonValue.Create(name.ToString()),
        double number => double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        float number => float.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        int or long or short or sbyte or byte or uint or ulong or ushort => JsonNode.Parse(
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        TimeSpan or DateTime or DateTimeOffset or Guid or decimal or char => JsonValue.Create(
            Convert.ToString(value, CultureInfo.InvariantCulture)),
        float[] { Length: > LongestList } numbers => Hash<float>(numbers),
        double[] { Length: > LongestList } numbers => Hash<double>(numbers),
        long[] { Length: > LongestList } numbers => Hash<long>(numbers),
        JsonNode already => already.DeepClone(),
        IDictionary pairs => DescribePairs(pairs, apart),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(item => Describe(item, ItemType(declared), apart))]),
        Delegate or TorchSharp.torch.Tensor or TorchSharp.torch.nn.Module or Type => throw new NotSupportedException(
            $"What a {value.GetType().Name} does cannot be told from outside; it has no place among settings that are compared."),
        _ => DescribeMembers(value, declared, apart),
    };

    private static JsonObject DescribeMembers(object value, Type declared, IReadOnlyDictionary<string, string> apart)
    {
        var type = value.GetType();
        var described = new JsonObject();
        if (type != declared && Nullable.GetUnderlyingType(declared) != type && !IsUnnamed(type.Name))
            described[Kind] = KindOf(type);
        foreach (var (name, field) in Members.GetOrAdd(type, MembersOf))
            if (!apart.ContainsKey(field.FieldType.Name) && !apart.ContainsKey($"{field.DeclaringType!.Name}.{name}"))
                described[name] = Describe(field.GetValue(value), field.FieldType, apart);
        return described;
    }

    private static JsonObject DescribePairs(IDictionary pairs, IReadOnlyDictionary<string, string> apart) => new(
        pairs.Keys.Cast<object>().Select(key => (Name: Convert.ToString(key, CultureInfo.InvariantCulture)!, Value: pairs[key]))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Name, Describe(pair.Value, typeof(object), apart))));

    private static JsonValue Hash<T>(T[] numbers)
        where T : unmanaged
    {
        var hash = new ContentHash();
        hash.Add<T>(numbers);
        return JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"{numbers.Length} numbers, {hash}"));
    }

    private static Type ItemType(Type list) => list.IsArray
        ? list.GetElementType()!
        : list.GetInterfaces().Append(list)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0]
            ?? typeof(object);

    // A user's own kind may have the name of one of this library's.
    private static string KindOf(Type type) => type.Namespace?.Split('.')[0] == nameof(DeepML) ? type.Name : type.FullName!;

    // Fields rather than properties: what is computed from others says nothing new, and what is kept private may matter.
    private static (string Name, FieldInfo Field)[] MembersOf(Type type)
    {
        var fields = new List<(string Name, FieldInfo Field)>();
        for (var owner = type; owner is not null && owner != typeof(object); owner = owner.BaseType)
            foreach (var field in owner.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                fields.Add((NameOf(field), field));
        return [.. fields.OrderBy(field => field.Name, StringComparer.Ordinal)];
    }

    // The field behind a property or a parameter is called <Name>…; a field of its own, _name.
    private static string NameOf(FieldInfo field) =>
        IsUnnamed(field.Name) ? field.Name[1..field.Name.IndexOf('>')] : field.Name.TrimStart('_');

    // The compiler's own names hold what no name in a program may.
    private static bool IsUnnamed(string name) => name.StartsWith('<');
}

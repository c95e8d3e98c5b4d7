using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace DeepML.CommandLine.Configuration;

/// <summary>
/// Makes records of options out of JSON. Members are the records' own, whatever their capitals; what has several kinds (optimizers,
/// schedules, layers, losses) is the kind's name, or an object with the name as "kind".
/// </summary>
/// <param name="faults">Receives what is wrong.</param>
internal sealed class OptionBinder(ConfigurationFaults faults)
{
    private const string Kind = "kind";

    /// <summary>Reads an object.</summary>
    /// <param name="json">The object.</param>
    /// <param name="type">The record.</param>
    /// <param name="path">Where it stands, for errors.</param>
    /// <param name="reserved">
    /// Members that are not read, each with what says them instead; empty for those that are not to be known.
    /// </param>
    /// <param name="current">
    /// The record that stands there by default, whose members stay where they are not given; null for a new one.
    /// </param>
    /// <returns>Null if it could not be read; then there are faults.</returns>
    public object? Bind(
        JsonElement json, Type type, string path, IReadOnlyDictionary<string, string>? reserved = null, object? current = null)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, $"{Shown(json)} stands where an object {{ … }} is needed.");
            return null;
        }
        var members = json.EnumerateObject().Where(member => !Same(member.Name, Kind) || !OptionKinds.HasKinds(type.BaseType)).ToArray();
        var open = Settable(type).Where(property => reserved?.ContainsKey(property.Name) != true).ToArray();
        var constructor = OptionKinds.ConstructorOf(type);
        var parameters = current is null ? constructor.GetParameters() : [];
        var before = current is not null ? OptionKinds.CopyOf(current) : parameters.Length == 0 ? constructor.Invoke([]) : null;
        var values = new object?[parameters.Length];
        var given = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var set = new List<(PropertyInfo Property, object? Value)>();
        foreach (var member in members)
        {
            var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (!given.Add(member.Name))
                faults.Add(place, "It is given twice.");
            else if (Array.FindIndex(parameters, p => Same(p.Name!, member.Name)) is >= 0 and var at)
                values[at] = Value(member.Value, parameters[at].ParameterType, place, isNullable: false);
            else if (Array.Find(open, property => Same(property.Name, member.Name)) is { } found)
            {
                var usual = before is null ? null : found.GetValue(before);
                set.Add((found, Value(member.Value, found.PropertyType, place, OptionKinds.IsNullable(found), usual)));
            }
            else
                Unknown(member.Name, place, [.. parameters.Select(p => p.Name!), .. open.Select(p => Written(p.Name, type))], reserved);
        }
        for (var i = 0; i < parameters.Length; i++)
            if (!given.Contains(parameters[i].Name!))
                values[i] = Default(parameters[i], path);
        return Make(before, constructor, values, set, path);
    }

    private object? Make(
        object? before, ConstructorInfo constructor, object?[] values, IReadOnlyList<(PropertyInfo Property, object? Value)> members,
        string path)
    {
        try
        {
            if (before is null && constructor.GetParameters().Zip(values).Any(
                pair => pair.Second is null && pair.First.ParameterType.IsValueType))
                return null; // its fault is noted
            var made = before ?? constructor.Invoke(values);
            foreach (var (property, value) in members)
                if (value is not null || OptionKinds.IsNullable(property))
                    property.SetValue(made, value);
            return made;
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException refused)
        {
            faults.Add(path, refused.Message);
            return null;
        }
    }

    private object? Default(ParameterInfo parameter, string path)
    {
        if (parameter.HasDefaultValue)
            return parameter.DefaultValue;
        faults.Add(path, $"It needs '{parameter.Name}'.");
        return null;
    }

    private void Unknown(string name, string place, string[] known, IReadOnlyDictionary<string, string>? reserved)
    {
        var instead = reserved?.FirstOrDefault(pair => Same(pair.Key, name) && pair.Value.Length > 0).Value;
        faults.Add(place, instead is null
            ? $"There is no such option. {NearestName.Hint(name, known)}"
            : $"It is not set here: {instead}.");
    }

    private object? Value(JsonElement json, Type type, string path, bool isNullable, object? current = null)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            if (!isNullable && Nullable.GetUnderlyingType(type) is null)
                faults.Add(path, "null stands where a value is needed.");
            return null;
        }
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement))
            return json.Clone();
        if (OptionKinds.ReadsText(type) || type.IsEnum)
            return Text(json, type, path);
        if (OptionKinds.ItemOf(type) is { } item)
            return List(json, type, item, path);
        if (OptionKinds.ValueOf(type) is { } value)
            return Dictionary(json, value, path);
        if (OptionKinds.HasKinds(type))
            return OfKind(json, type, path, current);
        if (OptionKinds.IsOptions(type))
            return Bind(json, type, path, current: current);
        faults.Add(path, "It can be set in a program only.");
        return null;
    }

    private object? Text(JsonElement json, Type type, string path)
    {
        if (OptionKinds.TryRead(json, type, out var value, out var requirement))
            return value;
        faults.Add(path, $"{Shown(json)} is not {requirement}.");
        return null;
    }

    private Array? List(JsonElement json, Type type, Type item, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            faults.Add(path, $"{Shown(json)} stands where a list [ … ] is needed.");
            return null;
        }
        var items = json.EnumerateArray().Select((element, i) => Value(
            element, item, FormattableString.Invariant($"{path}[{i}]"), isNullable: false)).ToArray();
        if (items.Contains(null))
            return null;
        var list = Array.CreateInstance(item, items.Length);
        Array.Copy(items, list, items.Length);
        return list;
    }

    private IDictionary? Dictionary(JsonElement json, Type value, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, $"{Shown(json)} stands where an object {{ … }} is needed.");
            return null;
        }
        var made = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var member in json.EnumerateObject())
            if (Value(member.Value, value, $"{path}.{member.Name}", isNullable: false) is { } read)
                made[member.Name] = read;
        return made;
    }

    private object? OfKind(JsonElement json, Type family, string path, object? current)
    {
        var kinds = OptionKinds.Of(family);
        var name = json.ValueKind == JsonValueKind.String ? json.GetString()
            : json.ValueKind == JsonValueKind.Object
                ? json.EnumerateObject().FirstOrDefault(member => Same(member.Name, Kind)).Value is { ValueKind: JsonValueKind.String } kind
                    ? kind.GetString() : null
            : null;
        if (name is null)
        {
            faults.Add(path, $"It needs a \"{Kind}\": {string.Join(", ", kinds.Keys)}.");
            return null;
        }
        if (kinds.FirstOrDefault(kind => Same(kind.Key, name) || Same(kind.Value.Name, name)).Value is not { } type)
        {
            faults.Add(path, $"'{name}' is no kind of it. {NearestName.Hint(name, [.. kinds.Keys])}");
            return null;
        }
        return json.ValueKind == JsonValueKind.String
            ? Bind(JsonDocument.Parse("{}").RootElement, type, path)
            : Bind(json, type, path, current: current?.GetType() == type ? current : null);
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
            && OptionKinds.CanBeWritten(property.PropertyType));

    // What the tool itself reads begins with small letters, options begin as they do in C#.
    private static string Written(string name, Type type) =>
        OptionKinds.IsOptions(type) ? name : char.ToLowerInvariant(name[0]) + name[1..];

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Shown(JsonElement json) => json.GetRawText() is { Length: > 40 } text ? text[..40] + "…" : json.GetRawText();
}

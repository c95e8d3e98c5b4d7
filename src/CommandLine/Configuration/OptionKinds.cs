using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace DeepML.CommandLine.Configuration;

/// <summary>What types of options there are, and how their values are written in JSON.</summary>
internal static class OptionKinds
{
    private static readonly Assembly[] Library =
    [
        typeof(TrainingHistory).Assembly, typeof(TrainingOptions).Assembly, typeof(SupervisedOptions).Assembly, typeof(Frequency).Assembly,
        typeof(NetworkTransformer).Assembly,
    ];

    private static readonly Dictionary<Type, string> Requirements = new()
    {
        [typeof(bool)] = "true or false",
        [typeof(int)] = "a whole number",
        [typeof(long)] = "a whole number",
        [typeof(float)] = "a number",
        [typeof(double)] = "a number",
        [typeof(string)] = "a text in quotes",
        [typeof(char)] = "one letter in quotes",
        [typeof(TimeSpan)] = "a length of time such as \"00:10:00\"",
        [typeof(ConvolutionPadding)] = "a number of pixels, \"same\", \"valid\", \"causal\" or \"circular\"",
        [typeof(Frequency)] = "a length of time such as \"01:00:00\" or \"7.00:00:00\", \"3 months\", \"business days\" or \"rows\"",
    };

    /// <summary>Whether a value of the type is one text, number or truth.</summary>
    public static bool ReadsText(Type type) => Requirements.ContainsKey(type);

    /// <summary>Whether a type is a record of the library's options, without kinds.</summary>
    public static bool IsOptions(Type type) => type is { IsClass: true, IsAbstract: false } && Library.Contains(type.Assembly)
        && IsRecord(type);

    /// <summary>Whether a type is a base of several kinds.</summary>
    public static bool HasKinds(Type? type) =>
        type is { IsClass: true, IsAbstract: true } && Library.Contains(type.Assembly) && IsRecord(type) && Of(type).Count > 0;

    /// <summary>Whether a value of the type can stand in JSON at all.</summary>
    public static bool CanBeWritten(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return ReadsText(type) || type.IsEnum || type == typeof(JsonElement) || IsOptions(type) || HasKinds(type)
            || (ItemOf(type) ?? ValueOf(type)) is { } part && CanBeWritten(part);
    }

    /// <summary>The items of a list; null if the type is none.</summary>
    public static Type? ItemOf(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The values of a dictionary by names; null if the type is none.</summary>
    public static Type? ValueOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
        && type.GetGenericArguments() is [var names, var values] && names == typeof(string) ? values : null;

    /// <summary>The public kinds of a base by their names: those of the types without the last word.</summary>
    public static IReadOnlyDictionary<string, Type> Of(Type family) => Library.SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type.IsSubclassOf(family) && !type.IsAbstract && type.GetConstructors().Length > 0)
        .OrderBy(type => type.Name, StringComparer.Ordinal).ToDictionary(type => WithoutLastWord(type.Name));

    /// <summary>How a record is made: without arguments where that is possible.</summary>
    public static ConstructorInfo ConstructorOf(Type type) =>
        type.GetConstructors().MinBy(constructor => constructor.GetParameters().Length)
        ?? throw new InvalidOperationException($"{type.Name} has no public constructor.");

    /// <summary>A record like another one, whose members may be set.</summary>
    public static object CopyOf(object record) => record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;

    /// <summary>Whether a member may be null.</summary>
    public static bool IsNullable(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    /// <summary>Reads one text, number or truth.</summary>
    /// <param name="json">As it stands.</param>
    /// <param name="type">What it should be.</param>
    /// <param name="value">What it is.</param>
    /// <param name="requirement">What is asked of it, to be said behind "is not".</param>
    public static bool TryRead(JsonElement json, Type type, out object? value, out string requirement)
    {
        requirement = type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : Requirements[type];
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : null;
        value = json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False when type == typeof(bool) => json.GetBoolean(),
            JsonValueKind.Number when type == typeof(int) => json.TryGetInt32(out var number) ? number : null,
            JsonValueKind.Number when type == typeof(long) => json.TryGetInt64(out var number) ? number : null,
            JsonValueKind.Number when type == typeof(float) => json.GetSingle(),
            JsonValueKind.Number when type == typeof(double) => json.GetDouble(),
            JsonValueKind.String when type == typeof(string) => text,
            JsonValueKind.String when type == typeof(char) => text!.Length == 1 ? text[0] : null,
            JsonValueKind.String when type == typeof(TimeSpan) =>
                TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null,
            JsonValueKind.Number when type == typeof(ConvolutionPadding) =>
                json.TryGetInt32(out var pixels) ? ConvolutionPadding.FromInt32(pixels) : null,
            JsonValueKind.String when type == typeof(ConvolutionPadding) => PaddingOf(text!),
            JsonValueKind.String when type == typeof(Frequency) => FrequencyOf(text!),
            JsonValueKind.String when type.IsEnum => EnumOf(type, text!, ref requirement),
            _ => null,
        };
        return value is not null;
    }

    private static object? EnumOf(Type type, string text, ref string requirement)
    {
        // Enum.TryParse would take numbers, and names of no member.
        if (text.Split(',').All(part => Enum.GetNames(type).Contains(part.Trim(), StringComparer.OrdinalIgnoreCase))
            && (type.IsDefined(typeof(FlagsAttribute)) || !text.Contains(',')))
            return Enum.Parse(type, text, ignoreCase: true);
        requirement += $" ({NearestName.Hint(text, Enum.GetNames(type))})";
        return null;
    }

    private static ConvolutionPadding? PaddingOf(string text) => text.ToUpperInvariant() switch
    {
        "SAME" => ConvolutionPadding.Same,
        "VALID" => ConvolutionPadding.Valid,
        "CAUSAL" => ConvolutionPadding.Causal,
        "CIRCULAR" => ConvolutionPadding.Circular,
        _ => null,
    };

    private static Frequency? FrequencyOf(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["business", "days"] => Frequency.BusinessDays,
            ["rows"] => Frequency.RowOrder,
            [var count, "month" or "months"]
                when int.TryParse(count, CultureInfo.InvariantCulture, out var months) && months is >= 1 and <= 1200 =>
                    Frequency.EveryMonths(months),
            [var step] when TimeSpan.TryParse(step, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero =>
                Frequency.Every(time),
            _ => null,
        };
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static string WithoutLastWord(string name)
    {
        for (var i = name.Length - 1; i > 0; i--)
            if (char.IsUpper(name[i]))
                return name[..i];
        return name;
    }
}

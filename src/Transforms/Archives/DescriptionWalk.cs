using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;

namespace DeepML.Transforms;

/// <summary>
/// Looks at every member of a description that was read from a file, whatever it is: lists hold no null, and the sizes and lists of
/// architectures are such as networks have. What is particular to a kind is for its <see cref="IModelDescription.Check"/>.
/// </summary>
internal static class DescriptionWalk
{
    /// <summary>Most parts that a network has in one list.</summary>
    private const int MostParts = 10_000;

    private const int MostDepth = 32;

    /// <summary>Looks at a description.</summary>
    /// <exception cref="FormatException">A list holds null, or a number is no size.</exception>
    public static void Check(IModelDescription description) => Members(description, "", isArchitecture: false, depth: 0);

    private static void Members(object value, string path, bool isArchitecture, int depth)
    {
        Sound.That(depth <= MostDepth, $"'{path}' lies too deep");
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || !property.CanWrite) // what is computed follows from the others
                continue;
            var place = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var within = isArchitecture || property.PropertyType.Name.EndsWith("Architecture", StringComparison.Ordinal);
            Value(property.GetValue(value), place, within, depth, () => new NullabilityInfoContext().Create(property));
        }
    }

    private static void Value(object? value, string path, bool isArchitecture, int depth, Func<NullabilityInfo?> declared)
    {
        switch (value)
        {
            case null or string or JsonNode:
                return;
            case int number:
                Sound.That(!isArchitecture || number >= 0, $"{path} is {number}; it must be at least 0");
                return;
            case double number:
                Sound.That(!isArchitecture || double.IsFinite(number), FormattableString.Invariant(
                    $"{path} is {number}; it must be a finite number"));
                return;
            case IDictionary items:
                foreach (DictionaryEntry item in items)
                    Item(item.Value, $"{path}['{item.Key}']", isArchitecture, depth, declared()?.GenericTypeArguments.LastOrDefault());
                return;
            case IEnumerable items:
                Items(items, path, isArchitecture, depth, declared());
                return;
            default:
                if (value.GetType().Assembly.GetName().Name!.StartsWith("DeepML", StringComparison.Ordinal) && !value.GetType().IsEnum)
                    Members(value, path, isArchitecture, depth + 1);
                return;
        }
    }

    private static void Items(IEnumerable items, string path, bool isArchitecture, int depth, NullabilityInfo? declared)
    {
        if (items is ICollection { Count: var count } && isArchitecture)
            Sound.That(count <= MostParts, $"{path} has {count} parts; a network has {MostParts} at most");
        if (items.GetType().GetElementType() is { IsPrimitive: true } && !isArchitecture)
            return;
        var i = 0;
        foreach (var item in items)
            Item(item, $"{path}[{i++}]", isArchitecture, depth, declared?.ElementType ?? declared?.GenericTypeArguments.FirstOrDefault());
    }

    private static void Item(object? item, string path, bool isArchitecture, int depth, NullabilityInfo? declared)
    {
        Sound.That(item is not null || declared?.ReadState == NullabilityState.Nullable, $"{path} is null");
        Value(item, path, isArchitecture, depth, () => declared);
    }
}

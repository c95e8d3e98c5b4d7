using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeepML.Workout;

/// <summary>
/// Every record that differs from a given one in a single option, found by reflection: a new option is among them by itself.
/// </summary>
public static class Variations
{
    /// <summary>Changes each settable option, and each option of the records among them.</summary>
    /// <param name="options">A record.</param>
    /// <returns>Where the change is, "Optimizer.Beta1", the record that declares the option, and the changed copy.</returns>
    public static IEnumerable<(string Path, string Option, object Changed)> Of(object options)
    {
        foreach (var property in options.GetType()
            .GetProperties().Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0))
        {
            var value = property.GetValue(options);
            var option = $"{property.DeclaringType!.Name}.{property.Name}";
            yield return (property.Name, option, With(options, property, Other(property.PropertyType, value)));
            if (value is not null && IsRecord(value.GetType()))
                foreach (var inner in Of(value))
                    yield return ($"{property.Name}.{inner.Path}", inner.Option, With(options, property, inner.Changed));
        }
    }

    private static object With(object options, PropertyInfo property, object? value)
    {
        var copy = options.GetType().GetMethod("<Clone>$")!.Invoke(options, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static object? Other(Type type, object? value) => value switch
    {
        bool flag => !flag,
        int number => number + 1,
        long number => number + 1,
        float number => number == 0 ? 0.25f : number / 2,
        double number => number == 0 ? 0.25 : number / 2,
        string text => text + "2",
        Enum => Enum.GetValues(value.GetType()).Cast<object>().First(other => !other.Equals(value)),
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        CancellationToken => new CancellationToken(canceled: true),
        IEnumerable items => Longer(ItemType(type), items),
        null => Some(Nullable.GetUnderlyingType(type) ?? type),
        _ => Another(type, value),
    };

    // A list with one more item, or with two where there was none.
    private static Array Longer(Type item, IEnumerable? items)
    {
        var values = (items?.Cast<object>() ?? [Some(item)]).ToList();
        values.Add(Some(item));
        var array = Array.CreateInstance(item, values.Count);
        for (var i = 0; i < array.Length; i++)
            array.SetValue(values[i], i);
        return array;
    }

    private static Type ItemType(Type list) => list.IsArray ? list.GetElementType()! : list.GetGenericArguments()[0];

    private static object Some(Type type) =>
        type == typeof(string) ? "some"
        : type == typeof(TimeSpan) ? TimeSpan.FromDays(1)
        : type.IsValueType ? Other(type, Activator.CreateInstance(type))!
        : typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType ? Longer(ItemType(type), null)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProgress<>)
            ? Activator.CreateInstance(typeof(Progress<>).MakeGenericType(type.GetGenericArguments()))!
        : Make(Concrete(type).First());

    // Another kind of the same base if there is one; else the value gives way to none, or to one that was never set.
    private static object? Another(Type type, object value) =>
        Concrete(type).FirstOrDefault(other => other != value.GetType()) is { } kind ? Make(kind) : null;

    private static IEnumerable<Type> Concrete(Type type) =>
        type.IsAbstract ? type.Assembly.GetTypes().Concat(typeof(Variations).Assembly.GetTypes()).Where(
            other => !other.IsAbstract && type.IsAssignableFrom(other)).OrderBy(other => other.Name, StringComparer.Ordinal) : [type];

    private static object Make(Type type) =>
        type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type)! : RuntimeHelpers.GetUninitializedObject(type);
}

using System.Reflection;

namespace DeepML.Workout;

/// <summary>Every record that differs from a given one in a single number at an end of what its type holds, found by reflection.</summary>
public static class Extremes
{
    private static readonly double[] Reals = [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, 1e300, 1e39, 1e16, -1, 0, 5E-324, 1e-300];
    private static readonly int[] Wholes = [int.MinValue, -1, 0, int.MaxValue, int.MaxValue - 1];

    /// <summary>Changes each settable number, and each of the records among the options, one at a time.</summary>
    /// <returns>Where the change is and to what, "Optimizer.Beta1 = 1E+300", and the changed copy.</returns>
    public static IEnumerable<(string Change, object Changed)> Of(object options)
    {
        foreach (var property in options.GetType()
            .GetProperties().Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0))
        {
            foreach (var value in Values(property.PropertyType))
                yield return (FormattableString.Invariant(
                    $"{property.Name} = {(value is Array items ? items.GetValue(items.Length - 1) : value)}"),
                        With(options, property, value));
            var inner = property.GetValue(options);
            if (inner?.GetType().GetMethod("<Clone>$") is not null)
                foreach (var (change, changed) in Of(inner))
                    yield return ($"{property.Name}.{change}", With(options, property, changed));
        }
    }

    private static IEnumerable<object> Values(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(double) ? Reals.Cast<object>()
            : plain == typeof(float) ? Reals.Select(value => (object)(float)value)
            : plain == typeof(int) ? Wholes.Cast<object>()
            : plain == typeof(long) ? [long.MinValue, -1L, 0L, long.MaxValue]
            : plain == typeof(TimeSpan) ? [TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.MaxValue]
            : typeof(IReadOnlyList<int>).IsAssignableFrom(type)
                || type == typeof(IReadOnlyList<int>) ? Wholes.Select(value => (object)new[] { 4, value })
            : [];
    }

    private static object With(object options, PropertyInfo property, object? value)
    {
        var copy = options.GetType().GetMethod("<Clone>$")!.Invoke(options, null)!;
        property.SetValue(copy, value);
        return copy;
    }
}

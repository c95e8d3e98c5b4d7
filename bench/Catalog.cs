namespace DeepML.Bench;

/// <summary>Finds the workloads and tasks of this program: every class that implements the interface.</summary>
internal static class Catalog
{
    public static IReadOnlyList<T> All<T>() => [.. typeof(Catalog).Assembly.GetTypes()
        .Where(type => typeof(T).IsAssignableFrom(type) && type is { IsClass: true, IsAbstract: false })
        .Select(type => (T)Activator.CreateInstance(type)!)];

    /// <summary>A name is asked for by itself or by a prefix that ends at a dot or underscore, or anywhere.</summary>
    public static bool IsAskedFor(string name, string[] asked) =>
        asked.Length == 0 || asked.Any(a => name.StartsWith(a, StringComparison.Ordinal));
}

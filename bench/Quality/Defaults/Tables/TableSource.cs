namespace DeepML.Bench;

/// <summary>A table that is read when it is needed.</summary>
/// <param name="Name">The set's name in results.</param>
/// <param name="Read">Reads or makes it; the same each time.</param>
internal sealed record TableSource(string Name, Func<Table> Read)
{
    /// <summary>Every table.</summary>
    public static IReadOnlyList<TableSource> All { get; } = [.. RealTables.All, .. LagTables.All, .. GeneratedTables.All];

    /// <summary>The tables of these names.</summary>
    public static IEnumerable<TableSource> Of(params string[] names) => names.Select(name => All.Single(table => table.Name == name));
}

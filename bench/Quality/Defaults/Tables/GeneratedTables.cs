namespace DeepML.Bench;

/// <summary>Tables drawn by <c>tools/learning-sets.py</c>.</summary>
internal static class GeneratedTables
{
    private const int NoiseColumns = 100;

    /// <summary>A smooth function, crescents, twenty clouds among columns of noise, a rare class.</summary>
    public static IReadOnlyList<TableSource> All { get; } =
    [
        new("friedman1", () => Read("friedman1.csv", 10, "y", TableTask.Number)),
        new("moons", () => Read("moons.csv", 2, "class", TableTask.YesNo)),
        new("blobs20", Blobs),
        new("imbalanced", () => Read("imbalanced.csv", 10, "class", TableTask.YesNo) with { IsSkewed = true }),
    ];

    private static Table Blobs()
    {
        var clouds = Read("blobs20.csv", 10, "class", TableTask.Class);
        var random = new Random(1);
        var wide = clouds.Numbers.Select(row => row.Concat(Draws.Normal(random, NoiseColumns, deviation: 5)).ToArray());
        return clouds with { Numbers = [.. wide] };
    }

    private static Table Read(string name, int columns, string label, TableTask task)
    {
        var file = new CsvColumns(name);
        return new Table { Numbers = file.Rows([.. file.Names.Take(columns)]), Labels = file.Numbers(label), Task = task };
    }
}

namespace DeepML.Transforms;

/// <summary>Which synthetic rows follow the real ones.</summary>
/// <param name="Parts">
/// Stretches of rows: how many, and the category asked for (its column's position among the conditional ones, and its place) or null.
/// </param>
/// <param name="Seed">Fixes the rows.</param>
internal sealed record SyntheticPlan(IReadOnlyList<(long Rows, (int Condition, int Place)? Asked)> Parts, int Seed)
{
    /// <summary>A column and the one of its rare values, which share a place, that every row has; null draws among them.</summary>
    public (string Column, string Value)? RareValue { get; init; }

    /// <summary>Makes the rows: what is asked of each and a seed → (rows, compact). Null is the generator.</summary>
    public Func<IReadOnlyList<(int Condition, int Place)?>, int, float[]>? Maker { get; init; }

    /// <summary>Number of rows.</summary>
    public long Rows { get; } = Parts.Sum(part => part.Rows);

    /// <summary>What is asked of some rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    public (int Condition, int Place)?[] Asked(long first, int count)
    {
        var asked = new (int Condition, int Place)?[count];
        var start = 0L;
        foreach (var (rows, category) in Parts)
        {
            for (var row = Math.Max(first, start); row < Math.Min(first + count, start + rows); row++)
                asked[row - first] = category;
            start += rows;
        }
        return asked;
    }
}

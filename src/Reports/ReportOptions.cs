namespace DeepML;

/// <summary>What a report shows, and of how many rows.</summary>
public sealed record ReportOptions
{
    /// <summary>The page's title; null takes the kind of the network.</summary>
    public string? Title { get; init; }

    /// <summary>Column of the right answers among the rows that are shown; the default is "Label".</summary>
    /// <value>Where the rows have no such column, classifiers and regressors are not measured, and the report says so.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Rows that are read, from the first; at least 1. The default is 10,000.</summary>
    public int MaximumRows { get; init; } = 10_000;

    /// <summary>Examples in each sheet of pictures or table of rows; in [1, 100]. The default is 10.</summary>
    public int Examples { get; init; } = 10;

    /// <summary>Fixes what is drawn at random: samples of generators. The default is 0.</summary>
    public int Seed { get; init; }

    internal void Check()
    {
        if (MaximumRows < 1)
            throw Fault(nameof(MaximumRows), MaximumRows, "at least 1");
        if (Examples is < 1 or > 100)
            throw Fault(nameof(Examples), Examples, "in [1, 100]");
        if (string.IsNullOrWhiteSpace(LabelColumnName))
            throw Fault(nameof(LabelColumnName), LabelColumnName, "the name of a column");
    }

    private static ArgumentOutOfRangeException Fault(string name, object? value, string range) =>
        new($"{nameof(ReportOptions)}.{name}", value, $"{name} must be {range}.");
}

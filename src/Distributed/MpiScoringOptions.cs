namespace DeepML;

/// <summary>How <see cref="MpiScoring"/> spreads rows, and what it writes of them.</summary>
public sealed record MpiScoringOptions
{
    /// <summary>The columns to write, in this order.</summary>
    /// <value>At least one; null (the default) writes those that the chain adds.</value>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Rows that a process scores and writes as one piece.</summary>
    /// <value>
    /// At least 1; null (the default) is 10,000 where the chain makes each row of that row alone, else whole files: chains that look at
    /// earlier rows, as those over series, would miss them.
    /// </value>
    public int? RowsPerPart { get; init; }

    /// <summary>What stands between two values.</summary>
    /// <value>A comma by default; no quotation mark, line break, digit, point or minus.</value>
    public char Separator { get; init; } = ',';

    /// <summary>Refuses options with faults.</summary>
    /// <exception cref="ArgumentException">Every fault is named.</exception>
    internal void Validate()
    {
        var faults = new Trainers.OptionFaults();
        if (Columns is { Count: 0 })
            faults.Add(nameof(Columns), "an empty list", "a list of at least one column, or null");
        if (RowsPerPart is { } rows)
            faults.AtLeast(rows, 1, nameof(RowsPerPart));
        if (char.IsAsciiDigit(Separator) || Separator is '"' or '\n' or '\r' or '.' or '-')
            faults.Add(nameof(Separator), $"'{Separator}'", "no quotation mark, line break, digit, point or minus");
        faults.ThrowIfAny("options");
    }
}

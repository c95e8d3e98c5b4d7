using DeepML.Trainers;

namespace DeepML;

/// <summary>How similar cases are searched.</summary>
public sealed record NearestCasesOptions
{
    /// <summary>Nearest rows that are looked for, and that vote.</summary>
    /// <value>In [1, 1,000], at most the number of rows; the default is 5.</value>
    public int Count { get; init; } = 5;

    /// <summary>Whether every row is looked at.</summary>
    /// <value>The default is <see cref="CaseSearch.Automatic"/>.</value>
    public CaseSearch Search { get; init; } = CaseSearch.Automatic;

    /// <summary>
    /// Share of the nearest rows that an approximate search has to find: as many lists are looked through as this takes for 256 of the
    /// rows.
    /// </summary>
    /// <value>In (0, 1]; the default is 0.97.</value>
    public double MinimumRecall { get; init; } = 0.97;

    /// <summary>Lists of an approximate search.</summary>
    /// <value>In [2, 65,536], at most the number of rows; null (the default) takes the root of the number of rows.</value>
    public int? Lists { get; init; }

    internal void Validate(OptionFaults faults)
    {
        faults.InRange(Count, 1, 1000, nameof(Count));
        faults.Defined(Search, nameof(Search));
        faults.AboveUpTo(MinimumRecall, 0, 1, nameof(MinimumRecall));
        if (Lists is not { } lists)
            return;
        faults.InRange(lists, 2, 65_536, nameof(Lists));
        if (Search == CaseSearch.Exact)
            faults.Add(nameof(Lists), lists, "null for an exact search");
    }

    /// <summary>Lists for a number of rows; 1 where every row is looked at.</summary>
    /// <exception cref="ArgumentException">There are more lists or nearest rows asked for than there are rows.</exception>
    internal int ListsFor(int rows)
    {
        const int fewRows = 20_000;
        if (Count > rows)
            throw new ArgumentException($"Count is {Count}; it must be in [1, {rows}], the number of rows with a label.", nameof(Count));
        if (Search == CaseSearch.Exact || (Search == CaseSearch.Automatic && rows <= fewRows && Lists is null))
            return 1;
        if (Lists > rows)
            throw new ArgumentException($"Lists is {Lists}; it must be in [2, {rows}], the number of rows with a label.", nameof(Lists));
        return Lists ?? Math.Min(rows, Math.Max(2, (int)Math.Sqrt(rows)));
    }
}

using DeepML.Trainers;

namespace DeepML;

/// <summary>Members of an ensemble, and what each learns from.</summary>
public sealed record EnsembleOptions
{
    /// <summary>Models that are trained.</summary>
    /// <value>In [1, 1,000]; the default is 5.</value>
    public int Members { get; init; } = 5;

    /// <summary>
    /// Share of the rows that each member learns from, drawn for it without replacement. 0.63 is the share of different rows in a bootstrap
    /// sample, and bagging by such shares does as well (Breiman, Machine Learning 24, 1996; Bühlmann and Yu, Annals of Statistics
    /// 30, 2002).
    /// </summary>
    /// <value>In (0, 1]; the default is 0.63; 1 gives all rows to each, so that members differ by their seeds alone.</value>
    public double RowShare { get; init; } = 0.63;

    /// <summary>Fixes which rows each member learns from.</summary>
    /// <value>The default is 1.</value>
    public int Seed { get; init; } = 1;

    internal void Validate()
    {
        var faults = new OptionFaults();
        faults.AtLeast(Members, 1, nameof(Members), 1000);
        faults.AboveUpTo(RowShare, 0, 1, nameof(RowShare));
        faults.ThrowIfAny("options");
    }
}

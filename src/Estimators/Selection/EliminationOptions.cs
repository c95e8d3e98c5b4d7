using DeepML.Trainers;

namespace DeepML;

/// <summary>How features are eliminated.</summary>
public sealed record EliminationOptions
{
    /// <summary>How it is found out what a feature is worth.</summary>
    /// <value>The default is <see cref="EliminationImportance.Weights"/>.</value>
    public EliminationImportance Importance { get; init; } = EliminationImportance.Weights;

    /// <summary>
    /// Share of the features that are left out in each round, at least one: smaller is more careful, and takes more trainings.
    /// </summary>
    /// <value>In (0, 0.9]; the default is 0.2.</value>
    public double DropShare { get; init; } = 0.2;

    /// <summary>Share of the rows that are held out, on which errors are measured and values shuffled.</summary>
    /// <value>In (0, 0.9]; the default is 0.25.</value>
    public double HoldOutFraction { get; init; } = 0.25;

    /// <summary>How often the values of each feature are shuffled.</summary>
    /// <value>In [1, 1,000]; the default is 3.</value>
    public int Permutations { get; init; } = 3;

    internal void Validate(OptionFaults faults)
    {
        faults.Defined(Importance, nameof(Importance));
        faults.AboveUpTo(DropShare, 0, 0.9, nameof(DropShare));
        faults.AboveUpTo(HoldOutFraction, 0, 0.9, nameof(HoldOutFraction));
        faults.InRange(Permutations, 1, 1000, nameof(Permutations));
    }
}

using System.Globalization;
using DeepML.Networks;

namespace DeepML;

/// <summary>What is watched, and from where on it counts as drift.</summary>
/// <remarks>
/// A column has the worse of the verdicts of both measures; either counts only if the difference is hardly chance. The thresholds of the
/// stability index are those in use in banking, and those of the divergence what they are for small differences: index / (8 ln 2).
/// </remarks>
public sealed record DriftOptions
{
    /// <summary>Bins into which numbers are cut, about equally many training rows in each; missing values have one more.</summary>
    /// <value>In [2, 100]; the default is 10.</value>
    public int Bins { get; init; } = 10;

    /// <summary>Texts and keys that are counted by themselves, the most frequent first; others are counted together.</summary>
    /// <value>In [1, 1,000]; the default is 50.</value>
    public int Categories { get; init; } = 50;

    /// <summary>Population stability index from which a column counts as changed.</summary>
    /// <value>Above 0; the default is 0.1.</value>
    public double ChangedIndex { get; init; } = 0.1;

    /// <summary>Population stability index from which it counts as drifted.</summary>
    /// <value>At least <see cref="ChangedIndex"/>; the default is 0.25.</value>
    public double DriftedIndex { get; init; } = 0.25;

    /// <summary>Jensen–Shannon divergence, in bits, from which a column counts as changed.</summary>
    /// <value>Above 0; the default is 0.02.</value>
    public double ChangedDivergence { get; init; } = 0.02;

    /// <summary>Jensen–Shannon divergence, in bits, from which it counts as drifted.</summary>
    /// <value>At least <see cref="ChangedDivergence"/>; the default is 0.05.</value>
    public double DriftedDivergence { get; init; } = 0.05;

    /// <summary>Probability up to which a difference as large would come by chance from rows that have not changed.</summary>
    /// <value>In [1e-9, 1]; the default is 0.001. 1 takes every difference as it is.</value>
    public double ChanceLimit { get; init; } = 0.001;

    internal void Validate(PartFaults faults)
    {
        faults.InRange(Bins, 2, 100, nameof(Bins));
        faults.InRange(Categories, 1, 1000, nameof(Categories));
        faults.InRange(ChanceLimit, 1e-9, 1, nameof(ChanceLimit));
        Pair(ChangedIndex, DriftedIndex, nameof(ChangedIndex), nameof(DriftedIndex));
        Pair(ChangedDivergence, DriftedDivergence, nameof(ChangedDivergence), nameof(DriftedDivergence));

        void Pair(double changed, double drifted, string name, string other)
        {
            faults.Above(changed, 0, name);
            if (!(drifted >= changed && double.IsFinite(drifted)))
                faults.Add(other, drifted, string.Create(CultureInfo.InvariantCulture, $"finite and at least {name}, {changed}"));
        }
    }
}

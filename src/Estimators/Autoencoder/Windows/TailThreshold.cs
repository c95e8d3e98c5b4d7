using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// The score that a normal row exceeds with a given, small chance, by the tail of the scores (Siffer, Fouque, Termier and Largouët,
/// KDD 2017): scores above a high quantile follow a generalized Pareto distribution, which reaches beyond the largest score seen.
/// </summary>
public sealed record TailThreshold : AnomalyThresholding
{
    /// <summary>Chance of a normal row to lie above the threshold.</summary>
    /// <value>In (0, 0.1], and below 1 - <see cref="Level"/>; the default is 0.0001.</value>
    public double Risk { get; init; } = 1e-4;

    /// <summary>Share of the scores below the tail that is described.</summary>
    /// <value>In [0.5, 1); the default is 0.98.</value>
    public double Level { get; init; } = 0.98;

    internal override float Of(float[] scores)
    {
        if (scores.Count(float.IsFinite) is var finite && finite < StreamingThreshold.Fewest)
            throw new InvalidOperationException(
                $"There are {finite} training windows with a score; the tail of their scores, by which {nameof(TailThreshold)} finds the "
                    + $"threshold, takes at least {StreamingThreshold.Fewest}, and hundreds to be worth its name. Give more rows, or set "
                    + $"Threshold to a {nameof(ContaminationThreshold)}.");
        var tail = new StreamingThreshold(Array.ConvertAll(scores, score => (double)score), this);
        return (float)Math.Clamp(tail.Threshold, float.MinValue, float.MaxValue);
    }

    internal override void Validate(OptionFaults faults, string prefix)
    {
        faults.AboveUpTo(Risk, 0, 0.1, prefix + nameof(Risk));
        faults.InHalfOpenRange(Level, 0.5, 1, prefix + nameof(Level));
        if (Risk >= 1 - Level && Level < 1)
            faults.Add(prefix + nameof(Risk), Risk, FormattableString.Invariant($"below 1 - Level, {1 - Level:G3}"));
    }
}

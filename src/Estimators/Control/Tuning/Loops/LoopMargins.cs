namespace DeepML;

/// <summary>How far a loop is from instability, with the controller's sampling taken as half a sample of dead time.</summary>
/// <param name="SensitivityPeak">M_s: the peak of |1 / (1 + L(jω))|; infinite if the loop is not stable.</param>
/// <param name="GainMargin">Factor by which the gain may grow; infinite if by any, below 1 if the loop is not stable.</param>
/// <param name="PhaseMargin">Degrees by which the phase may lag further; infinite if |L| is never 1.</param>
/// <param name="DelayMargin">Dead time that may be added; infinite if |L| is never 1.</param>
/// <param name="IsStable">Whether the loop is stable, by Nyquist's criterion.</param>
public sealed record LoopMargins(double SensitivityPeak, double GainMargin, double PhaseMargin, double DelayMargin, bool IsStable)
{
    internal static LoopMargins Worst(IReadOnlyList<LoopMargins> all) => new(
        all.Max(m => m.SensitivityPeak), all.Min(m => m.GainMargin), all.Min(m => m.PhaseMargin), all.Min(m => m.DelayMargin),
        all.All(m => m.IsStable));
}

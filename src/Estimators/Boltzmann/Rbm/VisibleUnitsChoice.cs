using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>
/// Chooses what visible units hold where the options leave it open: bits where every number lies in [0, 1], else any numbers.
/// </summary>
internal static class VisibleUnitsChoice
{
    /// <summary>The units of a fit.</summary>
    /// <param name="given">What the options say; null for nothing.</param>
    /// <param name="previous">Units of the model that the fit starts from; null for none.</param>
    /// <param name="fit">Receives what was chosen.</param>
    /// <param name="rows">The rows.</param>
    public static VisibleUnits Of(VisibleUnits? given, VisibleUnits? previous, FitSession fit, FitRows rows)
    {
        if ((given ?? previous) is { } known)
            return known;
        var (smallest, largest) = rows.Training.Range(BatchMember.Features);
        var units = smallest >= 0 && largest <= 1 ? VisibleUnits.Bernoulli : VisibleUnits.Gaussian;
        fit.Chosen.Add(new AutomaticChoice(
            nameof(RbmOptions.VisibleUnits), units.ToString(), FormattableString.Invariant($"numbers from {smallest:G4} to {largest:G4}")));
        return units;
    }
}

using DeepML.Data;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>
/// Chooses what visible units hold where the options leave it open: bits where every number lies in [0, 1], else any numbers. Whoever
/// asks for a scaling speaks of numbers.
/// </summary>
internal static class VisibleUnitsChoice
{
    /// <summary>The units of a fit.</summary>
    /// <param name="given">What the options say; null for nothing.</param>
    /// <param name="scaling">What the options say of the numbers' scaling.</param>
    /// <param name="previous">Units of the model that the fit starts from; null for none.</param>
    /// <param name="fit">Receives what was chosen.</param>
    /// <param name="rows">The rows.</param>
    public static VisibleUnits Of(
        VisibleUnits? given, NetworkInputScaling scaling, VisibleUnits? previous, FitSession fit, FitRows rows)
    {
        if ((given ?? previous) is { } known)
            return known;
        if (scaling is not (NetworkInputScaling.Automatic or NetworkInputScaling.None))
        {
            fit.Chosen.Add(new AutomaticChoice(
                nameof(RbmOptions.VisibleUnits), nameof(VisibleUnits.Gaussian), $"{nameof(RbmOptions.InputScaling)} is {scaling}"));
            return VisibleUnits.Gaussian;
        }
        var (smallest, largest) = rows.Training.Range(BatchMember.Features);
        var units = smallest >= 0 && largest <= 1 ? VisibleUnits.Bernoulli : VisibleUnits.Gaussian;
        fit.Chosen.Add(new AutomaticChoice(
            nameof(RbmOptions.VisibleUnits), units.ToString(), FormattableString.Invariant($"numbers from {smallest:G4} to {largest:G4}")));
        return units;
    }

    /// <summary>Notes a scaling that units cannot have.</summary>
    /// <param name="units">What the options say; null for nothing.</param>
    /// <param name="scaling">What they say of the numbers' scaling.</param>
    /// <param name="faults">Receives the faults.</param>
    public static void Validate(VisibleUnits? units, NetworkInputScaling scaling, OptionFaults faults)
    {
        if (units is { } known)
            faults.Defined(known, nameof(RbmOptions.VisibleUnits));
        faults.Defined(scaling, nameof(RbmOptions.InputScaling));
        if (units is VisibleUnits.Bernoulli or VisibleUnits.Counts
            && scaling is not (NetworkInputScaling.Automatic or NetworkInputScaling.None))
            faults.Add(
                nameof(RbmOptions.InputScaling), scaling,
                $"Automatic or None while VisibleUnits is {units}: {(units == VisibleUnits.Counts ? "counts" : "bits")} are not scaled");
    }
}

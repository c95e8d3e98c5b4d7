using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>
/// How a fresh machine with Gaussian visible units brings numbers to like size. Whatever stands here, it takes off what are then the
/// means and divides by its noise, unless it is to read numbers as given.
/// </summary>
/// <param name="Scales">What is done first; null for nothing.</param>
/// <param name="ReadsAsGiven">Whether numbers are read as they are.</param>
/// <param name="HasCommonNoise">Whether all numbers have one noise; else each has one in proportion to its own deviation.</param>
internal sealed record VisibleScaling(ColumnScales? Scales, bool ReadsAsGiven, bool HasCommonNoise)
{
    /// <summary>Each number by its own mean and deviation; bits are left as they are.</summary>
    public static VisibleScaling Standard { get; } = new(null, false, false);

    /// <summary>What the machine needs for it.</summary>
    public ScalingForm Form => Scales?.Form ?? ScalingForm.None;

    /// <summary>Whether a machine learns the noise of its numbers where the options leave it open: the rule of docs/defaults.md.</summary>
    /// <param name="given">What the options say; null for nothing.</param>
    /// <param name="units">What the visible units hold.</param>
    /// <param name="hidden">What the hidden units hold.</param>
    /// <param name="fit">Receives what was chosen.</param>
    public bool LearnsVariances(bool? given, VisibleUnits units, HiddenUnits hidden, FitSession fit)
    {
        if (given is { } known)
            return known;
        if (units != VisibleUnits.Gaussian || hidden != HiddenUnits.Bernoulli || ReadsAsGiven || HasCommonNoise)
            return false;
        fit.Chosen.Add(new AutomaticChoice(
            nameof(RbmOptions.LearnVariances), "true", "numbers that are each scaled by itself; the noise of a whole column explains it"));
        return true;
    }

    /// <summary>Learns the scales of a fit.</summary>
    /// <param name="fit">The fit, which receives what was chosen.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="units">What the visible units hold.</param>
    /// <param name="scaling">What the options ask for.</param>
    public static VisibleScaling Of(FitSession fit, FitRows rows, int width, VisibleUnits units, NetworkInputScaling scaling)
    {
        if (units != VisibleUnits.Gaussian)
        {
            var what = units == VisibleUnits.Counts ? "counts" : "bits";
            fit.Chosen.Add(
                new AutomaticChoice(nameof(RbmOptions.InputScaling), "None", $"visible units are {what}, which are not scaled"));
            return Standard;
        }
        switch (scaling)
        {
            case NetworkInputScaling.None:
                return Standard with { ReadsAsGiven = true };
            case NetworkInputScaling.Standard:
                return Standard;
        }
        var profile = ColumnProfile.Of(rows.Training, width);
        if (scaling != NetworkInputScaling.Automatic)
            return new VisibleScaling(InputScaling.Choose(profile, scaling, fit.Chosen)!.KeepingConstants(), false, HasCommonNoise: true);
        // Noise is a part of these units: numbers of unit size have it too, and are no case of their own.
        var scales = InputScaling.OfEach(profile, fit.Chosen);
        return scales.Form == ScalingForm.Curved ? Standard with { Scales = scales.KeepingConstants() } : Standard;
    }
}

using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// A linear warm-up, then half a cosine wave down to a last rate (Loshchilov and Hutter, arXiv:1608.03983, without restarts).
/// </summary>
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <summary>Epochs over which the rate rises linearly from nothing.</summary>
    /// <value>At least 0, may be a fraction; the default is 0.</value>
    public double WarmUpEpochs { get; init; }

    /// <summary>The rate at the very end, as a share of the highest.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double LowestFactor { get; init; }

    /// <inheritdoc/>
    public override bool MovesWithinEpoch => true;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses)
    {
        if (epoch < WarmUpEpochs)
            return WarmUp.Factor(epoch, WarmUpEpochs);
        var done = (epoch - WarmUpEpochs) / Math.Max(1e-9, epochs - WarmUpEpochs);
        return LowestFactor + ((1 - LowestFactor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done))));
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(WarmUpEpochs, 0, $"{name}.{nameof(WarmUpEpochs)}");
        faults.InRange(LowestFactor, 0, 1, $"{name}.{nameof(LowestFactor)}");
    }
}

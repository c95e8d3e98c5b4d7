using DeepML.Trainers;

namespace DeepML;

/// <summary>The same learning rate throughout, after an optional linear warm-up.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <summary>Epochs over which the rate rises linearly from nothing.</summary>
    /// <value>At least 0, may be a fraction; the default is 0.</value>
    public double WarmUpEpochs { get; init; }

    /// <inheritdoc/>
    public override bool MovesWithinEpoch => WarmUpEpochs > 0;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses) => WarmUp.Factor(epoch, WarmUpEpochs);

    internal override void Validate(OptionFaults faults, string name) => faults.AtLeast(WarmUpEpochs, 0, $"{name}.{nameof(WarmUpEpochs)}");
}

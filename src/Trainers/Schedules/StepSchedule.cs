using DeepML.Trainers;

namespace DeepML;

/// <summary>Multiplies the learning rate by a factor every so many epochs.</summary>
public sealed record StepSchedule : LearningRateSchedule
{
    /// <summary>Epochs between two drops.</summary>
    /// <value>At least 1; the default is 10.</value>
    public int EveryEpochs { get; init; } = 10;

    /// <summary>What the rate is multiplied by at each drop.</summary>
    /// <value>In (0, 1]; the default is 0.1.</value>
    public double Decay { get; init; } = 0.1;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses) =>
        Math.Pow(Decay, Math.Floor(epoch / EveryEpochs));

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(EveryEpochs, 1, $"{name}.{nameof(EveryEpochs)}", int.MaxValue);
        faults.AboveUpTo(Decay, 0, 1, $"{name}.{nameof(Decay)}");
    }
}

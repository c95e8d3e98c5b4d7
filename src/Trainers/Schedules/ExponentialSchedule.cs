using DeepML.Trainers;

namespace DeepML;

/// <summary>Multiplies the learning rate by the same factor after every epoch.</summary>
public sealed record ExponentialSchedule : LearningRateSchedule
{
    /// <summary>What the rate is multiplied by after each epoch.</summary>
    /// <value>In (0, 1]; the default is 0.95.</value>
    public double Decay { get; init; } = 0.95;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses) => Math.Pow(Decay, Math.Floor(epoch));

    internal override void Validate(OptionFaults faults, string name) => faults.AboveUpTo(Decay, 0, 1, $"{name}.{nameof(Decay)}");
}

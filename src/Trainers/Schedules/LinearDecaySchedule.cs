using DeepML.Trainers;

namespace DeepML;

/// <summary>A constant rate, then one that falls in a straight line until the last epoch.</summary>
public sealed record LinearDecaySchedule : LearningRateSchedule
{
    /// <summary>Share of the epochs after which the rate begins to fall.</summary>
    /// <value>In [0, 1); the default is 0.5.</value>
    public double Start { get; init; } = 0.5;

    /// <summary>The rate at the end of the last epoch, as a share of the full rate.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double LowestFactor { get; init; }

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses)
    {
        var fallen = Math.Clamp(((epoch / epochs) - Start) / (1 - Start), 0, 1);
        return 1 - (fallen * (1 - LowestFactor));
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.InHalfOpenRange(Start, 0, 1, $"{name}.{nameof(Start)}");
        faults.InRange(LowestFactor, 0, 1, $"{name}.{nameof(LowestFactor)}");
    }
}

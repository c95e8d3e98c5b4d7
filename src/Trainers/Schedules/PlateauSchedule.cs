using DeepML.Trainers;

namespace DeepML;

/// <summary>Lowers the learning rate whenever the monitored loss (validation if there is one, else training) has stopped falling.</summary>
public sealed record PlateauSchedule : LearningRateSchedule
{
    /// <summary>Epochs without a gain after which the rate drops.</summary>
    /// <value>At least 1; the default is 5.</value>
    public int Patience { get; init; } = 5;

    /// <summary>What the rate is multiplied by at each drop.</summary>
    /// <value>In (0, 1); the default is 0.1.</value>
    public double Decay { get; init; } = 0.1;

    /// <summary>A loss counts as a gain if it is lower than the best by more than this share of the best.</summary>
    /// <value>In [0, 1); the default is 0.0001.</value>
    public double MinimumRelativeGain { get; init; } = 1e-4;

    /// <summary>The rate never falls below this share of the options' learning rate.</summary>
    /// <value>In [0, 1]; the default is 0.0001.</value>
    public double LowestFactor { get; init; } = 1e-4;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses)
    {
        var (factor, best, waited) = (1.0, double.PositiveInfinity, 0);
        foreach (var loss in losses)
        {
            if (double.IsPositiveInfinity(best) || loss < best - (MinimumRelativeGain * Math.Abs(best)))
                (best, waited) = (loss, 0);
            else if (++waited >= Patience)
                (factor, waited) = (factor * Decay, 0);
        }
        return Math.Max(LowestFactor, factor);
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(Patience, 1, $"{name}.{nameof(Patience)}", int.MaxValue);
        if (!(Decay > 0 && Decay < 1))
            faults.Add($"{name}.{nameof(Decay)}", Decay, "in (0, 1)");
        faults.InHalfOpenRange(MinimumRelativeGain, 0, 1, $"{name}.{nameof(MinimumRelativeGain)}");
        faults.InRange(LowestFactor, 0, 1, $"{name}.{nameof(LowestFactor)}");
    }
}

using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Up along half a cosine wave to the options' learning rate, then down to almost nothing (Smith and Topin, arXiv:1708.07120).
/// </summary>
public sealed record OneCycleSchedule : LearningRateSchedule
{
    /// <summary>Share of the training during which the rate rises.</summary>
    /// <value>In (0, 1); the default is 0.3.</value>
    public double RisingFraction { get; init; } = 0.3;

    /// <summary>The highest rate divided by the first.</summary>
    /// <value>At least 1; the default is 25.</value>
    public double FirstDivisor { get; init; } = 25;

    /// <summary>The first rate divided by the last.</summary>
    /// <value>At least 1; the default is 10000.</value>
    public double LastDivisor { get; init; } = 1e4;

    /// <inheritdoc/>
    public override bool MovesWithinEpoch => true;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses)
    {
        var done = epoch / epochs;
        var first = 1 / FirstDivisor;
        return done < RisingFraction
            ? Between(first, 1, done / RisingFraction)
            : Between(1, first / LastDivisor, (done - RisingFraction) / (1 - RisingFraction));
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        if (!(RisingFraction > 0 && RisingFraction < 1))
            faults.Add($"{name}.{nameof(RisingFraction)}", RisingFraction, "in (0, 1)");
        faults.AtLeast(FirstDivisor, 1, $"{name}.{nameof(FirstDivisor)}");
        faults.AtLeast(LastDivisor, 1, $"{name}.{nameof(LastDivisor)}");
    }

    private static double Between(double from, double to, double share) =>
        to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, share))));
}

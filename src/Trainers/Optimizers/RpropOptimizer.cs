using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Rprop: each weight has a step of its own, which grows while its gradient keeps its sign and shrinks where it turns; the size of
/// gradients does not count (Riedmiller and Braun, ICNN 1993; without going back: Igel and Hüsken 2000, iRprop⁻). For whole batches.
/// </summary>
/// <remarks>The learning rate is the first step of each weight; schedules have no effect on later ones.</remarks>
public sealed record RpropOptimizer : OptimizerOptions
{
    /// <summary>By what a step is multiplied where the sign stays.</summary>
    /// <value>Above 1; the default is 1.2.</value>
    public double Increase { get; init; } = 1.2;

    /// <summary>By what it is multiplied where the sign turns.</summary>
    /// <value>In (0, 1); the default is 0.5.</value>
    public double Decrease { get; init; } = 0.5;

    /// <summary>The smallest step.</summary>
    /// <value>Above 0; the default is 1e-6.</value>
    public double SmallestStep { get; init; } = 1e-6;

    /// <summary>The largest step.</summary>
    /// <value>At least <see cref="SmallestStep"/>; the default is 50.</value>
    public double LargestStep { get; init; } = 50;

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new RpropRule(Increase, Decrease, SmallestStep, LargestStep, weightDecay);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.Above(Increase, 1, $"{name}.{nameof(Increase)}");
        if (!(Decrease > 0 && Decrease < 1))
            faults.Add($"{name}.{nameof(Decrease)}", Decrease, "in (0, 1)");
        faults.Above(SmallestStep, 0, $"{name}.{nameof(SmallestStep)}");
        faults.AtLeast(LargestStep, SmallestStep, $"{name}.{nameof(LargestStep)}");
    }
}

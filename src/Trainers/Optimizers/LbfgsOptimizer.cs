using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Limited-memory BFGS with a line search that meets the strong Wolfe conditions (Liu and Nocedal, Mathematical Programming 45, 1989): it
/// sees all rows at once and goes along the gradient as far steps have told of the curvature. For small networks and up to some ten
/// thousand rows, where it reaches losses that first-order rules do not.
/// </summary>
/// <remarks>
/// An epoch is one batch of all rows, in which up to <see cref="Iterations"/> steps are made; the history has how often the loss was
/// measured for them ("evaluations"). Learning rate, schedule, accumulation, clipping and L1 must be left alone. For networks that learn
/// labels from vectors and sequences.
/// </remarks>
public sealed record LbfgsOptimizer : OptimizerOptions
{
    /// <summary>Steps that are remembered, two numbers per weight for each.</summary>
    /// <value>At least 1; the default is 10.</value>
    public int History { get; init; } = 10;

    /// <summary>Most steps of an epoch.</summary>
    /// <value>At least 1; the default is 20.</value>
    public int Iterations { get; init; } = 20;

    internal override bool SearchesSteps => true;

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new LbfgsRule(History, Iterations, weightDecay);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.InRange(History, 1, 1000, $"{name}.{nameof(History)}");
        faults.AtLeast(Iterations, 1, $"{name}.{nameof(Iterations)}");
    }
}

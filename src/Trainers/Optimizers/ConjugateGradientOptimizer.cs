using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Nonlinear conjugate gradients by the rule of Polak and Ribière, begun anew where it turns back (Nocedal and Wright, Numerical
/// Optimization, 2006, section 5.2), with a line search that meets the strong Wolfe conditions. It remembers two numbers per weight, where
/// <see cref="LbfgsOptimizer"/> remembers many, and takes more evaluations.
/// </summary>
/// <remarks>As for <see cref="LbfgsOptimizer"/>, an epoch is one batch of all rows.</remarks>
public sealed record ConjugateGradientOptimizer : OptimizerOptions
{
    /// <summary>Most steps of an epoch.</summary>
    /// <value>At least 1; the default is 20.</value>
    public int Iterations { get; init; } = 20;

    internal override bool SearchesSteps => true;

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new ConjugateGradientRule(Iterations, weightDecay);

    internal override void Validate(OptionFaults faults, string name) => faults.AtLeast(Iterations, 1, $"{name}.{nameof(Iterations)}");
}

using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Adam with <see cref="TrainingOptions.WeightDecay"/> taken off the weights themselves instead of being added to the gradient
/// (Loshchilov and Hutter, arXiv:1711.05101).
/// </summary>
public sealed record AdamWOptimizer : OptimizerOptions
{
    /// <summary>Decay of the running mean of the gradient.</summary>
    /// <value>In [0, 1); the default is 0.9.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of the squared gradient.</summary>
    /// <value>In [0, 1); the default is 0.999.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator against division by zero.</summary>
    /// <value>Above 0; the default is 1e-8.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new AdamRule(Beta1, Beta2, Epsilon, weightDecay, isDecoupled: true);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.InHalfOpenRange(Beta1, 0, 1, $"{name}.{nameof(Beta1)}");
        faults.InHalfOpenRange(Beta2, 0, 1, $"{name}.{nameof(Beta2)}");
        faults.Above(Epsilon, 0, $"{name}.{nameof(Epsilon)}");
    }
}

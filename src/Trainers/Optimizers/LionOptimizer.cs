using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Lion: steps of one length, along the sign of a mean of gradients (Chen et al., arXiv:2302.06675). It wants a third to a tenth of
/// Adam's rate, and more weight decay, which is taken off the weights themselves.
/// </summary>
public sealed record LionOptimizer : OptimizerOptions
{
    /// <summary>Share of the running mean in the direction of a step.</summary>
    /// <value>In [0, 1); the default is 0.9.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of the gradient.</summary>
    /// <value>In [0, 1); the default is 0.99.</value>
    public double Beta2 { get; init; } = 0.99;

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new LionRule(Beta1, Beta2, weightDecay);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.InHalfOpenRange(Beta1, 0, 1, $"{name}.{nameof(Beta1)}");
        faults.InHalfOpenRange(Beta2, 0, 1, $"{name}.{nameof(Beta2)}");
    }
}

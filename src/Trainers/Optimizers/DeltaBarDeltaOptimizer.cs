using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Jacobs' delta-bar-delta: each weight has a rate of its own, which grows by a constant while its gradient keeps the sign of its running
/// mean, and shrinks by a share where it turns (Jacobs, Neural Networks 1, 1988). For large batches.
/// </summary>
public sealed record DeltaBarDeltaOptimizer : OptimizerOptions
{
    /// <summary>κ: what is added to a rate, as a share of the learning rate.</summary>
    /// <value>At least 0; the default is 0.1.</value>
    public double Increase { get; init; } = 0.1;

    /// <summary>φ: the share of a rate that is lost where the sign turns.</summary>
    /// <value>In [0, 1); the default is 0.1.</value>
    public double Decrease { get; init; } = 0.1;

    /// <summary>θ: the decay of the running mean of gradients.</summary>
    /// <value>In [0, 1); the default is 0.7.</value>
    public double Memory { get; init; } = 0.7;

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new DeltaBarDeltaRule(Increase, Decrease, Memory, weightDecay);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(Increase, 0, $"{name}.{nameof(Increase)}");
        faults.InHalfOpenRange(Decrease, 0, 1, $"{name}.{nameof(Decrease)}");
        faults.InHalfOpenRange(Memory, 0, 1, $"{name}.{nameof(Memory)}");
    }
}

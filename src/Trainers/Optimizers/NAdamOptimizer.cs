using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// NAdam: Adam whose momentum looks ahead as Nesterov's does, and grows in the first steps (Dozat, ICLR workshop 2016), as
/// <c>torch.optim.NAdam</c>.
/// </summary>
public sealed record NAdamOptimizer : OptimizerOptions
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

    /// <summary>ψ: how fast the momentum grows from half of <see cref="Beta1"/> to all of it, μₜ = β₁(1 − ½·0.96^(tψ)).</summary>
    /// <value>At least 0, which stays at half of it; the default is 0.004.</value>
    public double MomentumDecay { get; init; } = 4e-3;

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new NAdamRule(Beta1, Beta2, Epsilon, MomentumDecay, weightDecay);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.InHalfOpenRange(Beta1, 0, 1, $"{name}.{nameof(Beta1)}");
        faults.InHalfOpenRange(Beta2, 0, 1, $"{name}.{nameof(Beta2)}");
        faults.Above(Epsilon, 0, $"{name}.{nameof(Epsilon)}");
        faults.AtLeast(MomentumDecay, 0, $"{name}.{nameof(MomentumDecay)}");
    }
}

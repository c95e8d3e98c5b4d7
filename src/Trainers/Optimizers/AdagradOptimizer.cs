using DeepML.Trainers;

namespace DeepML;

/// <summary>Adagrad: steps divided by the root of all squared gradients so far (Duchi et al., JMLR 12, 2011).</summary>
public sealed record AdagradOptimizer : OptimizerOptions
{
    /// <summary>How fast the learning rate falls: it is divided by 1 + steps × this.</summary>
    /// <value>At least 0; the default is 0.</value>
    public double RateDecay { get; init; }

    /// <summary>Added to the denominator against division by zero.</summary>
    /// <value>Above 0; the default is 1e-10.</value>
    public double Epsilon { get; init; } = 1e-10;

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new AdagradRule(RateDecay, Epsilon, weightDecay);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(RateDecay, 0, $"{name}.{nameof(RateDecay)}");
        faults.Above(Epsilon, 0, $"{name}.{nameof(Epsilon)}");
    }
}

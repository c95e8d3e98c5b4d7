using DeepML.Trainers;

namespace DeepML;

/// <summary>RMSprop: steps divided by the root of a running mean of squared gradients (Tieleman and Hinton, 2012).</summary>
public sealed record RmsPropOptimizer : OptimizerOptions
{
    /// <summary>Decay of the running mean of the squared gradient.</summary>
    /// <value>In [0, 1); the default is 0.99.</value>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Share of the last step that is added to the next.</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Momentum { get; init; }

    /// <summary>Whether the squared gradient is taken around its running mean (Graves, arXiv:1308.0850).</summary>
    /// <value>The default is false.</value>
    public bool Centered { get; init; }

    /// <summary>Added to the denominator against division by zero.</summary>
    /// <value>Above 0; the default is 1e-8.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>
    /// Whether <see cref="Epsilon"/> is added under the root, √(s + ε), as some texts have it (with <see cref="Alpha"/> 0.9 and ε 1e-10),
    /// and not behind it, √s + ε.
    /// </summary>
    /// <value>The default is false.</value>
    public bool EpsilonInsideRoot { get; init; }

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) =>
        new RmsPropRule(Alpha, Momentum, Centered, Epsilon, weightDecay, EpsilonInsideRoot);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.InHalfOpenRange(Alpha, 0, 1, $"{name}.{nameof(Alpha)}");
        faults.InHalfOpenRange(Momentum, 0, 1, $"{name}.{nameof(Momentum)}");
        faults.Above(Epsilon, 0, $"{name}.{nameof(Epsilon)}");
    }
}

using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Gradient descent: stochastic with a batch size of 1, mini-batch above, full-batch when the batch holds every row; with
/// momentum (Polyak 1964) or Nesterov's form of it (Sutskever et al., ICML 2013) if asked.
/// </summary>
public sealed record GradientDescentOptimizer : OptimizerOptions
{
    /// <summary>Share of the last step that is added to the next.</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Momentum { get; init; }

    /// <summary>Whether the gradient is taken where the momentum alone would lead. Needs a momentum above 0.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override OptimizerRule Rule(double weightDecay) => new GradientDescentRule(Momentum, Nesterov, weightDecay);

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.InHalfOpenRange(Momentum, 0, 1, $"{name}.{nameof(Momentum)}");
        if (Nesterov && Momentum == 0)
            faults.Add($"{name}.{nameof(Nesterov)}", true, "false while Momentum is 0");
    }
}

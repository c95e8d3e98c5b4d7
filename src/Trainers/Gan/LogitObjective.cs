using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// An objective whose decisions D are logits, σ the sigmoid: the discriminator maximizes E[log σ(D(x))] + E[log(1 - σ(D(G(z))))]
/// (Goodfellow et al., arXiv:1406.2661, eq. 1). What the generator makes of it differs.
/// </summary>
public abstract record LogitObjective : GanObjective
{
    /// <summary>How far the discriminator's target for real rows lies below 1 (Salimans et al., arXiv:1606.03498, 3.4).</summary>
    /// <value>In [0, 0.5); the default is 0.</value>
    public double LabelSmoothing { get; init; }

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor fake)
    {
        var onReal = Doubt(real);
        if (LabelSmoothing > 0)
            onReal = onReal.Times(1 - LabelSmoothing).Plus(Belief(real), LabelSmoothing);
        return onReal.Plus(Belief(fake));
    }

    internal override void Validate(OptionFaults faults, string name) =>
        faults.InHalfOpenRange(LabelSmoothing, 0, 0.5, $"{name}.{nameof(LabelSmoothing)}");

    /// <summary>How far rows are from being taken for real: the mean of -log σ(D).</summary>
    /// <param name="decisions">(decisions, 1) logits.</param>
    /// <returns>0-d, in nats.</returns>
    protected static Tensor Doubt(Tensor decisions) => nn.functional.logsigmoid(decisions).mean().neg();

    /// <summary>How far rows are from being taken for generated ones: the mean of -log(1 - σ(D)) = -log σ(-D).</summary>
    /// <param name="decisions">(decisions, 1) logits.</param>
    /// <returns>0-d, in nats.</returns>
    protected static Tensor Belief(Tensor decisions) => Doubt(decisions.neg());
}

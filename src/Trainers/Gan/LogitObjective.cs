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

    /// <summary>
    /// γ of R1: γ/2 · E[‖∇D(x)‖²] over real rows joins the discriminator's loss, so that it is level where the game should end (Mescheder,
    /// Geiger and Nowozin, arXiv:1801.04406, eq. 9). Rows are as the networks see them: pixels of pictures in [-1, 1].
    /// </summary>
    /// <value>At least 0; the default, 0, leaves it out, and a discriminator's step takes about half the time of one with it.</value>
    public double RealGradientPenalty { get; init; }

    /// <inheritdoc/>
    public override Tensor Penalized(Tensor loss, Func<Tensor, Tensor> judge, Tensor real, Tensor fake, int rowsPerDecision)
    {
        if (RealGradientPenalty == 0)
            return loss;
        var rows = real.detach().requires_grad_(true);
        var slopes = autograd.grad([judge(rows).sum()], [rows], retain_graph: true, create_graph: true)[0]; // (batch, row)
        return loss.Plus(slopes.Squared().sum().Over(real.size(0) / rowsPerDecision), RealGradientPenalty / 2);
    }

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor fake)
    {
        var onReal = Doubt(real);
        if (LabelSmoothing > 0)
            onReal = onReal.Times(1 - LabelSmoothing).Plus(Belief(real), LabelSmoothing);
        return onReal.Plus(Belief(fake));
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.InHalfOpenRange(LabelSmoothing, 0, 0.5, $"{name}.{nameof(LabelSmoothing)}");
        faults.AtLeast(RealGradientPenalty, 0, $"{name}.{nameof(RealGradientPenalty)}");
    }

    /// <summary>How far rows are from being taken for real: the mean of -log σ(D).</summary>
    /// <param name="decisions">(decisions, 1) logits.</param>
    /// <returns>0-d, in nats.</returns>
    protected static Tensor Doubt(Tensor decisions) => nn.functional.logsigmoid(decisions).mean().neg();

    /// <summary>How far rows are from being taken for generated ones: the mean of -log(1 - σ(D)) = -log σ(-D).</summary>
    /// <param name="decisions">(decisions, 1) logits.</param>
    /// <returns>0-d, in nats.</returns>
    protected static Tensor Belief(Tensor decisions) => Doubt(decisions.neg());
}

using static TorchSharp.torch;

namespace DeepML;

/// <summary>min over G, max over D of E[log σ(D(x))] + E[log(1 - σ(D(G(z))))]: Goodfellow et al., arXiv:1406.2661, eq. 1.</summary>
public sealed record MinimaxObjective : LogitObjective
{
    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor fake) => Belief(fake).neg();
}

using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// The discriminator as in <see cref="MinimaxObjective"/>; the generator maximizes log σ(D(G(z))): its slope does not vanish while the
/// discriminator wins (Goodfellow et al., arXiv:1406.2661, section 3).
/// </summary>
public sealed record NonSaturatingObjective : LogitObjective
{
    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor fake) => Doubt(fake);
}

using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Layers learn what misleads a small network that learns to tell the domains apart: its gradient reaches them with its sign turned round
/// (Ganin et al., JMLR 17, 2016).
/// </summary>
public sealed record GradientReversal : DomainMethod
{
    internal override double UsualWeight => 0.3;

    internal override bool Misleads => true;

    internal override Tensor Distance(Tensor first, Tensor second) =>
        throw new NotSupportedException("Domains that are confused by a reversed gradient have no distance.");
}

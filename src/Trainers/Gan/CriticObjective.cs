using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// An objective whose decisions are distances rather than logits: the discriminator, then called a critic, widens the difference between
/// its mean decisions on real and on generated rows, which tells how far they lie apart as long as the critic cannot be arbitrarily
/// steep (Arjovsky et al., arXiv:1701.07875). What holds it differs.
/// </summary>
public abstract record CriticObjective : GanObjective
{
    /// <inheritdoc/>
    public override double? Border => null;

    /// <inheritdoc/>
    public override double LargestSoundLoss => 1e4;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor fake) => fake.mean() - real.mean();

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor fake) => fake.mean().neg();
}

using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>
/// An objective as a user writes one: decisions on the right side by a margin cost nothing (Lim and Ye, arXiv:1705.02894).
/// </summary>
public sealed record HingeObjective : GanObjective
{
    /// <summary>How far from 0 a decision should be.</summary>
    public float Margin { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor fake)
    {
        var margin = tensor(Margin, device: real.device);
        return stack([(margin - real).relu().mean(), (margin - fake.neg()).relu().mean()]).sum();
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor fake) => fake.mean().neg();
}

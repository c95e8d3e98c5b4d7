using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// The mean absolute difference, over rows and numbers: single rows far off count less than with <see cref="SquaredLoss"/>.
/// </summary>
public sealed record AbsoluteLoss : NumberLoss
{
    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, Tensor target) => nn.functional.l1_loss(answer, target);

    internal override Tensor Each(Tensor answer, Tensor target) => nn.functional.l1_loss(answer, target, nn.Reduction.None);
}

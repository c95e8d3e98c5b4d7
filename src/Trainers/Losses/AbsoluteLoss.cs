using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// The mean absolute difference, over rows and numbers: single rows far off count less than with <see cref="SquaredLoss"/>.
/// </summary>
public sealed record AbsoluteLoss : TrainingLoss
{
    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, Tensor target) => nn.functional.l1_loss(answer, target);
}

using static TorchSharp.torch;

namespace DeepML;

/// <summary>The mean squared difference, over rows and numbers.</summary>
public sealed record SquaredLoss : TrainingLoss
{
    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, Tensor target) => nn.functional.mse_loss(answer, target);
}

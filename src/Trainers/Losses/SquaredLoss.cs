using static TorchSharp.torch;

namespace DeepML;

/// <summary>The mean squared difference, over rows and numbers.</summary>
public sealed record SquaredLoss : NumberLoss
{
    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, Tensor target) => nn.functional.mse_loss(answer, target);

    internal override Tensor Each(Tensor answer, Tensor target) => nn.functional.mse_loss(answer, target, nn.Reduction.None);
}

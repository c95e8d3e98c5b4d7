using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary><see cref="GrowingPictures.Normalized"/> as a layer.</summary>
internal sealed class PixelNormalization() : Module<Tensor, Tensor>("PixelNormalization")
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return GrowingPictures.Normalized(input).MoveToOuterDisposeScope();
    }
}

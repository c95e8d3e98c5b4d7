using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>Puts the numbers of all channels into one row, channel by channel.</summary>
[SavedAs("flatten")]
public sealed record FlattenLayer : ConvolutionalLayer
{
    /// <inheritdoc/>
    internal override string Kind => "flatten";

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => LayerShape.Flat(input.Count);

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) => Flatten();
}

using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>The answer of <see cref="AnswerUnits.RadialBasis"/>; put there by the network itself.</summary>
/// <param name="Units">Classes; at least 1.</param>
[SavedAs("radial basis")]
internal sealed record RadialBasisLayer(int Units) : ConvolutionalLayer
{
    /// <inheritdoc/>
    internal override string Kind => "radial basis";

    /// <inheritdoc/>
    internal override string Details => $"{Units} codes";

    /// <inheritdoc/>
    internal override bool BeginsBlock => true;

    /// <inheritdoc/>
    internal override bool ReadsFlat => true;

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults) => faults.AtLeast(Units, 1, nameof(Units));

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => LayerShape.Flat(Units);

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) => new RadialBasis(input.Count, Units);
}

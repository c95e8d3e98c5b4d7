using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>Sets a share of the numbers to 0 in each training batch and scales up the others (Srivastava et al., JMLR 15, 2014).</summary>
/// <param name="Rate">The share; in [0, 1).</param>
[SavedAs("dropout")]
public sealed record DropoutLayer(double Rate) : ConvolutionalLayer
{
    /// <inheritdoc/>
    internal override string Kind => "dropout";

    /// <inheritdoc/>
    internal override string Details => FormattableString.Invariant($"{Rate:P0}");

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults) => faults.InHalfOpenRange(Rate, 0, 1, nameof(Rate));

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => input;

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) => Dropout(Rate);
}

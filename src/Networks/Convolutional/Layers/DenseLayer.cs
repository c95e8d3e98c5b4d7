using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>A fully connected layer; a picture is flattened first.</summary>
/// <param name="Units">Numbers in the output; at least 1.</param>
[SavedAs("dense")]
public sealed record DenseLayer(int Units) : ConvolutionalLayer
{
    /// <summary>Whether a learned number per unit is added.</summary>
    /// <value>The default is true.</value>
    public bool Bias { get; init; } = true;

    /// <inheritdoc/>
    internal override string Kind => "dense";

    /// <inheritdoc/>
    internal override string Details => $"{Units} units";

    /// <inheritdoc/>
    internal override bool BeginsBlock => true;

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults) => faults.AtLeast(Units, 1, nameof(Units));

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => LayerShape.Flat(Units);

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input) => ((long)input.Count * Units) + (Bias ? Units : 0);

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) => WeightRoom.Linear(input.Count, Units, Bias);
}

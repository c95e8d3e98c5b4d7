using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// A second answer from the middle of a deep network, whose error is added to the loss so that gradients reach the first layers
/// (Szegedy et al., arXiv:1409.4842). It is there in training only and passes its input on unchanged.
/// </summary>
[SavedAs("auxiliary head")]
public sealed record AuxiliaryHead : ConvolutionalLayer
{
    internal const int PooledSize = 4;

    /// <summary>Filters of its 1×1 convolution, behind average pooling to 4×4.</summary>
    /// <value>At least 1; the default is 128.</value>
    public int Filters { get; init; } = 128;

    /// <summary>Units of its hidden layer.</summary>
    /// <value>At least 1; the default is 1024.</value>
    public int Units { get; init; } = 1024;

    /// <summary>Share of hidden units dropped in training.</summary>
    /// <value>In [0, 1); the default is 0.7.</value>
    public double Dropout { get; init; } = 0.7;

    /// <summary>Weight of its error in the loss.</summary>
    /// <value>Above 0; the default is 0.3.</value>
    public double Weight { get; init; } = 0.3;

    /// <inheritdoc/>
    internal override string Kind => "auxiliary";

    /// <inheritdoc/>
    internal override string Details => "in training only";

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.AtLeast(Filters, 1, nameof(Filters));
        faults.AtLeast(Units, 1, nameof(Units));
        faults.InHalfOpenRange(Dropout, 0, 1, nameof(Dropout));
        faults.Above(Weight, 0, nameof(Weight));
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input)
    {
        input.MustBePicture();
        return input;
    }

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) =>
        new AuxiliaryHeadModule(this, input.Channels, build.AnswerSize);
}

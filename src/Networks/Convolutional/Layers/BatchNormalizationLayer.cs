using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Brings each channel to mean 0 and variance 1 over the batch, then scales it by learned numbers (Ioffe and Szegedy,
/// arXiv:1502.03167).
/// </summary>
[SavedAs("batch normalization")]
public sealed record BatchNormalizationLayer : ConvolutionalLayer
{
    /// <summary>Added to the variance.</summary>
    /// <value>Above 0; the default is 1e-5.</value>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Weight of a batch in the running mean and variance, which scoring uses.</summary>
    /// <value>In (0, 1]; the default is 0.1.</value>
    public double Momentum { get; init; } = 0.1;

    /// <inheritdoc/>
    internal override string Kind => "normalization";

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.Above(Epsilon, 0, nameof(Epsilon));
        faults.AboveUpTo(Momentum, 0, 1, nameof(Momentum));
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => input;

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input) => 2L * input.Channels;

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) => input.IsFlat
        ? new RowBatchNorm(input.Channels, Epsilon, Momentum)
        : new BatchNormalization(input.Channels, Epsilon, Momentum);
}

using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Convolutions beside a shortcut, whose results are added (He et al., arXiv:1512.03385): two of 3×3, or, as a bottleneck, 1×1,
/// 3×3 (which strides) and 1×1. Where sizes change, the shortcut is a 1×1 convolution.
/// </summary>
/// <param name="Filters">Channels of the 3×3 convolutions; at least 1. A bottleneck gives four times as many.</param>
[SavedAs("residual block")]
public sealed record ResidualBlock(int Filters) : ConvolutionalLayer
{
    private const int Expansion = 4;

    /// <summary>By how much height and width shrink.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int Stride { get; init; } = 1;

    /// <summary>Whether the 3×3 convolution stands between two of 1×1.</summary>
    /// <value>The default is false.</value>
    public bool Bottleneck { get; init; }

    /// <summary>
    /// Whether normalization and rectifier come before each convolution and the sum is left as it is (He et al., arXiv:1603.05027).
    /// </summary>
    /// <value>The default is false.</value>
    public bool PreActivation { get; init; }

    /// <summary>Channels of the output.</summary>
    internal int OutputChannels => Bottleneck ? Filters * Expansion : Filters;

    /// <inheritdoc/>
    internal override string Kind => "residual";

    /// <inheritdoc/>
    internal override string Details =>
        $"{Filters} filters{(Bottleneck ? ", bottleneck" : "")}{(PreActivation ? ", pre-activation" : "")}, stride {Stride}";

    /// <inheritdoc/>
    internal override bool BeginsBlock => true;

    /// <summary>Whether the shortcut needs weights.</summary>
    internal bool Projects(LayerShape input) => Stride != 1 || input.Channels != OutputChannels;

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.AtLeast(Filters, 1, nameof(Filters));
        faults.AtLeast(Stride, 1, nameof(Stride));
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input)
    {
        input.MustBePicture();
        var window = new Window(3, Stride, 1, 1);
        return new LayerShape(OutputChannels, window.OutputSize(input.Height), window.OutputSize(input.Width));
    }

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input)
    {
        long from = input.Channels, width = Filters, to = OutputChannels;
        var kernels = Bottleneck ? (from * width) + (9 * width * width) + (width * to) : (9 * from * width) + (9 * width * to);
        var norms = PreActivation ? from + (Bottleneck ? 2 * width : width) : (Bottleneck ? 2 * width : width) + to;
        var shortcut = Projects(input) ? (from * to) + (PreActivation ? 0 : 2 * to) : 0;
        return kernels + (2 * norms) + shortcut;
    }

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) =>
        PreActivation ? new PreActivationModule(this, input) : new ResidualModule(this, input);
}

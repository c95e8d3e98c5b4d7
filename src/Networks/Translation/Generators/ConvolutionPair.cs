using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Twice a convolution over 3×3 pixels, a normalization and a rectifier; sizes stay.</summary>
internal sealed class ConvolutionPair : Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv1")] private readonly Conv2d conv1;
    [ComponentName(Name = "norm1")] private readonly Module<Tensor, Tensor>? norm1;
    [ComponentName(Name = "conv2")] private readonly Conv2d conv2;
    [ComponentName(Name = "norm2")] private readonly Module<Tensor, Tensor>? norm2;

    /// <param name="from">Channels that are read.</param>
    /// <param name="to">Channels of the answer.</param>
    /// <param name="normalization">How channels are brought to like size.</param>
    /// <param name="isResidual">
    /// Whether the input is added to the answer, which then has no rectifier at its end (as in Lim et al., arXiv:1707.02921).
    /// </param>
    public ConvolutionPair(int from, int to, ImageNormalization normalization, bool isResidual = false) : base("ConvolutionPair")
    {
        var biases = normalization == ImageNormalization.None;
        conv1 = Convolutions.Plain(from, to, 3, bias: biases);
        norm1 = Normalizing(to, normalization);
        conv2 = Convolutions.Plain(to, to, 3, bias: biases);
        norm2 = Normalizing(to, normalization);
        IsResidual = isResidual;
        RegisterComponents();
    }

    /// <summary>Whether the input is added to the answer.</summary>
    public bool IsResidual { get; }

    /// <summary>A normalization of channels; null for none.</summary>
    public static Module<Tensor, Tensor>? Normalizing(int channels, ImageNormalization normalization) => normalization switch
    {
        ImageNormalization.Batch => new BatchNormalization(channels),
        ImageNormalization.Instance => InstanceNorm2d(channels, affine: true),
        _ => null,
    };

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var inner = conv1.call(PixelLayout.Together(input)); // (batch, to, height, width)
        inner = (norm1?.call(inner) ?? inner).relu_();
        inner = conv2.call(inner);
        inner = norm2?.call(inner) ?? inner;
        return (IsResidual ? inner.Plus(input) : inner.relu_()).MoveToOuterDisposeScope();
    }
}

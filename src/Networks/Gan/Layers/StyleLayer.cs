using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A layer of a <see cref="StyleGeneratorNetwork"/>: a convolution (none behind the constant), noise with a learned strength for each
/// channel, a rectifier, and the style.
/// </summary>
internal sealed class StyleLayer : Module<Tensor, Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "conv")] private readonly EqualizedConvolution? conv;
    [ComponentName(Name = "style")] private readonly EqualizedLinear style;
    [ComponentName(Name = "strength")] private readonly Parameter strength;
    [ComponentName(Name = "noise")] private readonly Tensor noise;

    /// <param name="from">Channels that are read; null for those of the answer, without a convolution.</param>
    /// <param name="to">Channels of the answer.</param>
    /// <param name="height">Lines.</param>
    /// <param name="width">Columns.</param>
    /// <param name="styleSize">Numbers of a style.</param>
    public StyleLayer(int? from, int to, int height, int width, int styleSize) : base("StyleLayer")
    {
        conv = from is { } channels ? new EqualizedConvolution(channels, to, 3, Math.Sqrt(2)) : null;
        style = new EqualizedLinear(styleSize, 2L * to, gain: 1);
        strength = new Parameter(WeightRoom.Zeros(1, to, 1, 1));
        WeightRoom.Take(height, width);
        noise = randn(1, 1, height, width);
        RegisterComponents();
    }

    /// <summary>Noise that is drawn once and saved, for pictures that depend on their style alone: (1, 1, height, width).</summary>
    public Tensor Noise => noise;

    /// <summary>The layer's answer.</summary>
    /// <param name="input">(batch, from, height, width).</param>
    /// <param name="styles">(batch, style).</param>
    /// <param name="drawn">(batch or 1, 1, height, width), normal: the noise.</param>
    /// <returns>(batch, to, height, width).</returns>
    public override Tensor forward(Tensor input, Tensor styles, Tensor drawn)
    {
        using var scope = NewDisposeScope();
        var normal = Normal(input, drawn); // (batch, to, height, width)
        var asked = style.call(styles).unsqueeze(2).unsqueeze(3); // (batch, 2 · to, 1, 1)
        var channels = normal.size(1);
        return (normal * asked.narrow(1, 0, channels).Plus(1)).Plus(asked.narrow(1, channels, channels)).MoveToOuterDisposeScope();
    }

    /// <summary>What the style is laid on: every channel has mean 0 and deviation 1.</summary>
    /// <param name="input">(batch, from, height, width).</param>
    /// <param name="drawn">(batch or 1, 1, height, width), normal: the noise.</param>
    /// <returns>(batch, to, height, width).</returns>
    public Tensor Normal(Tensor input, Tensor drawn)
    {
        using var scope = NewDisposeScope();
        var hidden = conv?.call(input) ?? input; // (batch, to, height, width)
        hidden = ElementFunctions.LeakyReLU(hidden.Plus(strength * drawn), GrowingPictures.Slope);
        var centred = hidden - hidden.mean([2L, 3L], keepdim: true);
        return (centred * centred.Squared().mean([2L, 3L], keepdim: true).Plus(1e-8).rsqrt()).MoveToOuterDisposeScope();
    }
}

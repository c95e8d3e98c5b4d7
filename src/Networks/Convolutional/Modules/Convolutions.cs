using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Makes torch's convolutions from windows.</summary>
internal static class Convolutions
{
    /// <summary>A convolution whose padding may differ between the sides.</summary>
    public static Module<Tensor, Tensor> Create(LayerShape input, int filters, Window rows, Window across, int groups, bool bias)
    {
        var (top, bottom) = rows.PaddingOf(input.Height);
        var (left, right) = across.PaddingOf(input.Width);
        var wraps = rows.Padding.Kind == PaddingKind.Circular;
        var even = top == bottom && left == right && !wraps;
        WeightRoom.Take(filters, input.Channels / groups, rows.Size, across.Size);
        var convolution = Drawn((long)filters * (input.Channels / groups) * rows.Size * across.Size, device => Conv2d(
            input.Channels, filters, (rows.Size, across.Size), stride: (rows.Stride, across.Stride), padding: even ? (top, left) : (0, 0),
            dilation: (rows.Dilation, across.Dilation), groups: groups, bias: bias, device: device));
        return wraps || !even ? new PaddedConvolution(convolution, [left, right, top, bottom], wraps) : convolution;
    }

    /// <summary>A picture with something around it.</summary>
    /// <param name="input">(batch, channels, height, width).</param>
    /// <param name="padding">Left, right, top, bottom.</param>
    /// <param name="wraps">Whether that is the opposite side, and not zeros.</param>
    public static Tensor Padded(Tensor input, long[] padding, bool wraps) =>
        functional.pad(input, padding, wraps ? PaddingModes.Circular : PaddingModes.Constant);

    /// <summary>A convolution without padding or bias, over all channels.</summary>
    public static TorchSharp.Modules.Conv2d Plain(int from, int to, int kernel, int stride = 1, bool bias = false)
    {
        WeightRoom.Take(to, from, kernel, kernel);
        return Drawn((long)to * from * kernel * kernel, device => Conv2d(
            from, to, kernel, stride: stride, padding: kernel / 2, bias: bias, device: device));
    }

    // A large one gets the first weights that torch would draw, faster, or none where a file holds them: torch draws none on the meta
    // device.
    private static TorchSharp.Modules.Conv2d Drawn(long weights, Func<Device?, TorchSharp.Modules.Conv2d> create)
    {
        if (weights < UniformDraws.Fewest)
            return create(null);
        var convolution = create(new Device(DeviceType.META));
        using var weight = convolution.weight!;
        using var bias = convolution.bias;
        convolution.weight = new TorchSharp.Modules.Parameter(HugePages.For(empty(weight.shape)));
        if (bias is not null)
            convolution.bias = new TorchSharp.Modules.Parameter(empty(bias.shape));
        if (!WeightRoom.IsOfFile)
            UniformDraws.OfLayer(convolution.weight, convolution.bias);
        return convolution;
    }

    /// <summary>A convolution that grows pictures.</summary>
    public static Module<Tensor, Tensor> Transposed(int from, int filters, Window rows, Window across, int groups, bool bias)
    {
        var (vertical, extraBelow) = rows.TransposedPadding();
        var (horizontal, extraRight) = across.TransposedPadding();
        WeightRoom.Take(from, filters / groups, rows.Size, across.Size);
        return NarrowingConvolution.Of(ConvTranspose2d(
            from, filters, (rows.Size, across.Size), stride: (rows.Stride, across.Stride), padding: (vertical, horizontal),
            output_padding: (extraBelow, extraRight), dilation: (rows.Dilation, across.Dilation), groups: groups, bias: bias));
    }
}

/// <summary>A convolution behind zeros that differ between the sides, or behind pixels of the opposite side.</summary>
internal sealed class PaddedConvolution : Module<Tensor, Tensor>
{
    [ComponentName(Name = "convolution")] private readonly TorchSharp.Modules.Conv2d convolution;
    private readonly long[] _padding;
    private readonly bool _wraps;

    /// <param name="convolution">The convolution, without padding.</param>
    /// <param name="padding">Left, right, top, bottom.</param>
    /// <param name="wraps">Whether the padding is of the opposite side, and not of zeros.</param>
    public PaddedConvolution(TorchSharp.Modules.Conv2d convolution, long[] padding, bool wraps) : base("PaddedConvolution")
    {
        this.convolution = convolution;
        (_padding, _wraps) = (padding, wraps);
        RegisterComponents();
    }

    /// <summary>Zeros left, right, above and below.</summary>
    public IReadOnlyList<long> Zeros => _padding;

    /// <summary>Whether pixels of the opposite side stand there in place of zeros.</summary>
    public bool Wraps => _wraps;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var padded = Convolutions.Padded(input, _padding, _wraps); // (batch, channels, height + padding, width + padding)
        return convolution.call(padded);
    }
}

/// <summary>A filter per channel, then a 1×1 convolution that mixes channels.</summary>
internal sealed class SeparableConvolution : Module<Tensor, Tensor>
{
    [ComponentName(Name = "depthwise")] private readonly Module<Tensor, Tensor> depthwise;
    [ComponentName(Name = "pointwise")] private readonly Module<Tensor, Tensor> pointwise;

    public SeparableConvolution(LayerShape input, int filters, Window rows, Window across, bool bias) : base("SeparableConvolution")
    {
        depthwise = Convolutions.Create(input, input.Channels, rows, across, input.Channels, bias: false);
        pointwise = Convolutions.Plain(input.Channels, filters, 1, bias: bias);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var filtered = depthwise.call(input); // (batch, channels, height', width')
        return pointwise.call(filtered); // (batch, filters, height', width')
    }
}

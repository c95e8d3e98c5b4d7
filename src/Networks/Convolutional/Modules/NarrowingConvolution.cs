using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A transposed convolution to few channels. On one thread of the processor each pixel is multiplied by all taps at once, a convolution of
/// 1×1, and the products are added where they belong: oneDNN fills blocks of 16 channels for every tap and calculates with all of them.
/// </summary>
internal sealed class NarrowingConvolution : Module<Tensor, Tensor>
{
    // With fewer channels read for each one answered, adding products at their places takes what the blocks would (docs/training.md).
    private const int WorthChannels = 16;

    [ComponentName(Name = "weight")] private readonly Parameter weight; // (from, to, kernel height, kernel width)
    [ComponentName(Name = "bias")] private readonly Parameter? bias; // (to)
    private readonly (long Rows, long Across)[] _window; // kernel, stride, padding, output padding, dilation

    private NarrowingConvolution(ConvTranspose2d plain) : base("ConvTranspose2d")
    {
        weight = new Parameter(plain.weight!.detach().clone());
        bias = plain.bias is { } own ? new Parameter(own.detach().clone()) : null;
        _window = [.. new[] { plain.kernel_size, plain.stride, plain.padding ?? [0, 0], plain.output_padding ?? [0, 0], plain.dilation }
            .Select(sides => (sides[0], sides[^1]))];
        RegisterComponents();
    }

    /// <summary>The weights, (from, to, kernel height, kernel width).</summary>
    public Tensor Weight => weight;

    /// <summary>What is added to each channel, (to); null for nothing.</summary>
    public Tensor? Bias => bias;

    /// <summary>Pixels of the kernel.</summary>
    public (long Rows, long Across) Kernel => _window[0];

    /// <summary>Pixels between neighbours in the answer.</summary>
    public (long Rows, long Across) Stride => _window[1];

    /// <summary>Pixels that are cut from each end of the answer.</summary>
    public (long Rows, long Across) Padding => _window[2];

    /// <summary>Pixels that are added at the lower and right end.</summary>
    public (long Rows, long Across) OutputPadding => _window[3];

    /// <summary>Pixels between taps of the kernel.</summary>
    public (long Rows, long Across) Dilation => _window[4];

    /// <summary>The convolution as it is calculated fastest; its weights, their names and torch's generator stay as they are.</summary>
    /// <param name="plain">The convolution; it goes over to the answer.</param>
    public static Module<Tensor, Tensor> Of(ConvTranspose2d plain)
    {
        if (plain.groups > 1 || plain.in_channels < WorthChannels * plain.out_channels)
            return plain;
        using (plain)
            return new NarrowingConvolution(plain);
    }

    /// <summary>The larger picture.</summary>
    /// <param name="input">(batch, from, height, width).</param>
    /// <returns>(batch, to, height', width').</returns>
    public override Tensor forward(Tensor input)
    {
        // The sums are shared out picture by picture: to wake further threads for each costs more than it saves.
        if (input.device_type != DeviceType.CPU || get_num_threads() > 1)
            return functional.conv_transpose2d(
                input, weight, bias, [Stride.Rows, Stride.Across], [Padding.Rows, Padding.Across],
                [OutputPadding.Rows, OutputPadding.Across], [Dilation.Rows, Dilation.Across]);
        var (from, to) = (weight.size(0), weight.size(1));
        var taps = to * Kernel.Rows * Kernel.Across;
        using var rows = weight.reshape(from, taps);
        using var turned = rows.t();
        using var kernel = turned.reshape(taps, from, 1, 1);
        using var products = functional.conv2d(input, kernel); // (batch, to · kernel, height, width)
        using var exact = MixedPrecision.Single(products); // sums of numbers of 16 bits would lose more than the products have
        using var columns = exact.flatten(2); // (batch, to · kernel, height · width)
        var size = (Rows: SizeOf(input.size(2), side => side.Rows), Across: SizeOf(input.size(3), side => side.Across));
        var answer = functional.fold(columns, size, Kernel, Dilation, Padding, Stride);
        if (bias is null)
            return answer;
        using var unbiased = answer;
        using var added = bias.view(1, to, 1, 1);
        return unbiased.Plus(added);
    }

    private long SizeOf(long size, Func<(long Rows, long Across), long> side) =>
        ((size - 1) * side(Stride)) - (2 * side(Padding)) + (side(Dilation) * (side(Kernel) - 1)) + side(OutputPadding) + 1;
}

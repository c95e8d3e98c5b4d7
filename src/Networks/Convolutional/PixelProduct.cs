using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Convolutions that answer with a single pixel, calculated as the products that they are: of the numbers under the kernel with the taps
/// above them. oneDNN multiplies with the zeros around the picture too (docs/training.md).
/// </summary>
internal static class PixelProduct
{
    /// <summary>What a convolution answers, up to rounding.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <returns>(batch, filters, height', width').</returns>
    public static Tensor Of(Conv2d convolution, Tensor pictures)
    {
        if (pictures.device_type != DeviceType.CPU || convolution.groups > 1 || convolution.padding_mode != PaddingModes.Zeros
            || Taps(convolution, pictures, 0) is not { } rows || Taps(convolution, pictures, 1) is not { } across)
            return convolution.call(pictures);
        using var scope = NewDisposeScope();
        var kernel = Kernels(convolution.weight!, rows, across);                             // (filters, channels · taps)
        var numbers = Part(Part(pictures, 2, 0, rows.Count), 3, 0, across.Count).flatten(1); // (batch, channels · taps)
        return functional.linear(numbers, kernel, convolution.bias).unsqueeze(2).unsqueeze(3).MoveToOuterDisposeScope();
    }

    private static Tensor Kernels(Tensor weight, (long First, long Count) rows, (long First, long Count) across)
    {
        if (rows.Count == weight.size(2) && across.Count == weight.size(3))
            return weight.flatten(1);
        var window = new TapWindow(
            (int)weight.size(2), (int)weight.size(3), (int)rows.First, (int)rows.Count, (int)across.First, (int)across.Count);
        if (ReachedTaps.Of(weight)?.For(window) is { } taps)
            return taps;
        return ReachedTaps.CanBeCopied(weight) && !(is_grad_enabled() && weight.requires_grad)
            ? window.Of(weight) : Part(Part(weight, 2, rows.First, rows.Count), 3, across.First, across.Count).flatten(1);
    }

    // The taps of one side that stand above a picture's pixels, from its first one on; null if there is more to answer than one pixel.
    private static (long First, long Count)? Taps(Conv2d convolution, Tensor pictures, int side)
    {
        var padding = convolution.padding is { } given ? given[given.Length > 1 ? side : 0] : 0;
        var (kernel, pixels) = (convolution.weight!.size(2 + side), pictures.size(2 + side));
        var stride = convolution.stride[convolution.stride.Length > 1 ? side : 0];
        var dilation = convolution.dilation[convolution.dilation.Length > 1 ? side : 0];
        var free = pixels + (2 * padding) - kernel; // pixels that the kernel can be moved by
        if (dilation > 1 || padding >= kernel || free < 0 || free >= stride)
            return null;
        return (padding, Math.Min(kernel - padding, pixels));
    }

    private static Tensor Part(Tensor whole, int dimension, long first, long count) =>
        count == whole.size(dimension) ? whole : whole.narrow(dimension, first, count);
}

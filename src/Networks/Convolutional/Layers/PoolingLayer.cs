using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>Shrinks a picture by taking one number for each window of it.</summary>
/// <param name="Pooling">What is taken.</param>
/// <param name="Size">Side of the window in pixels, or of the output for <see cref="PoolingKind.AdaptiveAverage"/>; at least 1; not
/// used by the global kinds.</param>
[SavedAs("pooling")]
public sealed record PoolingLayer(PoolingKind Pooling, int Size = 2) : ConvolutionalLayer
{
    private const long MostInterpolated = 1 << 20;

    /// <summary>Pixels between two windows.</summary>
    /// <value>At least 1; null (the default) takes <see cref="Size"/>.</value>
    public int? Stride { get; init; }

    /// <summary>Rows and columns put around the picture; they never win a maximum, and count as zeros in an average.</summary>
    /// <value>At least 0 and at most half of <see cref="Size"/>; the default is 0.</value>
    public int Padding { get; init; }

    /// <summary>Whether a window may hang over the right and bottom edge: the division by the stride is rounded up.</summary>
    /// <value>The default is false.</value>
    public bool RoundUp { get; init; }

    /// <inheritdoc/>
    internal override string Kind => "pooling";

    /// <inheritdoc/>
    internal override string Details => Pooling switch
    {
        PoolingKind.GlobalAverage => "average of the whole picture",
        PoolingKind.GlobalMaximum => "maximum of the whole picture",
        PoolingKind.AdaptiveAverage => $"average to {Size}x{Size}",
        _ => $"{Pooling.ToString().ToLowerInvariant()} of {Size}x{Size}, stride {Stride ?? Size}"
            + (Padding > 0 ? $", padding {Padding}" : "") + (RoundUp ? ", rounded up" : ""),
    };

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.Defined(Pooling, nameof(Pooling));
        faults.AtLeast(Size, 1, nameof(Size));
        if (Pooling is PoolingKind.Maximum or PoolingKind.Average)
        {
            if (Stride is { } stride)
                faults.AtLeast(stride, 1, nameof(Stride));
            if (Padding < 0 || Padding > Size / 2)
                faults.Add(nameof(Padding), Padding, $"in [0, {Size / 2}]");
            return;
        }
        if (Stride is not null)
            faults.Add(nameof(Stride), Stride, $"null for {Pooling}");
        if (Padding != 0)
            faults.Add(nameof(Padding), Padding, $"0 for {Pooling}");
        if (RoundUp)
            faults.Add(nameof(RoundUp), RoundUp, $"false for {Pooling}");
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input)
    {
        input.MustBePicture();
        return Pooling switch
        {
            PoolingKind.GlobalAverage or PoolingKind.GlobalMaximum => new LayerShape(input.Channels, 1, 1),
            PoolingKind.AdaptiveAverage => new LayerShape(input.Channels, Size, Size),
            _ => new LayerShape(input.Channels, Pooled(input.Height), Pooled(input.Width)),
        };
    }

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build)
    {
        long size = Size, stride = Stride ?? Size, padding = Padding;
        return Pooling switch
        {
            PoolingKind.GlobalAverage => AdaptiveAvgPool2d(1),
            PoolingKind.GlobalMaximum => AdaptiveMaxPool2d([1, 1]),
            PoolingKind.AdaptiveAverage => AdaptiveAvgPool2d(size),
            PoolingKind.Average when size == 2 && stride == 2 && padding == 0 && input.Height % 2 == 0 && input.Width % 2 == 0 =>
                new ElementFunction("Average", Halved),
            PoolingKind.Average => AvgPool2d(size, stride: stride, padding: padding, ceil_mode: RoundUp),
            _ => MaxPool2d(size, stride: stride, padding: padding, ceil_mode: RoundUp),
        };
    }

    // Half the size between pixels is the mean of four; on the CPU torch interpolates small batches up to three times as fast as it
    // averages them, forwards and backwards, but large ones a third as fast (docs/torchsharp-notes.md).
    private static Tensor Halved(Tensor x) => x.device_type == TorchSharp.DeviceType.CPU && x.numel() <= MostInterpolated
        // (batch, channels, height / 2, width / 2)
        ? functional.interpolate(x, [x.size(2) / 2, x.size(3) / 2], mode: InterpolationMode.Bilinear, align_corners: false)
        : functional.avg_pool2d(x, 2L);

    private int Pooled(int size) => new Window(Size, Stride ?? Size, Padding, 1).OutputSize(size, RoundUp);
}

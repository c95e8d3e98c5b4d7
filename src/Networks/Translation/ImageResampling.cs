using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Pictures in other sizes and numbers of channels. All is called inside a dispose scope.</summary>
internal static class ImageResampling
{
    /// <summary>Pictures a whole number of times smaller: the mean of each square.</summary>
    /// <param name="pictures">(batch, channels, height, width), both sides multiples of the factor.</param>
    /// <param name="factor">How many times.</param>
    public static Tensor Smaller(Tensor pictures, int factor) =>
        factor == 1 ? pictures : nn.functional.avg_pool2d(pictures, factor, factor);

    /// <summary>Pictures a whole number of times larger, by bicubic interpolation (Keys, IEEE Trans. ASSP 29, 1981).</summary>
    public static Tensor Larger(Tensor pictures, int factor) =>
        factor == 1 ? pictures : Sized(pictures, pictures.size(2) * factor, pictures.size(3) * factor, InterpolationMode.Bicubic);

    /// <summary>A mean picture in the size of others; one of a single pixel is everywhere the same.</summary>
    /// <param name="mean">(channels, height, width).</param>
    /// <param name="like">(batch, any, height, width).</param>
    /// <returns>(batch, channels, height, width).</returns>
    public static Tensor Mean(Tensor mean, Tensor like)
    {
        var (batch, height, width) = (like.size(0), like.size(2), like.size(3));
        var one = mean.unsqueeze(0); // (1, channels, height, width)
        if (mean.size(1) > 1 || mean.size(2) > 1)
            one = Sized(one, height, width, InterpolationMode.Bilinear);
        return one.expand(batch, mean.size(0), height, width);
    }

    /// <summary>Pictures with another number of channels: grey where one is wanted, the same in all where there is one.</summary>
    /// <exception cref="InvalidOperationException">It can be neither.</exception>
    public static Tensor WithChannels(Tensor pictures, int channels) =>
        pictures.size(1) == channels ? pictures
        : channels == 1 ? PictureLevels.Grey(pictures)
        : pictures.size(1) == 1 ? pictures.expand(pictures.size(0), channels, pictures.size(2), pictures.size(3))
        : throw new InvalidOperationException($"{pictures.size(1)} channels do not become {channels}.");

    private static Tensor Sized(Tensor pictures, long height, long width, InterpolationMode mode) =>
        pictures.size(2) == height && pictures.size(3) == width
            ? pictures
            : nn.functional.interpolate(pictures, [height, width], mode: mode, align_corners: false);
}

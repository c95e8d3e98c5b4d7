using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// How the numbers of pictures lie in memory: plane by plane, or pixel by pixel with a pixel's channels side by side ("channels last").
/// Convolutions, normalizations and functions answer as they were asked, so that one change serves all that comes behind.
/// </summary>
internal static class PixelLayout
{
    // Below, convolutions are faster plane by plane (docs/torchsharp-notes.md).
    private const long FewestPixels = 16;

    /// <summary>The same numbers as a processor takes the least time for with pictures of a size.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="height">Rows of pixels of what is calculated from them.</param>
    /// <param name="width">Pixels per row of it.</param>
    public static Tensor Fastest(Tensor pictures, long height, long width) =>
        height * width >= FewestPixels ? Together(pictures) : Apart(pictures);

    /// <summary>Rows of numbers, plane by plane, as pictures that a processor takes the least time for.</summary>
    /// <param name="rows">(batch, channels · height · width).</param>
    /// <param name="channels">Planes of a picture.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels per row.</param>
    /// <returns>(batch, channels, height, width).</returns>
    public static Tensor Pictures(Tensor rows, long channels, long height, long width)
    {
        var pictures = rows.reshape(-1, channels, height, width);
        var laid = Fastest(pictures, height, width);
        if (!ReferenceEquals(laid, pictures))
            pictures.Dispose();
        return laid;
    }

    /// <summary>The same numbers with the channels of a pixel side by side; as they are on other devices than processors.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    public static Tensor Together(Tensor pictures)
    {
        if (pictures.device_type != DeviceType.CPU)
            return pictures;
        if (pictures.size(1) == 1)
            return Named(pictures);
        if (IsTogether(pictures))
            return pictures;
        using var moved = pictures.permute(0, 2, 3, 1);
        using var together = moved.contiguous(); // (batch, height, width, channels)
        return together.permute(0, 3, 1, 2);
    }

    // Both orders of a single channel are the same: torch goes by the strides that they are given.
    private static Tensor Named(Tensor pictures)
    {
        using var apart = pictures.contiguous();
        using var plane = apart.squeeze(1);
        using var pixels = plane.unsqueeze(3);
        return pixels.permute(0, 3, 1, 2);
    }

    private static Tensor Apart(Tensor pictures) =>
        pictures.device_type == DeviceType.CPU && IsTogether(pictures) ? pictures.contiguous() : pictures;

    private static bool IsTogether(Tensor pictures) => pictures.stride(1) == 1 && pictures.size(1) > 1;
}

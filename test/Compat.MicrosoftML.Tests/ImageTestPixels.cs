using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

/// <summary>Small images with known pixels.</summary>
internal static class ImageTestPixels
{
    /// <summary>An opaque image; the colour of each pixel comes from its place.</summary>
    public static MLImage Create(int width, int height, Func<int, int, (int R, int G, int B)> color, MLPixelFormat format = MLPixelFormat.Bgra32)
    {
        var bytes = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = color(x, y);
                var at = (y * width + x) * 4;
                var bgra = format == MLPixelFormat.Bgra32;
                bytes[at] = (byte)(bgra ? b : r);
                bytes[at + 1] = (byte)g;
                bytes[at + 2] = (byte)(bgra ? r : b);
                bytes[at + 3] = 255;
            }
        }

        return MLImage.CreateFromPixels(width, height, format, bytes);
    }

    public static MLImage Uniform(int width, int height, int r, int g, int b) => Create(width, height, (_, _) => (r, g, b));

    /// <summary>Red, green, blue of a pixel.</summary>
    public static (int R, int G, int B) At(this MLImage image, int x, int y)
    {
        var bgr = image.GetBGRPixels;
        var at = (y * image.Width + x) * 3;
        return (bgr[at + 2], bgr[at + 1], bgr[at]);
    }
}

using System.Runtime.InteropServices;
using System.Xml.Linq;
using Microsoft.ML.Data;
using SkiaSharp;

namespace DeepML.Reports;

/// <summary>Pictures inside pages.</summary>
internal static class Sheet
{
    private const int WidestSheet = 900; // pixels of the screen

    /// <summary>A picture as an element that holds its PNG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="words">For those who do not see it.</param>
    public static XElement Of(Picture picture, string words)
    {
        var scale = Math.Clamp(WidestSheet / picture.Width, 1, 8);
        return Element(Png(picture), words, picture.Width * scale, picture.Height * scale);
    }

    /// <summary>A picture of pixels as an element that holds its PNG.</summary>
    public static XElement Of(MLImage image)
    {
        using var bitmap = new SKBitmap(
            image.Width, image.Height, image.PixelFormat == MLPixelFormat.Bgra32 ? SKColorType.Bgra8888 : SKColorType.Rgba8888,
            SKAlphaType.Unpremul);
        Marshal.Copy(image.Pixels.ToArray(), 0, bitmap.GetPixels(), image.Pixels.Length);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Element(data.ToArray(), $"picture of {image.Width} x {image.Height} pixels", image.Width, image.Height);
    }

    /// <summary>A picture as a PNG file.</summary>
    public static byte[] Png(Picture picture)
    {
        using var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                bitmap.SetPixel(x, y, new SKColor(Level(x, y, 0), Level(x, y, 1), Level(x, y, 2)));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();

        byte Level(int x, int y, int channel) =>
            (byte)Math.Clamp((picture[x, y, Math.Min(channel, picture.ChannelCount - 1)] * 255) + 0.5f, 0, 255);
    }

    private static XElement Element(byte[] png, string words, int width, int height) => new(
        "img", new XAttribute("class", "sheet"), new XAttribute("alt", words), new XAttribute("width", width),
        new XAttribute("height", height), new XAttribute("src", "data:image/png;base64," + Convert.ToBase64String(png)));
}

using System.Xml.Linq;
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
        return new XElement("img", new XAttribute("class", "sheet"), new XAttribute("alt", words),
            new XAttribute("width", picture.Width * scale), new XAttribute("height", picture.Height * scale),
            new XAttribute("src", "data:image/png;base64," + Convert.ToBase64String(Png(picture))));
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
}

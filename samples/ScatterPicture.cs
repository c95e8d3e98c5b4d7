using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Draws points of a plane, a colour per class.</summary>
internal static class ScatterPicture
{
    private const int Side = 640;
    private const int Margin = 24;

    private static readonly (byte R, byte G, byte B)[] Colours =
    [
        (31, 119, 180), (255, 127, 14), (44, 160, 44), (214, 39, 40), (148, 103, 189),
        (140, 86, 75), (227, 119, 194), (90, 90, 90), (188, 189, 34), (23, 190, 207),
    ];

    /// <summary>Writes the points as a PNG, with a row of the classes' colours in order at the top.</summary>
    public static void Save(string path, float[][] points, int[] classes)
    {
        var pixels = new byte[Side * Side * 4];
        Array.Fill(pixels, (byte)255);
        var (x, y) = (Scale(points, 0), Scale(points, 1));
        for (var i = 0; i < points.Length; i++)
            Dot(pixels, x(points[i][0]), Side - 1 - y(points[i][1]), 2, Colours[classes[i] % Colours.Length]);
        for (var i = 0; i < Colours.Length; i++)
            Dot(pixels, Margin + (i * 18), 10, 6, Colours[i]);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var image = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, pixels);
        image.Save(path);
    }

    // From the 1st to the 99th percentile, so that a few far points do not press the others together.
    private static Func<float, int> Scale(float[][] points, int number)
    {
        var sorted = points.Select(p => p[number]).Order().ToArray();
        var (low, high) = (sorted[sorted.Length / 100], sorted[^((sorted.Length / 100) + 1)]);
        return value => Margin + (int)Math.Clamp((value - low) / Math.Max(high - low, 1e-6f) * (Side - (2 * Margin)), -Margin, Side - Margin - 1);
    }

    private static void Dot(byte[] pixels, int left, int top, int radius, (byte R, byte G, byte B) colour)
    {
        for (var y = Math.Max(0, top - radius); y <= Math.Min(Side - 1, top + radius); y++)
            for (var x = Math.Max(0, left - radius); x <= Math.Min(Side - 1, left + radius); x++)
                if (((x - left) * (x - left)) + ((y - top) * (y - top)) <= radius * radius)
                    (pixels[((y * Side) + x) * 4], pixels[(((y * Side) + x) * 4) + 1], pixels[(((y * Side) + x) * 4) + 2]) = colour;
    }
}

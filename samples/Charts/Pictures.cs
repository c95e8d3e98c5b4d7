using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Draws sheets of small grey pictures.</summary>
internal static class Pictures
{
    /// <summary>Writes rows of pictures as one PNG.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    /// <param name="rows">Rows of pictures; each picture is height × width grey levels, 0 black to 1 white, row by row.</param>
    /// <param name="width">Width of a picture in pixels.</param>
    /// <param name="height">Height of a picture in pixels.</param>
    /// <param name="scale">Side of the square that shows one pixel.</param>
    public static void SaveSheet(string path, IReadOnlyList<IReadOnlyList<float[]>> rows, int width, int height, int scale = 6)
    {
        const int gap = 4;
        var columns = rows.Max(row => row.Count);
        var sheetWidth = (columns * ((width * scale) + gap)) + gap;
        var sheetHeight = (rows.Count * ((height * scale) + gap)) + gap;
        var pixels = new byte[sheetWidth * sheetHeight * 4];
        Array.Fill(pixels, (byte)96);
        for (var i = 3; i < pixels.Length; i += 4)
            pixels[i] = 255;
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < rows[row].Count; column++)
                Draw(rows[row][column], gap + (column * ((width * scale) + gap)), gap + (row * ((height * scale) + gap)));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var image = MLImage.CreateFromPixels(sheetWidth, sheetHeight, MLPixelFormat.Rgba32, pixels);
        image.Save(path);

        void Draw(float[] picture, int left, int top)
        {
            for (var y = 0; y < height * scale; y++)
                for (var x = 0; x < width * scale; x++)
                {
                    var level = (byte)Math.Clamp(picture[(y / scale * width) + (x / scale)] * 255, 0, 255);
                    pixels.AsSpan((((top + y) * sheetWidth) + left + x) * 4, 3).Fill(level);
                }
        }
    }
}

namespace DeepML.Data;

/// <summary>Rearranges pixels into one plane per channel, the order in which torch convolves.</summary>
internal static class PixelPlanes
{
    /// <summary>Channels side by side become planes one after the other.</summary>
    /// <param name="interleaved">(height, width, channels).</param>
    /// <param name="planes">(channels, height, width).</param>
    /// <param name="channels">Numbers per pixel.</param>
    public static void Separate(ReadOnlySpan<float> interleaved, Span<float> planes, int channels)
    {
        var pixels = planes.Length / channels;
        for (var channel = 0; channel < channels; channel++)
        {
            var plane = planes.Slice(channel * pixels, pixels);
            for (int i = 0, from = channel; i < plane.Length; i++, from += channels)
                plane[i] = interleaved[from];
        }
    }

    /// <summary>Bytes of a picture become numbers in [0, 1].</summary>
    /// <param name="bytes">Four bytes a pixel; the last, its opacity, is not used.</param>
    /// <param name="blueFirst">Whether blue comes first; else red does.</param>
    /// <param name="planes">Red, green and blue, (3, height, width); or grey, (1, height, width), as ML.NET's ConvertToGrayscale.</param>
    /// <param name="channels">3 or 1.</param>
    public static void FromBytes(ReadOnlySpan<byte> bytes, bool blueFirst, Span<float> planes, int channels)
    {
        const float scale = 1f / 255;
        var pixels = planes.Length / channels;
        var (red, blue) = blueFirst ? (2, 0) : (0, 2);
        if (channels == 1)
        {
            for (int i = 0, from = 0; i < pixels; i++, from += 4)
                planes[i] = ((0.3f * bytes[from + red]) + (0.59f * bytes[from + 1]) + (0.11f * bytes[from + blue])) * scale;
            return;
        }
        var reds = planes[..pixels];
        var greens = planes.Slice(pixels, pixels);
        var blues = planes[(2 * pixels)..];
        for (int i = 0, from = 0; i < pixels; i++, from += 4)
        {
            reds[i] = bytes[from + red] * scale;
            greens[i] = bytes[from + 1] * scale;
            blues[i] = bytes[from + blue] * scale;
        }
    }
}

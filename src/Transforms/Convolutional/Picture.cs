using DeepML.Networks;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A grey or coloured picture of numbers, that can be saved as a file.</summary>
public sealed class Picture
{
    private readonly float[] _values;

    /// <summary>A picture.</summary>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <param name="values">Row after row of one channel, then the next; 0 is black and 1 white.</param>
    /// <exception cref="ArgumentException">Sizes and number of values do not fit together.</exception>
    public Picture(int width, int height, int channels, IEnumerable<float> values)
    {
        _values = [.. values];
        if (width < 1 || height < 1 || channels is not (1 or 3) || _values.Length != (long)width * height * channels)
            throw new ArgumentException(
                $"{width}x{height} pixels of {channels} channels do not take {_values.Length} values; there must be 1 or 3 channels.",
                nameof(values));
        (Width, Height, ChannelCount) = (width, height, channels);
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 for grey, 3 for red, green and blue.</summary>
    public int ChannelCount { get; }

    /// <summary>Row after row of one channel, then the next.</summary>
    public IReadOnlyList<float> Values => _values;

    /// <summary>The value of a pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel or channel.</exception>
    public float this[int x, int y, int channel = 0]
    {
        get
        {
            Check(x, Width, nameof(x));
            Check(y, Height, nameof(y));
            Check(channel, ChannelCount, nameof(channel));
            return _values[(((channel * Height) + y) * Width) + x];

            // Beside a row lies the next one: without a check a pixel outside would be another one.
            static void Check(int at, int size, string name)
            {
                if ((uint)at >= (uint)size)
                    throw new ArgumentOutOfRangeException(name, at, $"It must be in [0, {size - 1}].");
            }
        }
    }

    /// <summary>The same picture with its numbers stretched over [0, 1].</summary>
    /// <param name="from">The number that becomes 0; null takes the smallest.</param>
    public Picture Stretched(float? from = null)
    {
        var lowest = from ?? _values.Min();
        var range = Math.Max(_values.Max() - lowest, float.Epsilon * 16);
        return new Picture(Width, Height, ChannelCount, _values.Select(value => Math.Clamp((value - lowest) / range, 0, 1)));
    }

    /// <summary>Pictures side by side, on grey.</summary>
    /// <param name="pictures">Pictures of one size; at least one.</param>
    /// <param name="columns">Pictures per row.</param>
    /// <exception cref="ArgumentException">There are none, or their sizes differ.</exception>
    public static Picture Sheet(IReadOnlyList<Picture> pictures, int columns)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (pictures.Count == 0 || pictures.Any(p => p.Width != pictures[0].Width || p.Height != pictures[0].Height))
            throw new ArgumentException("A sheet takes pictures of one size, at least one.", nameof(pictures));
        const float ground = 0.4f;
        var (cellWidth, cellHeight) = (pictures[0].Width + 1, pictures[0].Height + 1);
        var width = (Math.Min(columns, pictures.Count) * cellWidth) + 1;
        var height = ((pictures.Count + columns - 1) / columns * cellHeight) + 1;
        var channels = pictures.Max(p => p.ChannelCount);
        var values = new float[width * height * channels];
        Array.Fill(values, ground);
        for (var i = 0; i < pictures.Count; i++)
            for (var channel = 0; channel < channels; channel++)
                for (var y = 0; y < pictures[i].Height; y++)
                    for (var x = 0; x < pictures[i].Width; x++)
                        values[(((channel * height) + 1 + (i / columns * cellHeight) + y) * width) + 1 + (i % columns * cellWidth) + x] =
                            pictures[i][x, y, Math.Min(channel, pictures[i].ChannelCount - 1)];
        return new Picture(width, height, channels, values);
    }

    /// <summary>Writes a PNG, JPEG or BMP file, after its extension.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    /// <param name="scale">Side of the square that shows one pixel; at least 1.</param>
    /// <exception cref="ArgumentException">The extension is none of png, jpg, jpeg and bmp.</exception>
    public void Save(string path, int scale = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        var pixels = new byte[Width * scale * Height * scale * 4];
        for (int y = 0, to = 0; y < Height * scale; y++)
            for (var x = 0; x < Width * scale; x++, to += 4)
            {
                for (var channel = 0; channel < 3; channel++)
                    pixels[to + channel] = (byte)Math.Clamp(
                        (this[x / scale, y / scale, Math.Min(channel, ChannelCount - 1)] * 255) + 0.5f, 0, 255);
                pixels[to + 3] = 255;
            }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var image = MLImage.CreateFromPixels(Width * scale, Height * scale, MLPixelFormat.Rgba32, pixels);
        image.Save(path);
    }

    /// <summary>One grey picture per channel.</summary>
    /// <param name="planes">(channels, height, width).</param>
    internal static IReadOnlyList<Picture> Channels(Tensor planes) => Split(planes.unsqueeze(1));

    /// <summary>One coloured picture per filter.</summary>
    /// <param name="filters">(filters, 3, height, width).</param>
    internal static IReadOnlyList<Picture> Colours(Tensor filters) => Split(filters);

    // (pictures, channels, height, width)
    private static List<Picture> Split(Tensor all)
    {
        using var values = all.detach().to(ScalarType.Float32);
        var numbers = values.ReadAll<float>();
        var (channels, height, width) = ((int)all.size(1), (int)all.size(2), (int)all.size(3));
        var size = channels * height * width;
        return [.. Enumerable.Range(0, (int)all.size(0)).Select(
            i => new Picture(width, height, channels, numbers.Skip(i * size).Take(size)))];
    }
}

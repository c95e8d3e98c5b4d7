namespace Microsoft.ML.Data;

/// <summary>An image of four bytes a pixel, row after row.</summary>
public sealed class MLImage : IDisposable
{
    private const int BytesPerPixel = 4;

    private readonly byte[] _pixels;
    private readonly int _width;
    private readonly int _height;
    private readonly MLPixelFormat _format;
    private string _tag;
    private bool _disposed;

    /// <summary>Takes the pixels over.</summary>
    internal MLImage(int width, int height, MLPixelFormat format, byte[] pixels)
    {
        _width = width;
        _height = height;
        _format = format;
        _pixels = pixels;
    }

    public int Width => Checked()._width;

    public int Height => Checked()._height;

    public int BitsPerPixel => Checked() is null ? 0 : 8 * BytesPerPixel;

    public MLPixelFormat PixelFormat => Checked()._format;

    public ReadOnlySpan<byte> Pixels => Checked()._pixels;

    /// <summary>Blue, green and red of each pixel, row after row.</summary>
    public byte[] GetBGRPixels
    {
        get
        {
            var source = Pixels;
            var (blue, red) = _format == MLPixelFormat.Bgra32 ? (0, 2) : (2, 0);
            var target = new byte[_width * _height * 3];
            for (int from = 0, to = 0; to < target.Length; from += BytesPerPixel, to += 3)
            {
                target[to] = source[from + blue];
                target[to + 1] = source[from + 1];
                target[to + 2] = source[from + red];
            }

            return target;
        }
    }

    public string Tag
    {
        get => Checked()._tag;
        set => Checked()._tag = value;
    }

    public static MLImage CreateFromStream(Stream imageStream)
    {
        ArgumentNullException.ThrowIfNull(imageStream);
        using var bytes = new MemoryStream();
        imageStream.CopyTo(bytes);
        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), nameof(imageStream));
    }

    public static MLImage CreateFromFile(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        if (imagePath.Length == 0)
            throw new ArgumentException("The path of an image cannot be empty.", nameof(imagePath));
        return Decode(File.ReadAllBytes(imagePath), nameof(imagePath), imagePath);
    }

    public static MLImage CreateFromPixels(int width, int height, MLPixelFormat pixelFormat, ReadOnlySpan<byte> imagePixelData)
    {
        if (pixelFormat is not (MLPixelFormat.Bgra32 or MLPixelFormat.Rgba32))
            throw new ArgumentException($"Unsupported pixel format: {pixelFormat}.", nameof(pixelFormat));
        if (width <= 0)
            throw new ArgumentException($"Invalid width: {width}; it must be positive.", nameof(width));
        if (height <= 0)
            throw new ArgumentException($"Invalid height: {height}; it must be positive.", nameof(height));
        if (imagePixelData.Length != (long)width * height * BytesPerPixel)
            throw new ArgumentException($"The pixel data has {imagePixelData.Length} bytes; {width} x {height} pixels take {(long)width * height * BytesPerPixel}.", nameof(imagePixelData));
        return new MLImage(width, height, pixelFormat, imagePixelData.ToArray());
    }

    public void Save(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        Checked();
        var format = Path.GetExtension(imagePath).ToLowerInvariant() switch
        {
            ".png" => ImageBridge.Format.Png,
            ".jpg" or ".jpeg" => ImageBridge.Format.Jpeg,
            ".bmp" => ImageBridge.Format.Bmp,
            _ => throw new ArgumentException("Path has invalid image file extension.", nameof(imagePath)),
        };
        var bytes = ImageBridge.Encode(this, format) ?? throw new InvalidOperationException($"An image of {_width} x {_height} pixels cannot be saved as '{imagePath}'.");
        File.WriteAllBytes(imagePath, bytes);
    }

    public void Dispose() => _disposed = true;

    private static MLImage Decode(ReadOnlySpan<byte> bytes, string parameter, string path = null)
        => ImageBridge.Decode(bytes, out var reason)
            ?? throw new ArgumentException($"Invalid input image{(path is null ? "" : $" '{path}'")}: {reason}", parameter);

    private MLImage Checked() => _disposed ? throw new InvalidOperationException("Object is disposed.") : this;
}

using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using SkiaSharp;

namespace DeepML.Data;

/// <summary>The pixels of a picture file, turned as its camera said.</summary>
/// <param name="Pixels">Four bytes a pixel: red, green, blue, opacity.</param>
/// <param name="Width">Pixels in a line, after turning.</param>
/// <param name="Height">Lines, after turning.</param>
internal sealed record PictureFile(byte[] Pixels, int Width, int Height)
{
    private const int BytesPerPixel = 4;

    /// <summary>Decodes a whole file and applies its EXIF orientation.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="InvalidDataException">It is no picture, or the end of it is missing.</exception>
    public static PictureFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var data = SKData.Create(stream);
        using var codec = SKCodec.Create(data) ?? throw new InvalidDataException("it is no picture that can be decoded.");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul);
        var pixels = new byte[info.BytesSize];
        var result = Decode(codec, info, pixels);
        if (result != SKCodecResult.Success)
            throw new InvalidDataException(result == SKCodecResult.IncompleteInput ? "its end is missing." : $"it is damaged ({result}).");
        return Turned(pixels, info.Width, info.Height, codec.EncodedOrigin);
    }

    /// <summary>Whether an error of <see cref="Read"/> means that the file is missing or no whole picture.</summary>
    public static bool IsUnreadable(Exception error) =>
        error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException;

    /// <summary>Whether a picture that was loaded has come from a file of which the end is missing.</summary>
    /// <param name="image">The picture; ML.NET's LoadImages tags it with its path.</param>
    /// <remarks>Loaders fill up what is missing with black or grey; a tag that is no path of a file says nothing.</remarks>
    public static bool IsCut(MLImage image) => image.Tag is { Length: > 0 } path && File.Exists(path) && !EndsWell(path) && !Decodes(path);

    private static bool Decodes(string path)
    {
        try
        {
            Read(path);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // The marks at the end of whole PNG and JPEG files; others, and files with something behind, are decoded to see.
    private static bool EndsWell(string path)
    {
        ReadOnlySpan<byte> pngEnd = [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];
        ReadOnlySpan<byte> jpegEnd = [0xFF, 0xD9];
        using var file = File.OpenRead(path);
        Span<byte> first = stackalloc byte[2], last = stackalloc byte[pngEnd.Length];
        if (file.Length < first.Length + last.Length)
            return false;
        file.ReadExactly(first);
        file.Seek(-last.Length, SeekOrigin.End);
        file.ReadExactly(last);
        return first is [0x89, 0x50] ? last.SequenceEqual(pngEnd) : first is [0xFF, 0xD8] && last.EndsWith(jpegEnd);
    }

    private static SKCodecResult Decode(SKCodec codec, SKImageInfo info, byte[] pixels)
    {
        var pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            return codec.GetPixels(info, pin.AddrOfPinnedObject());
        }
        finally
        {
            pin.Free();
        }
    }

    // Where EXIF's eight orientations put the pixel at (x, y): exif.org, version 2.3, tag 274.
    private static PictureFile Turned(byte[] pixels, int width, int height, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
            return new PictureFile(pixels, width, height);
        var swaps = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom
            or SKEncodedOrigin.LeftBottom;
        var (newWidth, newHeight) = swaps ? (height, width) : (width, height);
        var turned = new byte[pixels.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (left, top) = origin switch
                {
                    SKEncodedOrigin.TopRight => (width - 1 - x, y),
                    SKEncodedOrigin.BottomRight => (width - 1 - x, height - 1 - y),
                    SKEncodedOrigin.BottomLeft => (x, height - 1 - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (height - 1 - y, x),
                    SKEncodedOrigin.RightBottom => (height - 1 - y, width - 1 - x),
                    _ => (y, width - 1 - x),
                };
                pixels.AsSpan(((y * width) + x) * BytesPerPixel, BytesPerPixel)
                    .CopyTo(turned.AsSpan(((top * newWidth) + left) * BytesPerPixel));
            }
        return new PictureFile(turned, newWidth, newHeight);
    }
}

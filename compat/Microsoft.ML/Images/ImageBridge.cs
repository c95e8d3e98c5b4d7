using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Decoding, encoding and resampling by the native library that the set-up script builds.</summary>
internal static unsafe partial class ImageBridge
{
    private const string Library = "ImageBridge";
    private const int JpegQuality = 100;
    private const int BytesPerPixel = 4;

    public enum Format
    {
        Png = 0,
        Jpeg = 1,
        Bmp = 2,
    }

    /// <summary>The image in the bytes of a JPEG, PNG, BMP or GIF file; null, with a reason, if they are none.</summary>
    public static MLImage Decode(ReadOnlySpan<byte> bytes, out string reason) => Call(bytes, out reason, static (bytes, out reason) =>
    {
        byte* pixels;
        int width, height;
        fixed (byte* data = bytes)
            pixels = image_decode(data, bytes.Length, &width, &height);
        if (pixels is null)
        {
            reason = Marshal.PtrToStringUTF8(image_last_error());
            return null;
        }

        reason = null;
        try
        {
            var copy = GC.AllocateUninitializedArray<byte>(checked(width * height * BytesPerPixel));
            new ReadOnlySpan<byte>(pixels, copy.Length).CopyTo(copy);
            return new MLImage(width, height, MLPixelFormat.Bgra32, copy);
        }
        finally
        {
            image_free(pixels);
        }
    });

    /// <summary>The image as the bytes of a file; null if it cannot be encoded.</summary>
    public static byte[] Encode(MLImage image, Format format) => Call(image.Pixels, out _, (pixels, out failure) =>
    {
        byte* bytes;
        int length;
        failure = null;
        fixed (byte* data = pixels)
            bytes = image_encode(data, image.Width, image.Height, image.PixelFormat == MLPixelFormat.Bgra32 ? 1 : 0, (int)format, JpegQuality, &length);
        if (bytes is null)
            return null;
        try
        {
            return new ReadOnlySpan<byte>(bytes, length).ToArray();
        }
        finally
        {
            image_free(bytes);
        }
    });

    /// <summary>Resamples a part of a source, given in fractions of its size, into a rectangle of a wider target.</summary>
    public static bool Resample(
        ReadOnlySpan<byte> source, int sourceWidth, int sourceHeight, (float Left, float Top, float Right, float Bottom) part, byte[] target, int targetStart, int width, int height, int stride)
        => Call(source, out _, (pixels, out failure) =>
        {
            failure = null;
            fixed (byte* from = pixels)
            fixed (byte* to = target)
            {
                return image_resample(from, sourceWidth, sourceHeight, to + targetStart, width, height, stride, part.Left, part.Top, part.Right, part.Bottom) != 0;
            }
        });

    private delegate T NativeCall<T>(ReadOnlySpan<byte> bytes, out string failure);

    private static T Call<T>(ReadOnlySpan<byte> bytes, out string failure, NativeCall<T> call)
    {
        try
        {
            return call(bytes, out failure);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException("The native library libImageBridge.so, which images need, is missing. Run ./setup.sh to build it, then build again.", e);
        }
    }

    [LibraryImport(Library)]
    private static partial byte* image_decode(byte* bytes, int length, int* width, int* height);

    [LibraryImport(Library)]
    private static partial nint image_last_error();

    [LibraryImport(Library)]
    private static partial byte* image_encode(byte* pixels, int width, int height, int isBgra, int format, int quality, int* length);

    [LibraryImport(Library)]
    private static partial int image_resample(
        byte* source, int sourceWidth, int sourceHeight, byte* target, int width, int height, int stride, float left, float top, float right, float bottom);

    [LibraryImport(Library)]
    private static partial void image_free(void* memory);
}

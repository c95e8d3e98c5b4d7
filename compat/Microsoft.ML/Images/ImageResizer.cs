using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Brings images to one size by stretching, padding or cropping.</summary>
internal readonly record struct ImageResizer(int Width, int Height, ResizingKind Kind, Anchor CropAnchor)
{
    private const int BytesPerPixel = 4;

    public static ImageResizer Read(BinaryReader reader)
        => new(reader.ReadInt32(), reader.ReadInt32(), (ResizingKind)reader.ReadByte(), (Anchor)reader.ReadByte());

    public void Write(BinaryWriter writer)
    {
        writer.Write(Width);
        writer.Write(Height);
        writer.Write((byte)Kind);
        writer.Write((byte)CropAnchor);
    }

    public MLImage Resize(MLImage source)
    {
        if (source.Width == Width && source.Height == Height)
            return source;
        var pixels = Kind == ResizingKind.Fill ? Stretch(source) : DrawScaled(source);
        return new MLImage(Width, Height, source.PixelFormat, pixels) { Tag = source.Tag };
    }

    /// <summary>Where the scaled source lies in the target; parts of it may lie outside.</summary>
    internal (int X, int Y, int Width, int Height) Place(int sourceWidth, int sourceHeight)
    {
        var widthRatio = (float)Width / sourceWidth;
        var heightRatio = (float)Height / sourceHeight;
        var fitsHeight = heightRatio < widthRatio == (Kind == ResizingKind.IsoPad);
        var ratio = fitsHeight ? heightRatio : widthRatio;
        var freeX = Width - sourceWidth * ratio;
        var freeY = Height - sourceHeight * ratio;
        var anchor = Kind == ResizingKind.IsoPad ? Anchor.Center : CropAnchor;
        var x = !fitsHeight ? 0 : anchor switch { Anchor.Left => 0, Anchor.Right => (int)freeX, _ => (int)(freeX / 2) };
        var y = fitsHeight ? 0 : anchor switch { Anchor.Top => 0, Anchor.Bottom => (int)freeY, _ => (int)(freeY / 2) };
        return (x, y, Math.Max(1, (int)(sourceWidth * ratio)), Math.Max(1, (int)(sourceHeight * ratio)));
    }

    private byte[] Stretch(MLImage source)
    {
        var target = GC.AllocateUninitializedArray<byte>(Width * Height * BytesPerPixel);
        var from = MemoryMarshal.Cast<byte, uint>(source.Pixels);
        var to = MemoryMarshal.Cast<byte, uint>(target.AsSpan());
        var (sourceWidth, sourceHeight) = (source.Width, source.Height);
        for (var y = 0; y < Height; y++)
        {
            var row = from.Slice((int)((2L * y + 1) * sourceHeight / (2L * Height)) * sourceWidth, sourceWidth);
            for (var x = 0; x < Width; x++)
                to[y * Width + x] = row[(int)((2L * x + 1) * sourceWidth / (2L * Width))];
        }

        return target;
    }

    private byte[] DrawScaled(MLImage source)
    {
        var target = new byte[Width * Height * BytesPerPixel];
        var place = Place(source.Width, source.Height);
        var (left, top) = (Math.Max(0, place.X), Math.Max(0, place.Y));
        var (right, bottom) = (Math.Min(Width, place.X + place.Width), Math.Min(Height, place.Y + place.Height));
        var part = ((left - place.X) / (float)place.Width, (top - place.Y) / (float)place.Height,
            (right - place.X) / (float)place.Width, (bottom - place.Y) / (float)place.Height);
        var start = (top * Width + left) * BytesPerPixel;
        if (!ImageBridge.Resample(source.Pixels, source.Width, source.Height, part, target, start, right - left, bottom - top, Width * BytesPerPixel))
            throw new InvalidOperationException($"An image of {source.Width} x {source.Height} pixels cannot be resized to {Width} x {Height}.");

        // The source is drawn on opaque black.
        for (var i = BytesPerPixel - 1; i < target.Length; i += BytesPerPixel)
            target[i] = byte.MaxValue;
        return target;
    }
}

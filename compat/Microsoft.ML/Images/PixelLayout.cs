using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator;

namespace Microsoft.ML.Transforms.Image;

/// <summary>How colours lie in a vector: which, in what order, in planes or interleaved, shifted and scaled.</summary>
internal readonly record struct PixelLayout(ColorBits Colors, ColorsOrder Order, bool Interleaved, float Offset, float Scale)
{
    private static readonly ColorBits[] ByChannel = [ColorBits.Alpha, ColorBits.Red, ColorBits.Green, ColorBits.Blue];

    public int Planes => BitOperations.PopCount((uint)Colors);

    public static PixelLayout Read(BinaryReader reader)
        => new((ColorBits)reader.ReadByte(), (ColorsOrder)reader.ReadByte(), reader.ReadBoolean(), reader.ReadSingle(), reader.ReadSingle());

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Colors);
        writer.Write((byte)Order);
        writer.Write(Interleaved);
        writer.Write(Offset);
        writer.Write(Scale);
    }

    public void Check(IExceptionContext ctx)
    {
        ctx.CheckUserArg((Colors & ColorBits.All) == Colors && Colors != 0, nameof(Colors), "Need to use at least one color plane");
        ctx.CheckUserArg(Order is >= ColorsOrder.ARGB and <= ColorsOrder.AGBR, nameof(Order), $"Unknown order of colors {Order}");
        ctx.CheckUserArg(float.IsFinite(Offset), nameof(Offset), "Must be finite");
        ctx.CheckUserArg(float.IsFinite(Scale) && Scale != 0, nameof(Scale), "Must be finite and non-zero");
    }

    /// <summary>The channels in the order of the vector: 0 alpha, 1 red, 2 green, 3 blue.</summary>
    public int[] Channels()
    {
        var colors = Colors;
        return [.. Order.ToString().Select(letter => "ARGB".IndexOf(letter)).Where(channel => (colors & ByChannel[channel]) != 0)];
    }

    /// <summary>For each plane of the vector, where its byte is in a pixel of the format.</summary>
    public int[] BytesOf(MLPixelFormat format)
        => [.. Channels().Select(channel => channel switch { 0 => 3, 2 => 1, 1 => format == MLPixelFormat.Bgra32 ? 2 : 0, _ => format == MLPixelFormat.Bgra32 ? 0 : 2 })];

    public VectorDataViewType VectorType(PrimitiveDataViewType item, ImageDataViewType image)
        => Interleaved ? new VectorDataViewType(item, image.Height, image.Width, Planes) : new VectorDataViewType(item, Planes, image.Height, image.Width);
}

using DeepML.Data;

namespace DeepML.Onnx;

/// <summary>The dimensions of pictures within a graph, behind those of the batch.</summary>
/// <param name="Channels">Numbers per pixel.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels per row.</param>
internal sealed record OnnxPictureSize(OnnxSize Channels, OnnxSize Height, OnnxSize Width)
{
    /// <summary>Pictures of one format.</summary>
    public static OnnxPictureSize Of(ImageFormat format) => new(format.Channels, format.Height, format.Width);

    /// <summary>Pictures of any height and width.</summary>
    public static OnnxPictureSize Any(OnnxSize channels) => new(channels, "height", "width");

    /// <summary>Pictures with sides some times as long, and other channels.</summary>
    public OnnxPictureSize Times(int scale, int channels) => new(channels, Times(Height, scale), Times(Width, scale));

    /// <summary>Whether both sides are known, and multiples of a number.</summary>
    public bool Fits(int multiple) => multiple == 1
        || (Height.Name is null && Width.Name is null && Height.Value % multiple == 0 && Width.Value % multiple == 0);

    private static OnnxSize Times(OnnxSize side, int scale) =>
        side.Name is null ? side.Value * scale : scale == 1 ? side : $"made_{side.Name}";
}

using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>A square at one place of every picture of a batch.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Rows">Rows of pixels.</param>
/// <param name="Columns">Pixels per row.</param>
internal readonly record struct ImageCrop(long Top, long Left, long Rows, long Columns)
{
    /// <summary>Draws a place from torch's default generator; shorter sides are taken whole.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="size">Side of the square.</param>
    public static ImageCrop Draw(Tensor pictures, int size)
    {
        var (rows, columns) = (Math.Min(size, pictures.size(2)), Math.Min(size, pictures.size(3)));
        return new ImageCrop(Place(pictures.size(2) - rows), Place(pictures.size(3) - columns), rows, columns);

        static long Place(long most) => randint(most + 1, 1).Read<long>();
    }

    /// <summary>The square of pictures, which shares their memory.</summary>
    public Tensor Of(Tensor pictures) => pictures.narrow(2, Top, Rows).narrow(3, Left, Columns);
}

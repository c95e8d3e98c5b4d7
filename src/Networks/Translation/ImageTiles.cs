using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Passes large pictures through a network square by square, each with as much around it as the network sees, so that memory stays small
/// and no seam can show: every pixel is what it would be in one pass.
/// </summary>
internal static class ImageTiles
{
    /// <summary>One pass, or one for each square.</summary>
    /// <param name="pictures">(batch, channels, height, width), both sides multiples of <paramref name="multiple"/>.</param>
    /// <param name="size">Side of the squares, a multiple of <paramref name="multiple"/>; 0 never cuts.</param>
    /// <param name="reach">Pixels beyond which nothing reaches a pixel.</param>
    /// <param name="multiple">What sides must be multiples of.</param>
    /// <param name="scale">How many times larger the sides of the answer are.</param>
    /// <param name="pass">The network.</param>
    /// <returns>(batch, answer channels, height · scale, width · scale).</returns>
    public static Tensor Pass(Tensor pictures, int size, int reach, int multiple, int scale, Func<Tensor, Tensor> pass)
    {
        var (height, width) = (pictures.size(2), pictures.size(3));
        if (size == 0 || (height <= size && width <= size))
            return pass(pictures);
        var around = (reach + multiple - 1) / multiple * multiple; // squares begin where the network's own grid does
        Tensor? whole = null;
        for (var top = 0L; top < height; top += size)
            for (var left = 0L; left < width; left += size)
            {
                using var scope = NewDisposeScope();
                var (rows, columns) = (Math.Min(size, height - top), Math.Min(size, width - left));
                var (from, start) = (Math.Max(0, top - around), Math.Max(0, left - around));
                var (to, end) = (Math.Min(height, top + rows + around), Math.Min(width, left + columns + around));
                var made = pass(pictures.narrow(2, from, to - from).narrow(3, start, end - start));
                whole ??= empty([made.size(0), made.size(1), height * scale, width * scale], made.dtype, made.device)
                    .MoveToOuterDisposeScope();
                whole.narrow(2, top * scale, rows * scale).narrow(3, left * scale, columns * scale).copy_(
                    made.narrow(2, (top - from) * scale, rows * scale).narrow(3, (left - start) * scale, columns * scale));
            }
        return whole!;
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Pictures by their 256 levels of brightness. All is called inside a dispose scope.</summary>
internal static class PictureLevels
{
    private const int Levels = 256;

    /// <summary>Red, green and blue as grey, with the weights of ML.NET's ConvertToGrayscale.</summary>
    /// <param name="pictures">(batch, channels, height, width); of other than three channels the mean.</param>
    /// <returns>(batch, 1, height, width).</returns>
    public static Tensor Grey(Tensor pictures)
    {
        if (pictures.size(1) == 1)
            return pictures;
        if (pictures.size(1) != 3)
            return pictures.mean([1L], keepdim: true);
        var weights = tensor(new[] { 0.3f, 0.59f, 0.11f }, [1, 3, 1, 1], device: pictures.device);
        return (pictures * weights).sum([1], keepdim: true);
    }

    /// <summary>Pictures in which what is no number is 0: such a row is not answered, and must not stop those beside it.</summary>
    public static Tensor Finite(Tensor pictures) => where(pictures.isfinite(), pictures, zeros_like(pictures));

    /// <summary>The level of each pixel.</summary>
    /// <param name="rows">(rows, pixels), from 0 to 1; others are cut off.</param>
    /// <returns>int64, in [0, 255].</returns>
    public static Tensor Of(Tensor rows) =>
        rows.Times(Levels - 1).round_().clamp_(Numbers.Zero, Numbers.Kept(Levels - 1L)).to(ScalarType.Int64);

    /// <summary>Share of the pixels at each level.</summary>
    /// <param name="levels">(rows, pixels), int64.</param>
    /// <returns>(rows, 256), float64, of sum 1.</returns>
    public static Tensor Shares(Tensor levels)
    {
        var counts = zeros([levels.size(0), Levels], ScalarType.Float64, levels.device);
        var ones = torch.ones(levels.shape, ScalarType.Float64, levels.device);
        return counts.scatter_add_(1, levels, ones).div_(Numbers.Kept((double)levels.size(1)));
    }

    /// <summary>
    /// The level that parts dark from bright pixels so that the two differ most: the largest variance between classes (Otsu, IEEE Trans.
    /// SMC 9, 1979).
    /// </summary>
    /// <param name="levels">(rows, pixels), int64.</param>
    /// <returns>(rows, 1), int64: pixels above it are bright.</returns>
    public static Tensor Otsu(Tensor levels)
    {
        var shares = Shares(levels); // (rows, 256)
        var values = arange(Numbers.Zero, Numbers.Kept((long)Levels), Numbers.One, ScalarType.Float64, levels.device);
        var dark = shares.cumsum(1);
        var darkSum = (shares * values).cumsum(1);
        var between = (darkSum.narrow(1, Levels - 1, 1) * dark).sub_(darkSum).pow_(Numbers.Kept(2L));
        var spread = dark * dark.SubtractedFrom(1L);
        var variance = where(spread.gt(Numbers.Kept(1e-12)), between / spread, zeros_like(spread));
        return variance.argmax(1, true);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>How like two batches of pictures are, picture by picture. All is called inside a dispose scope.</summary>
internal static class PictureSimilarity
{
    /// <summary>Signal-to-noise beyond which pictures count as the same: an error far below a level of 8 bits.</summary>
    public const double MostDecibels = 100;

    private const int LargestWindow = 11;
    private const double Deviation = 1.5; // of the window, in pixels: Wang et al. 2004
    private const double SmallMean = 0.01 * 0.01;
    private const double SmallVariance = 0.03 * 0.03;
    private const double Middle = 0.5; // of [0, 1]: small numbers keep the variances of float32 exact

    /// <summary>Mean squared difference of each picture.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="targets">The same shape.</param>
    /// <param name="measured">(batch, 1, height, width): 1 for pixels that count, else 0; null for all.</param>
    /// <returns>(batch).</returns>
    public static Tensor SquaredErrors(Tensor pictures, Tensor targets, Tensor? measured = null) =>
        Mean((pictures - targets).Squared(), measured);

    /// <summary>Mean absolute difference of each picture (L1).</summary>
    /// <inheritdoc cref="SquaredErrors"/>
    public static Tensor AbsoluteErrors(Tensor pictures, Tensor targets, Tensor? measured = null) =>
        Mean((pictures - targets).abs(), measured);

    /// <summary>10 · log₁₀(1 / error), at most <see cref="MostDecibels"/>.</summary>
    /// <param name="squaredErrors">(batch).</param>
    public static Tensor Decibels(Tensor squaredErrors) =>
        squaredErrors.clamp_min(Numbers.Kept(Math.Pow(10, -MostDecibels / 10))).log10().Times(-10);

    /// <summary>
    /// Structural similarity of pictures in [0, 1] (Wang et al., IEEE Trans. Image Processing 13, 2004): under a Gaussian window of 11×11
    /// pixels with deviation 1.5 where it lies within the picture, with variances divided by the sum of the weights; a mean over places and
    /// channels. In smaller pictures the window is the largest odd one that fits.
    /// </summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="targets">The same shape.</param>
    /// <returns>(batch), in [-1, 1]; 1 for equal pictures.</returns>
    public static Tensor Structural(Tensor pictures, Tensor targets)
    {
        var (batch, height, width) = (pictures.size(0), pictures.size(2), pictures.size(3));
        var (a, b) = (Planes(pictures), Planes(targets)); // (batch · channels, 1, height, width)
        var both = cat([a, b, a.Squared(), b.Squared(), a * b], 0);
        var means = Windowed(both, Weights(height), Weights(width)).view(5, -1, height - Reach(height), width - Reach(width));
        var (meanA, meanB) = (means[0], means[1]);
        var (varianceA, varianceB) = (means[2] - meanA.Squared(), means[3] - meanB.Squared());
        var covariance = means[4] - (meanA * meanB);
        (meanA, meanB) = (meanA.Plus(Middle), meanB.Plus(Middle));
        var alike = (meanA * meanB).Times(2).Plus(SmallMean) * covariance.Times(2).Plus(SmallVariance);
        var most = meanA.Squared().Plus(meanB.Squared()).Plus(SmallMean) * varianceA.Plus(varianceB).Plus(SmallVariance);
        return (alike / most).view(batch, -1).mean([1L]);
    }

    private static Tensor Mean(Tensor errors, Tensor? measured) => measured is null
        ? errors.flatten(1).mean([1L])
        : (errors * measured).flatten(1).sum(1L) / measured.flatten(1).sum(1L).Times(errors.size(1)).clamp_min(Numbers.One);

    private static Tensor Planes(Tensor pictures) =>
        pictures.Minus(Middle).reshape(-1, 1, pictures.size(2), pictures.size(3));

    private static Tensor Windowed(Tensor planes, float[] column, float[] row)
    {
        planes = nn.functional.conv2d(planes, tensor(column, [1, 1, column.Length, 1], device: planes.device));
        return nn.functional.conv2d(planes, tensor(row, [1, 1, 1, row.Length], device: planes.device));
    }

    private static int Reach(long side) => Size(side) - 1;

    private static int Size(long side) => (int)Math.Min(LargestWindow, side % 2 == 0 ? side - 1 : side);

    private static float[] Weights(long side)
    {
        var half = Size(side) / 2;
        var weights = Enumerable.Range(-half, (2 * half) + 1).Select(x => Math.Exp(-x * x / (2 * Deviation * Deviation))).ToArray();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }
}

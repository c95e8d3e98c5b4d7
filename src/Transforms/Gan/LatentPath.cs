namespace DeepML.Transforms;

/// <summary>Ways between two latents.</summary>
internal static class LatentPath
{
    /// <summary>
    /// A point on the way from one latent to another: on the arc between them for normal noise, else on the straight line, which leaves
    /// the cube of uniform noise nowhere.
    /// </summary>
    /// <param name="distribution">How latents are distributed.</param>
    /// <param name="from">At 0.</param>
    /// <param name="to">At 1.</param>
    /// <param name="share">In [0, 1].</param>
    public static float[] Between(LatentDistribution distribution, float[] from, float[] to, double share) =>
        distribution == LatentDistribution.Uniform
            ? [.. from.Zip(to, (a, b) => (float)(((1 - share) * a) + (share * b)))]
            : Arc(from, to, share);

    /// <summary>
    /// A point on the arc between two latents. A straight line would pass through noise shorter than any the generator has
    /// met, as normal noise of many numbers has nearly always the same length (White, arXiv:1609.04468).
    /// </summary>
    /// <param name="from">At 0.</param>
    /// <param name="to">At 1.</param>
    /// <param name="share">In [0, 1].</param>
    public static float[] Arc(float[] from, float[] to, double share)
    {
        var (lengthFrom, lengthTo) = (Math.Sqrt(from.Sum(v => (double)v * v)), Math.Sqrt(to.Sum(v => (double)v * v)));
        var cosine = from.Length != to.Length || lengthFrom == 0 || lengthTo == 0
            ? 1 : Math.Clamp(from.Zip(to, (a, b) => (double)a * b).Sum() / (lengthFrom * lengthTo), -1, 1);
        var angle = Math.Acos(cosine);
        var (a, b) = angle < 1e-6
            ? (1 - share, share)
            : (Math.Sin((1 - share) * angle) / Math.Sin(angle), Math.Sin(share * angle) / Math.Sin(angle));
        return from.Length == to.Length ? [.. from.Zip(to, (x, y) => (float)((a * x) + (b * y)))] : share < 1 ? from : to;
    }
}

namespace DeepML.Transforms;

/// <summary>The tails of the normal distribution.</summary>
internal static class NormalTail
{
    private const double SeriesEnds = 5;

    /// <summary>Chance of a number further from 0 than this one, to either side: the area from 0 by the series of Marsaglia, J. Stat.
    /// Softw. 11(4) (2004), and far out by Laplace's continued fraction.</summary>
    public static double TwoSided(double z)
    {
        z = Math.Abs(z);
        var density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
        if (z >= SeriesEnds)
        {
            var fraction = z;
            for (var k = 40; k >= 1; k--)
                fraction = z + (k / fraction);
            return double.IsInfinity(z) ? 0 : 2 * density / fraction;
        }
        var (term, sum) = (z, z);
        for (var k = 3; term > 1e-17; k += 2)
            sum += term *= z * z / k;
        return Math.Clamp(1 - (2 * sum * density), 0, 1);
    }
}

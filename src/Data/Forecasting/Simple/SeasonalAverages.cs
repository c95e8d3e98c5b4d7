namespace DeepML.Data;

/// <summary>
/// Splits off a season that is added to the level, as the mean distance of each of its places from a centred running mean.
/// </summary>
internal static class SeasonalAverages
{
    /// <summary>Frees values of their season.</summary>
    /// <param name="values">The values.</param>
    /// <param name="period">Length of the season; 0 for none.</param>
    /// <returns>The values without it, and the season by place; empty where there are fewer than two of it.</returns>
    public static (double[] Free, double[] Season) Free(ReadOnlySpan<double> values, int period)
    {
        var free = values.ToArray();
        if (period < 2 || free.Length < (2 * period) + 1)
            return (free, []);
        var (season, counts) = (new double[period], new int[period]);
        var half = period / 2;
        for (var i = half; i + half < free.Length; i++)
        {
            var around = 0.0; // an even season takes half of the value at either end
            for (var j = i - half; j <= i + half; j++)
                around += values[j] * (period % 2 == 0 && (j == i - half || j == i + half) ? 0.5 : 1);
            season[i % period] += values[i] - (around / period);
            counts[i % period]++;
        }
        for (var place = 0; place < period; place++)
            season[place] /= Math.Max(1, counts[place]);
        var mean = season.Average();
        for (var place = 0; place < period; place++)
            season[place] -= mean;
        for (var i = 0; i < free.Length; i++)
            free[i] -= season[i % period];
        return (free, season);
    }
}

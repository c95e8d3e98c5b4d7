namespace DeepML.Transforms;

/// <summary>How far two counts of the same bins are apart.</summary>
internal static class DriftMeasures
{
    /// <summary>Sets a column beside what it was.</summary>
    public static ColumnDrift Compare(DriftProfile then, DriftTally now, DriftOptions options)
    {
        var (n, m) = ((double)then.Counts.Sum(), (double)now.Counts.Sum());
        var divergence = Information.JensenShannon([.. then.Counts.Select(c => c / n)], [.. now.Counts.Select(c => c / m)]);
        var used = Enumerable.Range(0, then.Counts.Length).Where(bin => then.Counts[bin] + now.Counts[bin] > 0).ToArray();
        // Half a row in each bin: an empty one would be infinitely far.
        var index = used.Sum(bin =>
        {
            var (a, b) = ((then.Counts[bin] + 0.5) / (n + (0.5 * used.Length)), (now.Counts[bin] + 0.5) / (m + (0.5 * used.Length)));
            return (b - a) * Math.Log(b / a);
        });
        var chance = used.Length < 2 ? 1 : Chance(index / ((1 / n) + (1 / m)), used.Length - 1);
        var verdict = chance > options.ChanceLimit ? DriftVerdict.Stable
            : index >= options.DriftedIndex || divergence >= options.DriftedDivergence ? DriftVerdict.Drifted
            : index >= options.ChangedIndex || divergence >= options.ChangedDivergence ? DriftVerdict.Changed : DriftVerdict.Stable;
        return new ColumnDrift(
            then.Name, verdict, index, divergence, chance, then.Counts[^1] / n, now.Counts[^1] / m,
            Mean(then.Edges, then.Sum, n - then.Counts[^1]), Mean(then.Edges, now.Sum, m - now.Counts[^1]));
    }

    // The tail of χ² grows with every two degrees of freedom by a term: Abramowitz and Stegun, 26.4.4 and 26.4.5.
    private static double Chance(double square, int freedom)
    {
        var isOdd = freedom % 2 == 1;
        var tail = isOdd ? 2 * UpperTail(Math.Sqrt(square)) : Math.Exp(-square / 2);
        var term = isOdd ? Math.Sqrt(2 * square / Math.PI) * Math.Exp(-square / 2) : tail * square / 2;
        for (var reached = isOdd ? 1 : 2; reached < freedom; reached += 2)
        {
            tail += term;
            term *= square / (reached + 2);
        }
        return Math.Min(1, tail);
    }

    // Of a normal distribution: Abramowitz and Stegun, 26.2.17, to within 7.5e-8; far out by the first term of its expansion.
    private static double UpperTail(double z)
    {
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z > 5)
            return density / z;
        var t = 1 / (1 + (0.2316419 * z));
        return density * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
    }

    private static double Mean(double[]? edges, double sum, double count) => edges is null || count == 0 ? double.NaN : sum / count;
}

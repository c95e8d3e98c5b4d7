namespace DeepML.Data;

/// <summary>What the training data say about trend, season and spread, where the user has not.</summary>
internal static class SeriesAnalysis
{
    /// <summary>Whether the last value of a window is nearer to what follows than the window's mean, over the whole horizon.</summary>
    public static bool LastValueIsTheBetterLevel(IReadOnlyList<IReadOnlyList<double>> series, int window, int horizon)
    {
        var (last, mean) = (0.0, 0.0);
        foreach (var values in series)
        {
            var sums = new double[values.Count + 1];
            for (var i = 0; i < values.Count; i++)
                sums[i + 1] = sums[i] + values[i];
            var stride = Math.Max(1, values.Count * horizon / 1_000_000); // enough places to tell
            for (var end = window; end + horizon <= values.Count; end += stride)
            {
                var level = (sums[end] - sums[end - window]) / window;
                for (var step = 0; step < horizon; step++)
                {
                    last += (values[end + step] - values[end - 1]) * (values[end + step] - values[end - 1]);
                    mean += (values[end + step] - level) * (values[end + step] - level);
                }
            }
        }
        return last <= mean;
    }

    /// <summary>The lag at which the changes of a series repeat most clearly; 0 if they do not.</summary>
    public static int Period(IReadOnlyList<double> values)
    {
        var changes = new double[Math.Max(0, values.Count - 1)];
        for (var i = 0; i < changes.Length; i++)
            changes[i] = values[i + 1] - values[i];
        var longest = Math.Min(changes.Length / 3, 400);
        if (longest < 4)
            return 0;
        var mean = changes.Average();
        var variance = changes.Sum(c => (c - mean) * (c - mean));
        if (variance <= 0)
            return 0;
        var correlations = new double[longest + 2];
        for (var lag = 1; lag < correlations.Length; lag++)
        {
            var sum = 0.0;
            for (var i = lag; i < changes.Length; i++)
                sum += (changes[i] - mean) * (changes[i - lag] - mean);
            correlations[lag] = sum / variance;
        }
        var best = 0;
        for (var lag = 2; lag <= longest; lag++)
            if (correlations[lag] > 0.3 && correlations[lag] >= correlations[lag - 1] && correlations[lag] >= correlations[lag + 1]
                && (best == 0 || correlations[lag] > correlations[best] + 0.05)) // a multiple of the season is not the season
                best = lag;
        return best;
    }

    /// <summary>How the spread grows with the level: the exponent b of spread ∝ levelᵇ, or 0 if it is not clear.</summary>
    /// <param name="values">The values, all at least 0.</param>
    /// <param name="period">Length of the season; 0 for none.</param>
    public static double SpreadExponent(IReadOnlyList<double> values, int period)
    {
        var length = period >= 4 ? period : Math.Max(4, values.Count / 10);
        var points = new List<(double Level, double Spread)>();
        for (var start = 0; start + length <= values.Count; start += length)
        {
            var part = values.Skip(start).Take(length).ToArray();
            var level = part.Average();
            var spread = Math.Sqrt(part.Zip(part.Skip(1), (a, b) => (b - a) * (b - a)).Average());
            if (level > 0 && spread > 0)
                points.Add((Math.Log(level), Math.Log(spread)));
        }
        if (points.Count < 4 || points.Max(p => p.Level) - points.Min(p => p.Level) < Math.Log(1.5))
            return 0;
        var (meanX, meanY) = (points.Average(p => p.Level), points.Average(p => p.Spread));
        var xy = points.Sum(p => (p.Level - meanX) * (p.Spread - meanY));
        var xx = points.Sum(p => (p.Level - meanX) * (p.Level - meanX));
        var yy = points.Sum(p => (p.Spread - meanY) * (p.Spread - meanY));
        return yy > 0 && xy > 0 && xy * xy / (xx * yy) > 0.5 ? xy / xx : 0;
    }
}

namespace DeepML.Estimators;

/// <summary>Finds the score above which a row is called an anomaly: always a finite number.</summary>
/// <remarks>A row of which everything is missing has no score (NaN) and no say; one so far off that its score overflows has an infinite one.</remarks>
internal static class AnomalyThreshold
{
    /// <summary>The score that a share of the rows exceeds.</summary>
    /// <param name="scores">Scores of training rows.</param>
    /// <param name="contamination">The share, in [0, 0.5].</param>
    public static float Of(float[] scores, double contamination)
    {
        var sorted = scores.Where(score => !float.IsNaN(score)).Order().ToArray();
        var above = (int)Math.Round(contamination * sorted.Length);
        return Math.Min(float.MaxValue, sorted[sorted.Length - 1 - Math.Min(above, sorted.Length - 1)]);
    }

    /// <summary>The threshold with the best F1 score, half-way between two scores.</summary>
    /// <param name="rows">Whether each labelled row is an anomaly, and its score; rows of both kinds that have one.</param>
    public static float Best(IEnumerable<(bool IsAnomaly, float Score)> rows)
    {
        var sorted = rows.Where(r => !float.IsNaN(r.Score)).OrderByDescending(r => r.Score).ToArray();
        var anomalies = sorted.Count(r => r.IsAnomaly);
        var (best, bestScore, found) = (0f, -1.0, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            found += sorted[i].IsAnomaly ? 1 : 0;
            if (i + 1 < sorted.Length && sorted[i + 1].Score == sorted[i].Score)
                continue;
            var f1 = 2.0 * found / (i + 1 + anomalies);
            if (f1 <= bestScore)
                continue;
            bestScore = f1;
            var below = MathF.BitDecrement(sorted[i].Score); // rounding must not put the middle on the upper score, nor infinity between the two
            best = i + 1 < sorted.Length ? Math.Min(below, (float)(((double)sorted[i].Score + sorted[i + 1].Score) / 2)) : below;
        }
        return best;
    }
}

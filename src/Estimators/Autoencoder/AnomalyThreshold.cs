namespace DeepML.Estimators;

/// <summary>Finds the score above which a row is called an anomaly.</summary>
internal static class AnomalyThreshold
{
    /// <summary>The score that a share of the rows exceeds.</summary>
    /// <param name="scores">Scores of training rows.</param>
    /// <param name="contamination">The share, in [0, 0.5].</param>
    public static float Of(float[] scores, double contamination)
    {
        var sorted = scores.Order().ToArray();
        var above = (int)Math.Round(contamination * sorted.Length);
        return sorted[sorted.Length - 1 - Math.Min(above, sorted.Length - 1)];
    }

    /// <summary>The threshold with the best F1 score, half-way between two scores.</summary>
    /// <param name="rows">Whether each labelled row is an anomaly, and its score; rows of both kinds.</param>
    public static float Best(IEnumerable<(bool IsAnomaly, float Score)> rows)
    {
        var sorted = rows.OrderByDescending(r => r.Score).ToArray();
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
            best = i + 1 < sorted.Length ? (sorted[i].Score + sorted[i + 1].Score) / 2 : MathF.BitDecrement(sorted[i].Score);
        }
        return best;
    }
}

namespace DeepML.Estimators;

/// <summary>Finds the score above which a row is called an anomaly: always a finite number.</summary>
/// <remarks>
/// A row of which everything is missing has no score (NaN) and no say; one so far off that its score overflows has an infinite one.
/// </remarks>
internal static class AnomalyThreshold
{
    private const float Rounding = 1e-5f; // a single row's score may differ from its score in a batch by so much of it

    /// <summary>The middle between the scores of a share of the rows and the next lower one; just above all scores for none.</summary>
    /// <param name="scores">Scores of training rows.</param>
    /// <param name="contamination">The share, in [0, 0.5].</param>
    public static float Of(float[] scores, double contamination)
    {
        var sorted = scores.Where(score => !float.IsNaN(score)).Order().ToArray();
        var above = (int)Math.Round(contamination * sorted.Length);
        var last = sorted.Length - 1 - Math.Min(above, sorted.Length - 1);
        var next = last + 1 < sorted.Length ? sorted[last + 1] : sorted[last] + (Rounding * Math.Abs(sorted[last]));
        return Math.Min(float.MaxValue, Between(sorted[last], next));
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
            best = i + 1 < sorted.Length ? Between(sorted[i + 1].Score, sorted[i].Score) : MathF.BitDecrement(sorted[i].Score);
        }
        return best;
    }

    // Half-way, so that rounding, which differs between a batch and a single row, does not call a row of the training data the other
    // thing; the middle must not be rounded onto the upper score, nor infinity lie between the two.
    private static float Between(float lower, float upper) =>
        lower == upper ? lower : Math.Min(MathF.BitDecrement(upper), (float)(((double)lower + upper) / 2));
}

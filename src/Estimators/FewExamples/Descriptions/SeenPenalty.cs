namespace DeepML.Estimators;

/// <summary>
/// What is to be taken off the scores of classes that training had rows of, so that rows of others are not taken for theirs (calibrated
/// stacking: Chao, Changpinyo, Gong and Sha, ECCV 2016).
/// </summary>
internal static class SeenPenalty
{
    /// <summary>Chooses it such that the harmonic mean of the accuracies on both kinds of rows is highest.</summary>
    /// <param name="seen">Rows of seen classes: see <see cref="StackedRow"/>.</param>
    /// <param name="unseen">Rows of unseen classes.</param>
    /// <returns>At least 0, the smallest of those that are as good; and the harmonic mean.</returns>
    public static (double Penalty, double HarmonicMean) Choose(
        IReadOnlyCollection<StackedRow> seen, IReadOnlyCollection<StackedRow> unseen)
    {
        // Between two margins nothing changes: it is tried in the middle of every two, and at 0.
        var margins = seen.Concat(unseen).Select(row => row.Margin).Where(margin => margin > 0).Distinct().Order().ToArray();
        var tried = margins.Select((margin, i) => i + 1 < margins.Length ? (margin + margins[i + 1]) / 2 : margin + 1).Prepend(
            margins.Length > 0 ? margins[0] / 2 : 0).Prepend(0);
        var best = (Penalty: 0.0, HarmonicMean: -1.0);
        foreach (var penalty in tried)
        {
            var (right, found) = (
                seen.Count(row => row.IsRight && row.Margin >= penalty) / (double)seen.Count,
                unseen.Count(row => row.IsRight && row.Margin < penalty) / (double)unseen.Count);
            var mean = right + found > 0 ? 2 * right * found / (right + found) : 0;
            if (mean > best.HarmonicMean)
                best = (penalty, mean);
        }
        return best;
    }
}

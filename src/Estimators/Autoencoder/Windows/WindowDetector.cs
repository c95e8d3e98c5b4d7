namespace DeepML;

/// <summary>A way to tell odd windows, and how well it ranks them.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="AreaUnderRocCurve">Chance of an anomaly to have a larger score than a normal row; 0.5 is chance.</param>
/// <param name="BestF1">The largest F1 score that a threshold reaches.</param>
public sealed record WindowDetector(string Name, double AreaUnderRocCurve, double BestF1)
{
    internal static WindowDetector Of(string name, bool[] labels, float[] scores)
    {
        var rows = labels.Zip(scores).OrderByDescending(row => row.Second).ToArray();
        var (anomalies, found, wrong, below, best) = (labels.Count(label => label), 0, 0, 0.0, 0.0);
        for (var i = 0; i < rows.Length;)
        {
            var (start, before) = (i, found);
            for (; i < rows.Length && rows[i].Second.Equals(rows[start].Second); i++)
                found += rows[i].First ? 1 : 0;
            var normal = i - start - (found - before);
            below += normal * (before + ((found - before) / 2.0)); // normal rows that anomalies lie above; of equals half
            wrong += normal;
            best = Math.Max(best, 2.0 * found / (found + wrong + anomalies));
        }
        return new WindowDetector(name, below / ((double)anomalies * (labels.Length - anomalies)), best);
    }
}

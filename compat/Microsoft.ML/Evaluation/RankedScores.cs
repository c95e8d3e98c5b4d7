namespace Microsoft.ML.Evaluation;

/// <summary>Metrics that depend only on the order of the scores. A label above 0 is a positive.</summary>
internal static class RankedScores
{
    /// <summary>P(score of a positive > score of a negative) + ½ P(equal), by the rank-sum statistic with mean ranks for ties.</summary>
    public static double AreaUnderRocCurve(IReadOnlyList<float> labels, IReadOnlyList<float> scores)
    {
        var order = Enumerable.Range(0, scores.Count).OrderBy(i => scores[i]).ToArray();
        double positives = labels.Count(label => label > 0), negatives = labels.Count - positives;
        if (positives == 0)
            throw new ArgumentOutOfRangeException("PosSample", "AUC is not defined when there is no positive class in the data");
        if (negatives == 0)
            throw new ArgumentOutOfRangeException("NegSample", "AUC is not defined when there is no negative class in the data");
        double rankSum = 0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
                end++;
            var meanRank = (start + 1 + end) / 2.0;
            for (var i = start; i < end; i++)
                if (labels[order[i]] > 0)
                    rankSum += meanRank;
        }
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }

    /// <summary>Lower trapezoid estimate: Boyd, Eng and Page 2013, "Area under the precision-recall curve", ECML PKDD.</summary>
    public static double AreaUnderPrecisionRecallCurve(IReadOnlyList<float> labels, IReadOnlyList<float> scores)
    {
        double positives = labels.Count(label => label > 0);
        double area = 0, hits = 0, taken = 0, lastPrecision = 1;
        foreach (var i in Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]))
        {
            taken++;
            if (labels[i] > 0)
            {
                hits++;
                area += (lastPrecision + hits / taken) / (2 * positives);
            }
            lastPrecision = hits / taken;
        }
        return area;
    }

    /// <summary>Share of the positives that rank before one more than the allowed number of false positives.</summary>
    public static double DetectionRate(IReadOnlyList<float> labels, IReadOnlyList<float> scores, int falsePositiveCount)
    {
        double positives = labels.Count(label => label > 0);
        double detected = 0;
        var falsePositives = 0;
        foreach (var i in Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]))
        {
            if (labels[i] > 0)
                detected++;
            else if (++falsePositives > falsePositiveCount)
                break;
        }
        return detected / positives;
    }
}

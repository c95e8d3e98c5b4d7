using Microsoft.ML.Data;

namespace Microsoft.ML.Evaluation;

internal static class AnomalyEvaluator
{
    public static AnomalyDetectionMetrics Evaluate(IDataView data, string label, string score, string predictedLabel, int falsePositiveCount)
    {
        using var rows = new RowReader(data);
        if (falsePositiveCount <= 0)
            throw new ArgumentOutOfRangeException(nameof(falsePositiveCount), falsePositiveCount, "The number of false positives must be positive");
        var columns = rows.Columns((label, "Label"), (score, "Score"), (predictedLabel, "PredictedLabel"));
        RowReader.CheckType(columns[1], "score", NumberDataViewType.Single.Equals(columns[1].Type), "Single");
        RowReader.CheckType(columns[0], "label", columns[0].Type is KeyDataViewType { Count: 2 } || NumberDataViewType.Single.Equals(columns[0].Type),
            "Single or a KeyType with cardinality 2");

        List<float> labels = [], scores = [];
        var getLabel = rows.Label(columns[0]);
        var getScore = rows.Value<float>(columns[1]);
        while (rows.MoveNext())
        {
            var (y, s) = (getLabel(), getScore());
            if (float.IsNaN(y) || !float.IsFinite(s))
                continue;
            labels.Add(y);
            scores.Add(s);
        }
        return new AnomalyDetectionMetrics(RankedScores.AreaUnderRocCurve(labels, scores), RankedScores.DetectionRate(labels, scores, falsePositiveCount));
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.Evaluation;

internal static class BinaryEvaluator
{
    public static BinaryClassificationMetrics Evaluate(IDataView data, string label, string score, string predictedLabel)
    {
        using var rows = new RowReader(data);
        var columns = rows.Columns((label, "Label"), (score, "Score"), (predictedLabel, "PredictedLabel"));
        return Read(rows, columns[0], columns[1], null).Metrics;
    }

    public static CalibratedBinaryClassificationMetrics EvaluateCalibrated(IDataView data, string label, string score, string probability, string predictedLabel)
    {
        using var rows = new RowReader(data);
        var columns = rows.Columns((label, "Label"), (score, "Score"), (probability, "Probability"), (predictedLabel, "PredictedLabel"));
        var (metrics, labels, probabilities) = Read(rows, columns[0], columns[1], columns[2]);
        var loss = labels.Zip(probabilities, (y, p) => -Math.Log2(y > 0 ? p : 1 - p)).Sum() / labels.Count;
        var positives = labels.Count(y => y > 0) / (double)labels.Count;
        var entropy = -positives * Math.Log2(positives) - (1 - positives) * Math.Log2(1 - positives);
        return new CalibratedBinaryClassificationMetrics(metrics, loss, entropy);
    }

    public static BinaryClassificationMetrics Compute(IReadOnlyList<float> labels, IReadOnlyList<float> scores, string[] names)
    {
        double[][] counts = [new double[2], new double[2]];
        for (var i = 0; i < labels.Count; i++)
            counts[labels[i] > 0 ? 0 : 1][scores[i] > 0 ? 0 : 1]++;
        return new BinaryClassificationMetrics(new ConfusionMatrix(counts, names, isBinary: true),
            RankedScores.AreaUnderRocCurve(labels, scores), RankedScores.AreaUnderPrecisionRecallCurve(labels, scores));
    }

    private static (BinaryClassificationMetrics Metrics, List<float> Labels, List<float> Probabilities) Read(RowReader rows,
        DataViewSchema.Column label, DataViewSchema.Column score, DataViewSchema.Column? probability)
    {
        RowReader.CheckType(score, "score", NumberDataViewType.Single.Equals(score.Type), "Single");
        RowReader.CheckType(label, "label", label.Type is BooleanDataViewType or KeyDataViewType { Count: 2 }
            || NumberDataViewType.Single.Equals(label.Type) || NumberDataViewType.Double.Equals(label.Type),
            "Single, Double, Boolean, or a KeyType with cardinality 2");
        if (probability is { } column)
            RowReader.CheckType(column, "probability", NumberDataViewType.Single.Equals(column.Type), "Single");

        List<float> labels = [], scores = [], probabilities = [];
        var getLabel = rows.Label(label);
        var getScore = rows.Value<float>(score);
        var getProbability = probability is { } p ? rows.Value<float>(p) : () => 0;
        while (rows.MoveNext())
        {
            var (y, s) = (getLabel(), getScore());
            if (float.IsNaN(y) || !float.IsFinite(s))
                continue;
            labels.Add(y);
            scores.Add(s);
            probabilities.Add(getProbability());
        }
        var keys = RowReader.TextAnnotation(label, "KeyValues");
        string[] names = keys is { Length: 2 } ? [keys[1], keys[0]] : ["positive", "negative"];
        return (Compute(labels, scores, names), labels, probabilities);
    }
}

using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Evaluation;

internal static class MulticlassEvaluator
{
    private const float SmallestProbability = 1e-15f;

    public static MulticlassClassificationMetrics Evaluate(IDataView data, string label, string score, string predictedLabel, int topK)
    {
        using var rows = new RowReader(data);
        if (topK < 0)
            throw new ArgumentOutOfRangeException("OutputTopKAcc", topK, "The number of predictions must not be negative");
        var columns = rows.Columns((label, "Label"), (score, "Score"), (predictedLabel, "PredictedLabel"));
        var (labelColumn, scoreColumn) = (columns[0], columns[1]);
        var classes = (scoreColumn.Type as VectorDataViewType)?.Size ?? 0;
        RowReader.CheckType(scoreColumn, "score", classes >= 2 && NumberDataViewType.Single.Equals(((VectorDataViewType)scoreColumn.Type).ItemType),
            "vector of two or more items of type Single");
        RowReader.CheckType(labelColumn, "label", labelColumn.Type is KeyDataViewType || NumberDataViewType.Single.Equals(labelColumn.Type), "Single or Key");

        List<int> labels = [];
        List<float[]> scores = [];
        var getLabel = rows.Label(labelColumn);
        var getScores = rows.Vector(scoreColumn);
        while (rows.MoveNext())
        {
            // NaN fails the comparison too.
            if (getLabel() is var y && !(y >= 0 && y == (int)y))
                continue;
            var values = getScores();
            if (!values.All(float.IsFinite))
                continue;
            labels.Add((int)y);
            scores.Add(values);
        }
        var names = RowReader.TextAnnotation(scoreColumn, "SlotNames")
            ?? Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        return Compute(labels, scores, names, topK);
    }

    /// <summary>Scores are taken as probabilities. A label at or above the number of names is a class the model has never seen.</summary>
    public static MulticlassClassificationMetrics Compute(IReadOnlyList<int> labels, IReadOnlyList<float[]> scores, string[] names, int topK)
    {
        var classes = names.Length;
        var confusion = Enumerable.Range(0, classes).Select(_ => new double[classes]).ToArray();
        var rankCounts = new double[classes + 1];
        var perClassLoss = new double[classes];
        var perClassRows = new double[classes];
        double loss = 0;
        for (var row = 0; row < labels.Count; row++)
        {
            var (label, values) = (labels[row], scores[row]);
            var isKnown = label < classes;
            var own = isKnown ? values[label] : 0;
            var rowLoss = -Math.Log(Math.Clamp(own, SmallestProbability, 1));
            loss += rowLoss;
            var rank = Enumerable.Range(0, classes).Count(i => values[i] > own || (values[i] == own && i < label));
            rankCounts[rank]++;
            // With nothing but negative scores an unseen class ranks first, and the matrix has no cell for it.
            if (isKnown || rank == 0)
                confusion[label][rank == 0 ? label : FirstLargest(values)]++;
            if (isKnown)
            {
                perClassRows[label]++;
                perClassLoss[label] += rowLoss;
            }
        }

        double rows = labels.Count;
        var correct = Enumerable.Range(0, classes).Sum(i => confusion[i][i]);
        var present = Enumerable.Range(0, classes).Where(i => perClassRows[i] > 0).ToArray();
        loss = rows > 0 ? loss / rows : 0;
        var entropy = -present.Sum(i => perClassRows[i] * Math.Log(perClassRows[i] / rows)) / rows;
        var seen = 0.0;
        return new MulticlassClassificationMetrics(
            microAccuracy: rows > 0 ? correct / rows : 0,
            macroAccuracy: present.Length > 0 ? present.Average(i => confusion[i][i] / perClassRows[i]) : 0,
            logLoss: loss,
            logLossReduction: (entropy - loss) / entropy,
            topKPredictionCount: topK,
            topKAccuracies: topK > 0 ? rankCounts.Select(count => (seen += count) / rows).ToArray() : null,
            perClassLogLoss: perClassLoss.Zip(perClassRows, (sum, count) => count > 0 ? sum / count : 0).ToArray(),
            confusionMatrix: new ConfusionMatrix(confusion, names, isBinary: false));
    }

    private static int FirstLargest(float[] values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best])
                best = i;
        return best;
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.Evaluation;

internal static class RegressionEvaluator
{
    public static RegressionMetrics Evaluate(IDataView data, string label, string score)
    {
        using var rows = new RowReader(data);
        var columns = rows.Columns((label, "Label"), (score, "Score"));
        RowReader.CheckType(columns[1], "score", NumberDataViewType.Single.Equals(columns[1].Type), "Single");
        RowReader.CheckType(columns[0], "label", NumberDataViewType.Single.Equals(columns[0].Type), "Single");

        List<float> labels = [], scores = [];
        var getLabel = rows.Label(columns[0]);
        var getScore = rows.Value<float>(columns[1]);
        while (rows.MoveNext())
        {
            var (y, s) = (getLabel(), getScore());
            if (float.IsNaN(y) || float.IsNaN(s))
                continue;
            labels.Add(y);
            scores.Add(s);
        }
        return Compute(labels, scores);
    }

    public static RegressionMetrics Compute(IReadOnlyList<float> labels, IReadOnlyList<float> scores)
    {
        var rows = labels.Count;
        if (rows == 0)
            return new RegressionMetrics(0, 0, 0);
        double absolute = 0, squared = 0, sum = 0, sumOfSquares = 0;
        for (var i = 0; i < rows; i++)
        {
            var error = (double)labels[i] - scores[i];
            absolute += Math.Abs(error);
            squared += error * error;
            sum += labels[i];
            sumOfSquares += (double)labels[i] * labels[i];
        }
        // Rounding must not give constant labels a spread.
        var spread = labels.Min() == labels.Max() ? double.NaN : sumOfSquares - sum * sum / rows;
        return new RegressionMetrics(absolute / rows, squared / rows, 1 - squared / spread);
    }
}

using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>What a detector of anomalies says of rows.</summary>
internal static class AnomalySection
{
    /// <summary>The scores with the threshold, and how well they tell anomalies apart where it is known which are some.</summary>
    public static IEnumerable<object> Write(
        MLContext ml, AutoencoderAnomalyTransformer detector, IDataView data, string labelColumnName)
    {
        var scored = detector.Transform(data);
        double[] scores = [.. scored.GetColumn<float>(scored.Schema[ColumnNames.Score]).Select(score => (double)score)];
        double[] finite = [.. scores.Where(double.IsFinite)];
        if (finite.Length == 0)
            return [Html.Note("No row could be scored: every one holds a missing or infinite number.")];
        var tiles = new List<object>
        {
            Html.Tile(
                Html.Percent(scores.Count(score => score > detector.Threshold) / (double)scores.Length),
                $"of {Html.Count(scores.Length)} rows are flagged"),
            Html.Tile(Html.Number(detector.Threshold), "threshold of the score"),
        };
        if (AreaUnderRoc(ml, scored, labelColumnName) is { } area)
            tiles.Add(Html.Tile(Html.Number(area, "0.000"), "area under the ROC curve; chance: 0.5", area > 0.5 ? "good" : "bad"));
        return
        [
            Html.Styled("div", "tiles", [.. tiles]),
            Chart.Draw(PredictionCharts.Histogram(finite, "score of a row", "score", (detector.Threshold, "threshold"))),
        ];
    }

    // Null where the rows do not say, as truths or as 0 and 1, which of them are anomalies.
    private static double? AreaUnderRoc(MLContext ml, IDataView scored, string labelColumnName)
    {
        if (scored.Schema.GetColumnOrNull(labelColumnName) is not { } label)
            return null;
        if (label.Type is BooleanDataViewType)
            return scored.GetColumn<bool>(label).Distinct().Count() == 2
                ? ml.BinaryClassification.EvaluateNonCalibrated(scored, labelColumnName).AreaUnderRocCurve
                : null;
        return label.Type.Equals(NumberDataViewType.Single)
            && scored.GetColumn<float>(label).Distinct().Order().SequenceEqual([0f, 1f])
                ? ml.AnomalyDetection.Evaluate(scored, labelColumnName).AreaUnderRocCurve
                : null;
    }
}

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
        if (scored.Schema.GetColumnOrNull(labelColumnName) is { Type: BooleanDataViewType } label
            && scored.GetColumn<bool>(label).Distinct().Count() == 2)
        {
            var metrics = ml.AnomalyDetection.Evaluate(scored, labelColumnName);
            tiles.Add(Html.Tile(Html.Number(metrics.AreaUnderRocCurve, "0.000"), "area under the ROC curve; chance: 0.5",
                metrics.AreaUnderRocCurve > 0.5 ? "good" : "bad"));
        }
        return
        [
            Html.Styled("div", "tiles", [.. tiles]),
            Chart.Draw(PredictionCharts.Histogram(finite, "score of a row", "score", (detector.Threshold, "threshold"))),
        ];
    }
}

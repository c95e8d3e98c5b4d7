using System.Xml.Linq;
using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>How a classifier or regressor does on rows with right answers.</summary>
internal static class PredictionSection
{
    private const int MostPoints = 2000; // of a scatter
    private const int MostClasses = 25; // of a drawn confusion
    private const int MostPairs = 15; // of a written one

    /// <summary>What was measured, or why nothing was.</summary>
    public static IEnumerable<object> Write(MLContext ml, PredictionTransformer network, IDataView rows, string labelColumnName)
    {
        if (rows.Schema.GetColumnOrNull(labelColumnName) is not { } label)
            return [Html.Note(
                $"The rows have no column '{labelColumnName}' with right answers: nothing was measured. "
                + $"{nameof(ReportOptions)}.{nameof(ReportOptions.LabelColumnName)} names another.")];
        var scored = network.Transform(rows);
        return network.Head switch
        {
            MulticlassHead head => Classes(scored, label, head),
            YesNoHead when label.Type is BooleanDataViewType => YesOrNo(ml, scored, label),
            MultilabelHead or VectorRegressionHead =>
            [
                Html.Note(
                    "The network answers with several numbers at once: Evaluate of ml.MultilabelClassification() and of "
                    + "ml.VectorRegression() measures them. Below are the first rows."),
            ],
            RegressionHead when label.Type.Equals(NumberDataViewType.Single) => Numbers(scored, label),
            _ =>
            [
                Html.Note(
                    $"Column '{labelColumnName}' is of type {label.Type}, which cannot be set beside what the network answers: nothing "
                    + "was measured."),
            ],
        };
    }

    private static IEnumerable<object> Classes(IDataView scored, DataViewSchema.Column label, MulticlassHead head)
    {
        string[] names = head.KeyValues?.Texts ?? [.. Enumerable.Range(0, head.ClassCount).Select(i => $"{i}")];
        var counts = new long[head.ClassCount, head.ClassCount];
        var sure = new List<(double Probability, bool IsRight)>();
        var (others, unscored) = (0, 0);
        var score = scored.Schema[ColumnNames.Score];
        using (var cursor = scored.GetRowCursor([label, score]))
        {
            var (readLabel, readScore) = (CellTexts.Of(cursor, label), cursor.GetGetter<VBuffer<float>>(score));
            var (buffer, scores) = (default(VBuffer<float>), new float[head.ClassCount]);
            while (cursor.MoveNext())
            {
                readScore(ref buffer);
                buffer.CopyTo(scores);
                var actual = Array.IndexOf(names, readLabel());
                if (actual < 0 || float.IsNaN(scores[0]))
                {
                    (others, unscored) = actual < 0 ? (others + 1, unscored) : (others, unscored + 1);
                    continue;
                }
                var predicted = Array.IndexOf(scores, scores.Max());
                counts[actual, predicted]++;
                sure.Add((scores[predicted], predicted == actual));
            }
        }
        if (sure.Count == 0)
            return
            [
                Html.Note(
                    $"No row has both a class in column '{label.Name}' that the network knows and a score: nothing was measured."),
            ];
        var content = new List<object>();
        if (others + unscored > 0)
            content.Add(Html.Note($"Left out: {others} rows without a class that the network knows, {unscored} that could not be scored."));
        content.AddRange(Measured(counts, names, sure));
        return content;
    }

    private static IEnumerable<object> YesOrNo(MLContext ml, IDataView scored, DataViewSchema.Column label)
    {
        var right = scored.GetColumn<bool>(label).ToArray();
        var predicted = scored.GetColumn<bool>(scored.Schema[ColumnNames.PredictedLabel]).ToArray();
        var scores = scored.GetColumn<float>(scored.Schema[ColumnNames.Score]).ToArray();
        int[] rows = [.. Enumerable.Range(0, right.Length).Where(row => !float.IsNaN(scores[row]))];
        if (rows.Length == 0)
            return [Html.Note("No row could be scored: nothing was measured.")];
        var counts = new long[2, 2];
        foreach (var row in rows)
            counts[right[row] ? 1 : 0, predicted[row] ? 1 : 0]++;
        var probabilities = scored.Schema.GetColumnOrNull(ColumnNames.Probability) is { } probability
            ? scored.GetColumn<float>(probability).ToArray()
            : null;
        var sure = probabilities is null ? null : rows.Select(row => ((double)probabilities[row], right[row])).ToArray();
        var ranking = Ranking(ml, scored, label.Name, rows.Select(row => right[row]).Distinct().Count());
        return [ranking, .. Measured(counts, ["no", "yes"], sure)];
    }

    // Of one class alone there is no order of yes before no.
    private static XElement Ranking(MLContext ml, IDataView scored, string label, int classes)
    {
        if (classes < 2)
            return Html.Note($"All rows have one answer in column '{label}': the area under the ROC curve is not defined.");
        var metrics = ml.BinaryClassification.EvaluateNonCalibrated(scored, label);
        return Html.Styled("div", "tiles",
            Html.Tile(Html.Number(metrics.AreaUnderRocCurve, "0.000"), "area under the ROC curve; chance: 0.5"),
            Html.Tile(Html.Number(metrics.F1Score, "0.000"), "F1"));
    }

    // counts [right, predicted]
    private static IEnumerable<object> Measured(
        long[,] counts, string[] names, IReadOnlyCollection<(double Probability, bool IsRight)>? sure)
    {
        var classes = Enumerable.Range(0, names.Length).ToArray();
        var totals = classes.Select(actual => classes.Sum(predicted => counts[actual, predicted])).ToArray();
        var (rows, right) = (totals.Sum(), classes.Sum(c => counts[c, c]));
        var frequent = totals.Max();
        var bins = sure is { Count: > 0 } ? CalibrationBin.Of(sure) : null;
        var tiles = new List<XElement>
        {
            Html.Tile(
                Html.Percent((double)right / rows),
                $"right of {Html.Count(rows)} rows; always '{names[Array.IndexOf(totals, frequent)]}': "
                + Html.Percent((double)frequent / rows),
                right > frequent ? "good" : "bad"),
        };
        if (bins is not null)
            tiles.Add(Html.Tile(Html.Number(CalibrationBin.ExpectedError(bins), "0.000"), "expected calibration error"));
        yield return Html.Styled("div", "tiles", [.. tiles]);
        var charts = new List<object>();
        if (names.Length <= MostClasses)
        {
            var side = Math.Clamp(200 + (42 * names.Length), Chart.Height, 900);
            charts.Add(Chart.Draw(PredictionCharts.Confusion(counts, names), Math.Max(Chart.Width, side), side));
        }
        if (bins is not null)
            charts.Add(Chart.Draw(PredictionCharts.Reliability(bins)));
        if (charts.Count > 0)
            yield return Html.Beside([.. charts]);
        yield return Html.Folded("By class", Html.Table(
            ["class", "rows", "found (recall)", "right of those named so (precision)"],
            classes.Select(c => (string[])
            [
                names[c], Html.Count(totals[c]), Html.Percent((double)counts[c, c] / totals[c]),
                Html.Percent((double)counts[c, c] / classes.Sum(actual => counts[actual, c])),
            ])));
        var pairs = classes.SelectMany(a => classes.Where(p => p != a && counts[a, p] > 0).Select(p => (a, p, Rows: counts[a, p])))
            .OrderByDescending(pair => pair.Rows).Take(MostPairs).ToArray();
        if (pairs.Length > 0)
            yield return Html.Folded("Most frequent mistakes", Html.Table(
                ["right", "taken for", "rows"], pairs.Select(pair => (string[])[names[pair.a], names[pair.p], Html.Count(pair.Rows)])));
    }

    private static IEnumerable<object> Numbers(IDataView scored, DataViewSchema.Column label)
    {
        var pairs = scored.GetColumn<float>(label).Zip(scored.GetColumn<float>(scored.Schema[ColumnNames.Score]))
            .Where(pair => float.IsFinite(pair.First) && float.IsFinite(pair.Second)).ToArray();
        if (pairs.Length == 0)
            return [Html.Note($"No row has both a number in column '{label.Name}' and a score: nothing was measured.")];
        var errors = pairs.Select(pair => (double)pair.Second - pair.First).ToArray();
        var mean = pairs.Average(pair => (double)pair.First);
        var (squared, spread) = (errors.Average(e => e * e), pairs.Average(pair => (pair.First - mean) * (pair.First - mean)));
        var shown = pairs.Length <= MostPoints ? pairs : [.. pairs.Where((_, i) => i % ((pairs.Length / MostPoints) + 1) == 0)];
        return
        [
            Html.Styled("div", "tiles",
                Html.Tile(
                    spread > 0 ? Html.Number(1 - (squared / spread), "0.000") : "-", "R²; always the mean: 0",
                    squared < spread ? "good" : "bad"),
                Html.Tile(Html.Number(Math.Sqrt(squared)), $"root mean squared error; always the mean: {Html.Number(Math.Sqrt(spread))}"),
                Html.Tile(Html.Number(errors.Average(Math.Abs)), $"mean absolute error over {Html.Count(pairs.Length)} rows")),
            Html.Beside(
                Chart.Draw(PredictionCharts.Scatter(
                    [.. shown.Select(pair => pair.First)], [.. shown.Select(pair => pair.Second)], "predicted over right numbers")),
                Chart.Draw(PredictionCharts.Histogram(errors, "errors", "predicted - right", (0, "")))),
        ];
    }
}

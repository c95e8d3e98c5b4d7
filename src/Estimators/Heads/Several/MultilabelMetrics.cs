using System.Globalization;

namespace DeepML;

/// <summary>How well several labels at once are answered. Labels that are missing do not count.</summary>
/// <param name="HammingLoss">Share of labels that are answered wrongly, in [0, 1].</param>
/// <param name="SubsetAccuracy">Share of rows of which every label is answered rightly, in [0, 1].</param>
/// <param name="MicroF1">F1 score over all labels together, in [0, 1]: frequent labels count most.</param>
/// <param name="MacroF1">Mean of <see cref="PerLabelF1"/>, in [0, 1]: every label counts alike.</param>
/// <param name="PerLabelF1">F1 score of each label; 1 where it is neither there nor predicted.</param>
public sealed record MultilabelMetrics(
    double HammingLoss, double SubsetAccuracy, double MicroF1, double MacroF1, IReadOnlyList<double> PerLabelF1)
{
    /// <summary>A line for people: "hamming loss 0.051, micro F1 0.912, macro F1 0.887, all labels right in 0.811 of the rows".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"hamming loss {HammingLoss:F3}, micro F1 {MicroF1:F3}, macro F1 {MacroF1:F3}, "
            + $"all labels right in {SubsetAccuracy:F3} of the rows");

    /// <summary>Measures.</summary>
    /// <param name="labels">For each row its labels, NaN where one is missing; above a half is yes.</param>
    /// <param name="predicted">For each row what is predicted.</param>
    internal static MultilabelMetrics Of(IReadOnlyList<float[]> labels, IReadOnlyList<bool[]> predicted)
    {
        var width = labels[0].Length;
        var (hits, extra, missed) = (new long[width], new long[width], new long[width]);
        var (wrong, count, exact) = (0L, 0L, 0);
        for (var row = 0; row < labels.Count; row++)
        {
            var before = wrong;
            for (var i = 0; i < width; i++)
            {
                if (float.IsNaN(labels[row][i]))
                    continue;
                var (isYes, told) = (labels[row][i] > 0.5, predicted[row][i]);
                hits[i] += isYes && told ? 1 : 0;
                extra[i] += !isYes && told ? 1 : 0;
                missed[i] += isYes && !told ? 1 : 0;
                wrong += isYes != told ? 1 : 0;
                count++;
            }
            exact += wrong == before ? 1 : 0;
        }
        static double F1(long hits, long extra, long missed) =>
            hits + extra + missed == 0 ? 1 : 2.0 * hits / ((2 * hits) + extra + missed);
        double[] each = [.. Enumerable.Range(0, width).Select(i => F1(hits[i], extra[i], missed[i]))];
        return new MultilabelMetrics(
            (double)wrong / count, (double)exact / labels.Count, F1(hits.Sum(), extra.Sum(), missed.Sum()), each.Average(), each);
    }
}

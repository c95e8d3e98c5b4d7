using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>How synthetic rows compare with real ones; nothing in it is a promise that they help a model.</summary>
public sealed record GanReport
{
    /// <summary>
    /// Per column (or number of a vector, as "Features[3]"): total variation between the real and the synthetic distribution,
    /// 0 if the same, 1 if disjoint; numbers are sorted into tenths of the real ones.
    /// </summary>
    public IReadOnlyDictionary<string, double> Marginals { get; init; } = new Dictionary<string, double>();

    /// <summary>The largest of <see cref="Marginals"/>.</summary>
    public double LargestMarginal => Marginals.Count == 0 ? 0 : Marginals.Values.Max();

    /// <summary>
    /// Largest difference between a correlation of two numbers (a boolean counts as one) in real and in synthetic rows, in [0, 2];
    /// numbers that are all the same in the real rows are left out.
    /// </summary>
    public double LargestCorrelationDifference { get; init; }

    /// <summary>The two columns it was found at; null if there are no two.</summary>
    public (string First, string Second)? LargestCorrelationColumns { get; init; }

    /// <summary>Accuracy of a linear classifier on held-out real rows, trained on other real rows; null without a label.</summary>
    public double? AccuracyTrainedOnReal { get; init; }

    /// <summary>Accuracy of the same classifier on the same rows, trained on as many synthetic rows; null without a label.</summary>
    public double? AccuracyTrainedOnSynthetic { get; init; }

    /// <summary>Median distance of a synthetic row to the nearest real one, all numbers scaled to deviation 1.</summary>
    public double NearestReal { get; init; }

    /// <summary>
    /// Median distance of a real row to the nearest other real one: much more than <see cref="NearestReal"/> speaks of copying.
    /// </summary>
    public double NearestAmongReal { get; init; }

    /// <summary>Synthetic rows that are the same as a real one in every number and category.</summary>
    public int Copies { get; init; }

    /// <summary>
    /// What synthetic rows have lost of a column: a tail, a number that many rows have, or values that hardly occur. Empty if nothing.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Rows compared, of each kind.</summary>
    public int Rows { get; init; }

    /// <summary>A few lines for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line($"{Rows} synthetic rows against as many real ones");
        var widest = Marginals.OrderByDescending(m => m.Value).Select(m => m.Key).FirstOrDefault() ?? "none";
        var correlated = LargestCorrelationColumns is var (a, b) ? $" ({a}, {b})" : "";
        Line($"largest total variation of a column: {LargestMarginal:F3} ({widest})");
        Line($"largest difference of a correlation: {LargestCorrelationDifference:F3}{correlated}");
        if (AccuracyTrainedOnReal is { } real && AccuracyTrainedOnSynthetic is { } made)
            Line($"linear classifier on held-out real rows: {made:P1} trained on synthetic, {real:P1} trained on real rows");
        Line($"median distance to the nearest real row: {NearestReal:G4} (among real rows {NearestAmongReal:G4}); copies: {Copies}");
        foreach (var warning in Warnings)
            Line($"warning: {warning}");
        return text.ToString().TrimEnd();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }
}

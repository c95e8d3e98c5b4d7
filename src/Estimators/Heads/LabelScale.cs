using System.Globalization;
using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>The unit in which a network answers with numbers: its answer times the spread, plus the centre, is the label.</summary>
/// <param name="Centre">The mean of the labels; their median where a few lie far out.</param>
/// <param name="Spread">Their standard deviation, or less where a few lie far out; above 0.</param>
internal sealed record LabelScale(double Centre, double Spread)
{
    private const int MostRows = 1 << 16;
    private const int BatchRows = 4096;
    private const double FarthestMean = 1;
    private const double LeastDeviation = 0.3;
    private const double MostDeviation = 3;
    private const double NormalQuartiles = 1.349;
    private const double HeavyTail = 10; // deviation over what the quartiles say of it

    /// <summary>Labels as they are.</summary>
    public static LabelScale None { get; } = new(0, 1);

    /// <summary>Chooses from the labels of the training rows, the first 65,536 of them.</summary>
    /// <param name="rows">The rows; missing labels are left out.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    /// <returns><see cref="None"/> where they are of about unit size already, or all alike.</returns>
    public static LabelScale Of(IBatchSource rows, ICollection<AutomaticChoice> chosen)
    {
        var labels = WeighedLabel.Of(rows, BatchRows, MostRows).Where(label => double.IsFinite(label.Value) && label.Weight > 0)
            .OrderBy(label => label.Value).ToList();
        if (labels.Count == 0)
            return None;
        var total = labels.Sum(label => label.Weight);
        var mean = labels.Sum(label => label.Weight * label.Value) / total;
        var deviation = Math.Sqrt(labels.Sum(label => label.Weight * (label.Value - mean) * (label.Value - mean)) / total);
        if (!(deviation > 1e-6 * Math.Abs(mean)) || (Math.Abs(mean) <= FarthestMean && deviation is >= LeastDeviation and <= MostDeviation))
            return None;
        var quartiles = (At(labels, total * 3 / 4) - At(labels, total / 4)) / NormalQuartiles;
        var isHeavy = quartiles > 0 && deviation > HeavyTail * quartiles;
        var scale = isHeavy ? new LabelScale(At(labels, total / 2), Math.Max(quartiles, deviation / HeavyTail))
            : new LabelScale(mean, deviation);
        chosen.Add(new AutomaticChoice(
            nameof(SupervisedOptions.ScaleLabel),
            string.Create(CultureInfo.InvariantCulture, $"(label - {scale.Centre:G4}) / {scale.Spread:G4}"),
            FormattableString.Invariant(
                $"{(isHeavy ? "median and quartiles, for a few lie far out," : "mean and deviation")} of {labels.Count} labels")));
        return scale;
    }

    // The first label, in their order, beyond which no more than the rest of the weight lies.
    private static double At(List<WeighedLabel> labels, double weight)
    {
        var below = 0.0;
        foreach (var label in labels)
            if ((below += label.Weight) > weight)
                return label.Value;
        return labels[^1].Value;
    }
}

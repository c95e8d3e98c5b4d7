using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>What a supervised network must beat: always answering with the most frequent class, or with the mean.</summary>
internal static class LabelBaseline
{
    // Enough to compare by; going once more over a stream of any length is not worth it.
    private const int MostRows = 1 << 16;
    private const int MostTrainingRows = 1 << 10; // what a network says of rows that it has learned is little to judge it by
    private const int BatchRows = 256;

    /// <summary>Always the most frequent class, beside the network's share of wrong answers.</summary>
    /// <inheritdoc cref="PredictionTarget.Baseline"/>
    public static Baseline MostFrequentClass(TrainingStep step, FitRows rows)
    {
        var (known, labels, metrics, where) = Look(step, rows);
        var weights = new Dictionary<double, double>();
        foreach (var label in known)
            weights[label.Value] = weights.GetValueOrDefault(label.Value) + label.Weight;
        var heaviest = weights.Values.Max();
        var most = known.First(label => weights[label.Value] == heaviest).Value;
        return new Baseline(
            "always the most frequent class", $"share of wrong answers on {where}",
            1 - (labels.Where(label => label.Value == most).Sum(label => label.Weight) / labels.Sum(label => label.Weight)),
                1 - metrics[MetricNames.Accuracy]);
    }

    /// <summary>Always the mean, beside the network's mean absolute error.</summary>
    /// <inheritdoc cref="PredictionTarget.Baseline"/>
    public static Baseline Mean(TrainingStep step, FitRows rows)
    {
        var (known, labels, metrics, where) = Look(step, rows);
        var mean = Mean(known, label => label.Value);
        return new Baseline(
            "the mean of the training labels", $"mean absolute error on {where}", Mean(labels, label => label.Error(mean)),
                metrics[MetricNames.AbsoluteError]);
    }

    // Labels of the rows that fix the simple answer and of those it is measured on, the network's metrics on these, and what they are.
    private static (List<WeighedLabel> Known, List<WeighedLabel> Measured, IReadOnlyDictionary<string, double> Metrics, string Where) Look(
        TrainingStep step, FitRows rows)
    {
        var (training, measured) = (rows.Training, rows.Measured);
        var sums = new RowSums();
        var atOnce = TrainingLoop.RowsMeasuredAtOnce(step, rows.RowsPerBatch);
        if (rows.Validation is null && training.RowCount > MostTrainingRows)
        {
            var drawn = WeighedLabel.Of(training, atOnce, MostTrainingRows, batch => step.Evaluate(batch, sums), shuffleSeed: 1);
            return (WeighedLabel.Of(training, BatchRows, MostRows), drawn, sums.MeanMetrics,
                $"{drawn.Count} training rows drawn by chance");
        }
        var labels = WeighedLabel.Of(measured, atOnce, MostRows, batch => step.Evaluate(batch, sums));
        var known = ReferenceEquals(training, measured) ? labels : WeighedLabel.Of(training, BatchRows, MostRows);
        var where = (measured.RowCount > MostRows ? $"the first {MostRows} " : "")
            + (ReferenceEquals(training, measured) ? "training rows" : "rows held out");
        return (known, labels, sums.MeanMetrics, where);
    }

    private static double Mean(List<WeighedLabel> labels, Func<WeighedLabel, double> of) =>
        labels.Sum(label => label.Weight * of(label)) / labels.Sum(label => label.Weight);
}

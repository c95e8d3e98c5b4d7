using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>What a supervised network must beat: always answering with the most frequent class, or with the mean.</summary>
internal static class LabelBaseline
{
    // Enough to compare by; going once more over a stream of any length is not worth it.
    private const int MostRows = 1 << 16;
    private const int BatchRows = 256;

    /// <summary>Always the most frequent class, beside the network's share of wrong answers.</summary>
    /// <inheritdoc cref="PredictionTarget.Baseline"/>
    public static Baseline MostFrequentClass(TrainingStep step, FitRows rows)
    {
        var (known, labels, metrics, where) = Look(step, rows);
        var most = known.GroupBy(label => label).MaxBy(group => group.Count())!.Key;
        return new Baseline(
            "always the most frequent class", $"share of wrong answers on {where}", 1 - ((double)labels.Count(label => label == most) / labels.Count),
            1 - metrics[MetricNames.Accuracy]);
    }

    /// <summary>Always the mean, beside the network's mean absolute error.</summary>
    /// <inheritdoc cref="PredictionTarget.Baseline"/>
    public static Baseline Mean(TrainingStep step, FitRows rows)
    {
        var (known, labels, metrics, where) = Look(step, rows);
        var mean = known.Average();
        return new Baseline(
            "the mean of the training labels", $"mean absolute error on {where}", labels.Average(y => Math.Abs(y - mean)), metrics[MetricNames.AbsoluteError]);
    }

    // Labels of the rows that fix the simple answer and of those it is measured on, the network's metrics on these, and what they are.
    private static (List<double> Known, List<double> Measured, IReadOnlyDictionary<string, double> Metrics, string Where) Look(TrainingStep step, FitRows rows)
    {
        var (training, measured) = (rows.Training, rows.Measured);
        var sums = new RowSums();
        var labels = Labels(measured, batch => step.Evaluate(batch, sums));
        var known = ReferenceEquals(training, measured) ? labels : Labels(training, null);
        var where = (measured.RowCount > MostRows ? $"the first {MostRows} " : "") + (ReferenceEquals(training, measured) ? "training rows" : "rows held out");
        return (known, labels, sums.MeanMetrics, where);
    }

    private static List<double> Labels(IBatchSource rows, Action<TensorBatch>? look)
    {
        var labels = new List<double>(); // in which every key is exact
        using var gradientsOff = no_grad();
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            look?.Invoke(batch);
            labels.AddRange(batch.Targets.to(ScalarType.Float64).ReadAll<double>());
            if (labels.Count >= MostRows)
                break;
        }
        return labels;
    }
}

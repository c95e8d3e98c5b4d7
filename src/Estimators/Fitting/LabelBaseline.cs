using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>What a supervised network must beat: always answering with the most frequent class, or with the mean.</summary>
internal static class LabelBaseline
{
    // Enough to compare by; going once more over a stream of any length is not worth it.
    private const int MostRows = 1 << 16;
    private const int BatchRows = 256;

    /// <summary>Measures both.</summary>
    /// <param name="step">Measures the trained network.</param>
    /// <param name="rows">The rows that fix the simple answer; both are measured on those held out if there are any.</param>
    /// <param name="target">What is predicted.</param>
    public static Baseline Measure(TrainingStep step, FitRows rows, PredictionTarget target)
    {
        var (training, measured) = (rows.Training, rows.Measured);
        var sums = new RowSums();
        var labels = Labels(measured, batch => step.Evaluate(batch, sums));
        var known = ReferenceEquals(training, measured) ? labels : Labels(training, null);
        var where = (measured.RowCount > MostRows ? $"the first {MostRows} " : "") + (ReferenceEquals(training, measured) ? "training rows" : "rows held out");
        if (target.Task == PredictionTask.Regression)
        {
            var mean = known.Average();
            return new Baseline(
                "the mean of the training labels", $"mean absolute error on {where}", labels.Average(y => Math.Abs(y - mean)), sums.MeanMetrics["mean absolute error"]);
        }
        var most = known.GroupBy(label => label).MaxBy(group => group.Count())!.Key;
        return new Baseline(
            "always the most frequent class", $"share of wrong answers on {where}", 1 - ((double)labels.Count(label => label == most) / labels.Count),
            1 - sums.MeanMetrics["accuracy"]);
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

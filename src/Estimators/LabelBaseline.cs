using DeepML.Data;
using DeepML.Trainers;
using DeepML.Transforms;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>What a supervised network must beat: always answering with the most frequent class, or with the mean.</summary>
internal static class LabelBaseline
{
    /// <summary>Measures both.</summary>
    /// <param name="step">Measures the trained network.</param>
    /// <param name="training">The rows that fix the simple answer.</param>
    /// <param name="measured">The rows on which both are measured: those held out if there are any.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="options">Batch size.</param>
    public static Baseline Measure(TrainingStep step, IBatchSource training, IBatchSource measured, PredictionTarget target, TrainingOptions options)
    {
        var network = TrainingLoop.Evaluate(step, measured, options)!;
        var where = ReferenceEquals(training, measured) ? "training rows" : "rows held out";
        using var scope = NewDisposeScope();
        if (target.Task == PredictionTask.Regression)
        {
            var mean = Sum(training, t => t.sum(), t => t.to(ScalarType.Float64)).ToDouble() / training.RowCount;
            var error = Sum(measured, t => (t - mean).abs().sum(), t => t.to(ScalarType.Float64)).ToDouble() / measured.RowCount;
            return new Baseline("the mean of the training labels", $"mean absolute error on {where}", error, network.MeanMetrics["mean absolute error"]);
        }
        var classes = target.Task == PredictionTask.Multiclass ? target.ClassCount : 2;
        var most = Counts(training, classes).argmax().ToInt64();
        var share = Counts(measured, classes)[most].ToDouble() / measured.RowCount;
        return new Baseline("always the most frequent class", $"share of wrong answers on {where}", 1 - share, 1 - network.MeanMetrics["accuracy"]);
    }

    private static Tensor Counts(IBatchSource rows, int classes) => Sum(
        rows, t => nn.functional.one_hot(t, classes).sum(0L), t => t.to(ScalarType.Int64));

    private static Tensor Sum(IBatchSource rows, Func<Tensor, Tensor> sum, Func<Tensor, Tensor> convert)
    {
        const int batchSize = 4096;
        Tensor? total = null;
        foreach (var batch in rows.Epoch(batchSize, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var part = sum(convert(batch.Targets)).MoveToOuterDisposeScope();
            if (total is null)
                total = part;
            else
                total.add_(part);
        }
        return total!;
    }
}

using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Mean and deviation of each number of a step, over all steps that have it, each as much as its sequence.</summary>
/// <param name="Means">Of each number; 0 where none is there.</param>
/// <param name="Deviations">Square roots of the mean squared distances from them.</param>
internal sealed record StepMoments(double[] Means, double[] Deviations)
{
    /// <summary>What numbers are divided by: a number that never changes has no deviation, but for rounding.</summary>
    public float[] Spreads => [.. Deviations.Zip(Means, (deviation, mean) => VectorRegressionTask.Spread(deviation, mean))];

    /// <summary>Goes once over the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="batchRows">Sequences that are read at once.</param>
    /// <param name="numbers">A batch → (batch, time, numbers), NaN where there is none.</param>
    public static StepMoments Of(IBatchSource rows, int batchRows, Func<TensorBatch, Tensor> numbers)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        Tensor? sums = null, shift = null;
        foreach (var batch in rows.Epoch(batchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            var values = numbers(batch).to(ScalarType.Float64);
            var there = StepBaseline.Counted(values, batch);
            shift ??= ((values.nan_to_num() * there).sum(0L).sum(0L) / there.sum(0L).sum(0L).clamp_min(Numbers.One))
                .MoveToOuterDisposeScope(); // numbers far from 0 would lose their deviation in the squares
            var centred = (values - shift).nan_to_num();
            var part = stack([there, centred * there, centred.Squared() * there]).sum(1L).sum(1L); // (3, numbers)
            sums = (sums is null ? part : sums.Plus(part)).MoveToOuterDisposeScope();
        }
        var counts = sums![0].clamp_min(Numbers.Kept(double.Epsilon));
        var means = sums[1] / counts;
        var deviations = ((sums[2] / counts) - means.Squared()).relu().sqrt();
        return new StepMoments(means.Plus(shift!).ReadAll<double>(), deviations.ReadAll<double>());
    }
}

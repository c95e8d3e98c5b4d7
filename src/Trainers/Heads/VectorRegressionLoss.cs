using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// The loss of several numbers at once: the mean over the numbers of a row that are there, then over rows; with squared errors twice
/// ½Σ(T - O)² over their number. The metric is the mean absolute error.
/// </summary>
internal sealed class VectorRegressionLoss : HeadLoss
{
    private readonly TrainingOptions _options;
    private readonly NumberRule _rule;
    private readonly Tensor _centres;
    private readonly Tensor _spreads;

    /// <param name="options">Label noise: the standard deviation of what is added.</param>
    /// <param name="rule">How numbers are learned.</param>
    /// <param name="centres">For each number what is taken off the labels.</param>
    /// <param name="spreads">What the rest is divided by, above 0.</param>
    /// <param name="device">Where the batches are; null for the CPU.</param>
    public VectorRegressionLoss(TrainingOptions options, NumberRule rule, double[] centres, double[] spreads, Device? device = null)
    {
        (_options, _rule) = (options, rule);
        Tensor Of(double[] numbers) => tensor(Array.ConvertAll(numbers, n => (float)n), device: device ?? CPU).DetachFromDisposeScope();
        (_centres, _spreads) = (Of(centres), Of(spreads));
        Identity = new { Head = "vector regression", Rule = rule, Centres = centres, Spreads = spreads };
    }

    /// <inheritdoc/>
    public override object Identity { get; }

    /// <inheritdoc/>
    public override Tensor Training(Tensor answer, TensorBatch batch) => Loss(answer, Noisy(batch), batch);

    /// <inheritdoc/>
    public override Tensor Noisy(TensorBatch batch) =>
        _options.LabelNoise == 0 ? batch.Targets : TrainingNoise.OnNumbers(batch.Targets, _options.LabelNoise);

    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, TensorBatch batch) => Loss(answer, batch.Targets, batch);

    /// <inheritdoc/>
    public override void Measure(Tensor answer, TensorBatch batch, RowSums sums)
    {
        var there = batch.Targets.isnan().logical_not();
        var errors = (_rule.Predicted(answer) - Scaled(batch.Targets)).abs_().mul_(_spreads);
        AddMean(sums, MetricNames.AbsoluteError, MaskedRows.Mean(errors, there), batch);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _centres.Dispose();
        _spreads.Dispose();
    }

    private Tensor Loss(Tensor answer, Tensor targets, TensorBatch batch)
    {
        var there = targets.isnan().logical_not();
        // what is missing must not reach a gradient even as NaN times 0
        var known = where(there, Scaled(targets), _rule.Predicted(answer).detach());
        return MeanOfRows(MaskedRows.Mean(_rule.Each(answer, known), there), batch);
    }

    private Tensor Scaled(Tensor targets) => (targets - _centres) / _spreads;
}

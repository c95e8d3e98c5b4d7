using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Cross-entropy of yes or no; the metric is the accuracy.</summary>
internal sealed class BinaryLoss : HeadLoss
{
    private const int Classes = 2;

    private readonly TrainingOptions _options;
    private readonly Tensor? _weights;

    /// <param name="options">Label noise, smoothing and class weights: false, then true.</param>
    /// <param name="device">Where the batches are; null for the CPU.</param>
    /// <exception cref="ArgumentException">The class weights are not two.</exception>
    public BinaryLoss(TrainingOptions options, Device? device = null)
    {
        _options = options;
        _weights = ClassWeights.Of(options, Classes, device);
    }

    /// <inheritdoc/>
    public override object Identity => new { Head = "binary" };

    /// <summary>What is wrong with options for this loss: none of them may be without effect.</summary>
    public static void Validate(TrainingOptions options, OptionFaults faults)
    {
        faults.InRange(options.LabelNoise, 0, 1, "Training.LabelNoise");
        if (options.ClassWeights is { Count: not Classes } weights)
            faults.Add("Training.ClassWeights", $"a list of {weights.Count}", "a list of 2: false, true");
    }

    /// <inheritdoc/>
    public override Tensor Training(Tensor answer, TensorBatch batch) =>
        Loss(answer.squeeze(1), Noisy(batch), batch, _options.LabelSmoothing);

    /// <inheritdoc/>
    public override AnswerLoss? Known(TensorBatch batch) => batch.Weights is null && _weights is null
        ? new NumberErrors<NumberError.LogisticCrossEntropy>(Smooth(Noisy(batch), _options.LabelSmoothing)) : null;

    /// <inheritdoc/>
    public override Tensor Noisy(TensorBatch batch) =>
        _options.LabelNoise == 0 ? batch.Targets : TrainingNoise.OnClasses(batch.Targets, _options.LabelNoise, Classes);

    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, TensorBatch batch) => Loss(answer.squeeze(1), batch.Targets, batch, smoothing: 0);

    /// <inheritdoc/>
    public override void Measure(Tensor answer, TensorBatch batch, RowSums sums)
    {
        var yes = batch.Targets.gt(Numbers.Kept(0.5));
        var right = answer.squeeze(1).gt(Numbers.Zero).eq(yes);
        if (batch.Weights is null)
            sums.Add(MetricNames.Accuracy, right.ShareTrue(), batch.Rows);
        else
            AddWeighted(sums, MetricNames.Accuracy, right.to(ScalarType.Float32), batch);
    }

    /// <inheritdoc/>
    public override void Dispose() => _weights?.Dispose();

    private static Tensor Smooth(Tensor targets, double smoothing) =>
        smoothing == 0 ? targets : targets.Times(1 - smoothing).PlusInPlace(smoothing / 2);

    private Tensor Loss(Tensor logits, Tensor targets, TensorBatch batch, double smoothing)
    {
        var smooth = Smooth(targets, smoothing);
        if (_weights is null && batch.Weights is null)
            return nn.functional.binary_cross_entropy_with_logits(logits, smooth);
        // Weighted like cross_entropy: a mean over the rows' weights, so that the size of the weights does not change the step.
        var weights = _weights?.index_select(0, targets.to(ScalarType.Int64));
        if (weights is null || batch.Weights is not null)
            return Weighted(nn.functional.binary_cross_entropy_with_logits(logits, smooth, weights, nn.Reduction.None), batch, weights);
        var sum = nn.functional.binary_cross_entropy_with_logits(logits, smooth, weights, nn.Reduction.Sum);
        return sum / weights.sum();
    }
}

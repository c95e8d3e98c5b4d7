using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Cross-entropy of classes; the metric is the accuracy.</summary>
internal sealed class MulticlassLoss : HeadLoss
{
    private readonly TrainingOptions _options;
    private readonly int _classes;
    private readonly Tensor? _weights;

    /// <param name="options">Label noise, smoothing and class weights.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="device">Where the batches are; null for the CPU.</param>
    /// <exception cref="ArgumentException">The class weights are not one per class.</exception>
    public MulticlassLoss(TrainingOptions options, int classes, Device? device = null)
    {
        _options = options;
        _classes = classes;
        _weights = ClassWeights.Of(options, classes, device);
    }

    /// <inheritdoc/>
    public override object Identity => new { Head = "multiclass", Classes = _classes };

    /// <summary>What is wrong with options for this loss: none of them may be without effect.</summary>
    public static void Validate(TrainingOptions options, OptionFaults faults) =>
        faults.InRange(options.LabelNoise, 0, 1, "Training.LabelNoise");

    /// <inheritdoc/>
    public override Tensor Training(Tensor answer, TensorBatch batch) => Loss(answer, Noisy(batch), batch, _options.LabelSmoothing);

    /// <inheritdoc/>
    public override AnswerLoss? Known(TensorBatch batch) =>
        batch.Weights is null && _weights is null ? new ClassErrors(Noisy(batch), _options.LabelSmoothing) : null;

    /// <inheritdoc/>
    public override Tensor Noisy(TensorBatch batch) =>
        _options.LabelNoise == 0 ? batch.Targets : TrainingNoise.OnClasses(batch.Targets, _options.LabelNoise, _classes);

    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, TensorBatch batch) => Loss(answer, batch.Targets, batch, smoothing: 0);

    /// <inheritdoc/>
    public override void Measure(Tensor answer, TensorBatch batch, RowSums sums)
    {
        var right = answer.argmax(1).eq(batch.Targets);
        if (batch.Weights is null)
            sums.Add(MetricNames.Accuracy, right.ShareTrue(), batch.Rows);
        else
            AddWeighted(sums, MetricNames.Accuracy, right.to(ScalarType.Float32), batch);
    }

    /// <inheritdoc/>
    public override void Dispose() => _weights?.Dispose();

    private Tensor Loss(Tensor answer, Tensor targets, TensorBatch batch, double smoothing)
    {
        if (batch.Weights is null)
            return nn.functional.cross_entropy(answer, targets, _weights, label_smoothing: smoothing);
        var each = nn.functional.cross_entropy(answer, targets, _weights, reduction: nn.Reduction.None, label_smoothing: smoothing);
        return Weighted(each, batch, _weights?.index_select(0, targets));
    }
}

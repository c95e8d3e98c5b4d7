using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Cross-entropy of several yes or no at once: the mean over the labels of a row that are there, then over rows. The metric is the share
/// of labels that are answered wrongly (hamming loss) at a probability of a half.
/// </summary>
/// <param name="options">Label noise and smoothing.</param>
/// <param name="labels">Labels per row.</param>
internal sealed class MultilabelLoss(TrainingOptions options, int labels) : HeadLoss
{
    /// <inheritdoc/>
    public override object Identity => new { Head = "multilabel", Labels = labels };

    /// <summary>What is wrong with options for this loss: none of them may be without effect.</summary>
    public static void Validate(TrainingOptions options, OptionFaults faults)
    {
        faults.InRange(options.LabelNoise, 0, 1, "Training.LabelNoise");
        if (options.ClassWeights is { } weights)
            faults.Add("Training.ClassWeights", $"a list of {weights.Count}", "null for several labels");
    }

    /// <inheritdoc/>
    public override Tensor Training(Tensor answer, TensorBatch batch) => Loss(answer, Noisy(batch), batch, options.LabelSmoothing);

    /// <inheritdoc/>
    public override Tensor Noisy(TensorBatch batch)
    {
        if (options.LabelNoise == 0)
            return batch.Targets;
        var noisy = TrainingNoise.OnClasses(batch.Targets, options.LabelNoise, 2);
        return where(batch.Targets.isnan(), batch.Targets, noisy); // what is missing stays so
    }

    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, TensorBatch batch) => Loss(answer, batch.Targets, batch, smoothing: 0);

    /// <inheritdoc/>
    public override void Measure(Tensor answer, TensorBatch batch, RowSums sums)
    {
        var there = batch.Targets.isnan().logical_not();
        var wrong = answer.gt(Numbers.Zero).ne(batch.Targets.gt(Numbers.Kept(0.5))).to(ScalarType.Float32);
        AddMean(sums, MetricNames.HammingLoss, MaskedRows.Mean(wrong, there), batch);
    }

    private Tensor Loss(Tensor answer, Tensor targets, TensorBatch batch, double smoothing)
    {
        var there = targets.isnan().logical_not();
        var known = where(there, targets, zeros_like(targets));
        var smooth = smoothing == 0 ? known : known.Times(1 - smoothing).PlusInPlace(smoothing / 2);
        var each = nn.functional.binary_cross_entropy_with_logits(answer, smooth, reduction: nn.Reduction.None);
        return MeanOfRows(MaskedRows.Mean(each, there), batch);
    }
}

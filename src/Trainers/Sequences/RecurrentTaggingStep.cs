using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Learns a tag per step.</summary>
/// <inheritdoc cref="StepAnswersStep"/>
internal sealed class RecurrentTaggingStep(RecurrentTaggingNetwork network, WeightUpdate update, int segmentLength, double meanWeight = 1)
    : StepAnswersStep(network, update, segmentLength, meanWeight)
{
    /// <inheritdoc/>
    public override object Identity => new { Loss = "cross-entropy of each step", SegmentLength };

    // (batch, time): tags as classes from 0, and -1.
    /// <inheritdoc/>
    protected override Tensor Targets(TensorBatch batch, Tensor lengths, long time)
    {
        // ML.NET keys start at 1 (0 = missing), torch classes at 0
        var tags = batch.Targets.narrow(1, 0, time).to(ScalarType.Int64).Minus(1);
        return tags.masked_fill(SequenceEncoderNetwork.Mask(lengths, time).logical_not(), Numbers.Kept(-1));
    }

    /// <inheritdoc/>
    protected override (Tensor Mean, double Weight)? Loss(Tensor answers, Tensor targets, Tensor? weights) =>
        SequenceLoss.CrossEntropy(answers, targets, weights) is { } found ? (found.Mean, found.Weight) : null;

    /// <inheritdoc/>
    protected override void Measure(Tensor answers, Tensor targets, Tensor? weights, double weight, RowSums sums) =>
        sums.Add(MetricNames.Accuracy, SequenceLoss.Right(answers, targets, weights) / weight, weight);
}

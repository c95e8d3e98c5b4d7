using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Learns a tag per step by back-propagation through time: through whole sequences, or segment by segment with the state carried
/// over (truncated; Williams and Peng, Neural Computation 2, 1990), which takes memory for one segment only.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="segmentLength">Steps per segment; 0 for whole sequences.</param>
/// <param name="meanWeight">Mean weight of the training sequences.</param>
internal sealed class RecurrentTaggingStep(RecurrentTaggingNetwork network, WeightUpdate update, int segmentLength, double meanWeight = 1)
    : TrainingStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => new { Loss = "cross-entropy of each step", SegmentLength = segmentLength };

    /// <inheritdoc/>
    public override string? WhyNotShared => segmentLength > 0
        ? "weights move after each segment, and the shares of a batch have different numbers of them; leave SegmentLength null" : null;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var targets = Targets(batch); // (batch, time)
        var time = targets.size(1);
        var segment = segmentLength == 0 ? time : segmentLength;
        var weights = RowWeights.Of(batch, meanWeight);
        var (loss, counted) = (0.0, 0.0);
        Tensor[][]? states = null;
        for (var start = 0L; start < time; start += segment)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(segment, time - start);
            Tensor logits; // (batch, count, tags)
            if (count == time)
            {
                logits = network.call(batch.Features, batch.Lengths);
            }
            else
            {
                (logits, var next) = network.Segment(batch.Features, start, count, states);
                states = [.. next.Select(layer => Array.ConvertAll(layer, state => state.detach().MoveToOuterDisposeScope()))];
            }
            if (SequenceLoss.CrossEntropy(logits, targets.narrow(1, start, count), weights) is not { } found)
                continue;
            update.Minimize(found.Mean, batch.Rows);
            loss += (double)found.Mean.Read<float>() * found.Weight;
            counted += found.Weight;
        }
        sums.Add(counted > 0 ? loss / counted : 0, batch.Rows, RowWeights.Sum(batch, meanWeight));
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var targets = Targets(batch);
        var logits = network.call(batch.Features, batch.Lengths);
        var weights = RowWeights.Of(batch, meanWeight);
        if (SequenceLoss.CrossEntropy(logits, targets, weights) is not { } loss)
            return;
        sums.Add(loss.Mean.Read<float>(), batch.Rows, RowWeights.Sum(batch, meanWeight));
        if (loss.Weight > 0)
            sums.Add(MetricNames.Accuracy, SequenceLoss.Right(logits, targets, weights) / loss.Weight, loss.Weight);
    }

    // Tags as classes from 0, up to the longest sequence; -1 where a tag is missing or the sequence has ended.
    private static Tensor Targets(TensorBatch batch)
    {
        var lengths = SequenceEncoderNetwork.AtLeastOne(batch.Lengths);
        var time = lengths.max().Read<long>();
        // ML.NET keys start at 1 (0 = missing), torch classes at 0
        var tags = batch.Targets.narrow(1, 0, time).to(ScalarType.Int64).Minus(1);
        return tags.masked_fill(SequenceEncoderNetwork.Mask(lengths, time).logical_not(), Numbers.Kept(-1));
    }
}

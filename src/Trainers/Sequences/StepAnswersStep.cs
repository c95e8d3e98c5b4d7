using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Learns an answer per step by back-propagation through time: through whole sequences, or segment by segment with the state carried
/// over (truncated; Williams and Peng, Neural Computation 2, 1990), which takes memory for one segment only.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="segmentLength">Steps per segment; 0 for whole sequences.</param>
/// <param name="meanWeight">Mean weight of the training sequences.</param>
internal abstract class StepAnswersStep(RecurrentTaggingNetwork network, WeightUpdate update, int segmentLength, double meanWeight)
    : TrainingStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override string? WhyNotShared => segmentLength > 0
        ? "weights move after each segment, and the shares of a batch have different numbers of them; leave SegmentLength null" : null;

    /// <summary>Steps per segment; 0 for whole sequences.</summary>
    protected int SegmentLength => segmentLength;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var lengths = SequenceEncoderNetwork.AtLeastOne(batch.Lengths);
        var time = lengths.max().Read<long>();
        var targets = Targets(batch, lengths, time);
        var segment = segmentLength == 0 ? time : segmentLength;
        var weights = RowWeights.Of(batch, meanWeight);
        var (loss, counted) = (0.0, 0.0);
        Tensor[][]? states = null;
        for (var start = 0L; start < time; start += segment)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(segment, time - start);
            Tensor answers; // (batch, count, answers)
            if (count == time)
            {
                answers = Answer(batch);
            }
            else
            {
                (answers, var next) = network.Segment(batch.Features, start, count, states);
                states = [.. next.Select(layer => Array.ConvertAll(layer, state => state.detach().MoveToOuterDisposeScope()))];
            }
            if (Loss(answers, targets.narrow(1, start, count), weights) is not { } found)
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
        var lengths = SequenceEncoderNetwork.AtLeastOne(batch.Lengths);
        var targets = Targets(batch, lengths, lengths.max().Read<long>());
        var answers = Answer(batch);
        var weights = RowWeights.Of(batch, meanWeight);
        if (Loss(answers, targets, weights) is not { } loss)
            return;
        sums.Add(loss.Mean.Read<float>(), batch.Rows, RowWeights.Sum(batch, meanWeight));
        if (loss.Weight > 0)
            Measure(answers, targets, weights, loss.Weight, sums);
    }

    /// <summary>The network's answers, (batch, time, answers), up to the longest sequence of the batch.</summary>
    public Tensor Answer(TensorBatch batch) => network.call(batch.Features, batch.Lengths);

    /// <summary>What should be answered.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="lengths">(batch), int64, at least 1.</param>
    /// <param name="time">The longest of them.</param>
    /// <returns>(batch, time, …), with what says that nothing is asked where an answer is missing or the sequence has ended.</returns>
    protected abstract Tensor Targets(TensorBatch batch, Tensor lengths, long time);

    /// <summary>How far off answers are.</summary>
    /// <param name="answers">(batch, time, answers).</param>
    /// <param name="targets">(batch, time, …), of the same steps.</param>
    /// <param name="weights">(batch): see <see cref="RowWeights.Of"/>; null where sequences count alike.</param>
    /// <returns>The mean, 0-d, times the mean of the weights, and what counts together; null if nothing is asked.</returns>
    protected abstract (Tensor Mean, double Weight)? Loss(Tensor answers, Tensor targets, Tensor? weights);

    /// <summary>Adds the metric that people read.</summary>
    /// <param name="answers">(batch, time, answers).</param>
    /// <param name="targets">(batch, time, …).</param>
    /// <param name="weights">(batch), or null.</param>
    /// <param name="weight">What counts together, above 0.</param>
    /// <param name="sums">Receives it.</param>
    protected abstract void Measure(Tensor answers, Tensor targets, Tensor? weights, double weight, RowSums sums);
}

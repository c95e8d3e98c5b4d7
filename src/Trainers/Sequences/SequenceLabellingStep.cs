using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Learns which labels a sequence has, in their order, without being told at which steps.</summary>
/// <param name="network">Answers at every step; class 0 is none.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
internal sealed class SequenceLabellingStep(RecurrentTaggingNetwork network, WeightUpdate update) : TrainingStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => new { Loss = "connectionist temporal classification" };

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var loss = Loss(batch, out _);
        update.Minimize(loss, batch.Rows);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var loss = Loss(batch, out var logits);
        sums.Add(loss.Read<float>(), batch.Rows);
        var labels = Labels(batch);
        var written = TemporalClassification.BestPath(logits, SequenceEncoderNetwork.AtLeastOne(batch.Lengths));
        var count = (double)labels.Sum(row => row.Length);
        if (count > 0)
            sums.Add(MetricNames.EditsPerLabel, written.Zip(labels, (one, other) => EditDistance.Between(one, other)).Sum() / count, count);
    }

    /// <summary>The labels of the rows of a batch.</summary>
    public static long[][] Labels(TensorBatch batch)
    {
        var (width, ends) = ((int)batch.Targets.size(1), batch.TargetLengths.ReadAll<long>());
        var all = batch.Targets.to(ScalarType.Int64).ReadAll<long>();
        return [.. ends.Select((end, row) => all[(row * width)..((row * width) + (int)end)])];
    }

    // The mean over sequences of what one label costs.
    private Tensor Loss(TensorBatch batch, out Tensor logits)
    {
        logits = network.call(batch.Features, batch.Lengths); // (batch, time, labels + 1)
        var nats = TemporalClassification.Nats(
            logits, SequenceEncoderNetwork.AtLeastOne(batch.Lengths), batch.Targets.to(ScalarType.Int64), batch.TargetLengths);
        return (nats / batch.TargetLengths.clamp_min(Numbers.One)).mean();
    }
}

using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Learns to write output sequences, given the right keys before each one (teacher forcing), or now and then the network's own.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="teacherForcing">Share of the steps at which the right key before is given, in [0, 1].</param>
internal sealed class SequenceToSequenceStep(SequenceToSequenceNetwork network, WeightUpdate update, double teacherForcing) : TrainingStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => new { Loss = "cross-entropy of each step", TeacherForcing = teacherForcing };

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var (keys, targets) = Targets(batch);
        var own = new bool[targets.size(1)];
        if (teacherForcing < 1)
        {
            var draws = rand(own.Length).ReadAll<float>(); // torch's generator belongs to the fit
            for (var i = 0; i < own.Length; i++)
                own[i] = draws[i] >= teacherForcing;
        }
        // every sequence has an end
        var (mean, _) = SequenceLoss.CrossEntropy(network.Force(batch.Features, batch.Lengths, keys, own), targets)!.Value;
        update.Minimize(mean, batch.Rows);
        sums.Add(mean.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (keys, targets) = Targets(batch);
        var logits = network.Force(batch.Features, batch.Lengths, keys, new bool[targets.size(1)]);
        var (mean, steps) = SequenceLoss.CrossEntropy(logits, targets)!.Value;
        sums.Add(mean.Read<float>(), batch.Rows);
        sums.Add(MetricNames.Accuracy, (double)SequenceLoss.Right(logits, targets) / steps, (int)steps);
    }

    // Output keys with one 0, the end, behind each sequence; and the same with -1 behind the end.
    private static (Tensor Keys, Tensor Targets) Targets(TensorBatch batch)
    {
        var (rows, lengths) = (batch.Targets, batch.TargetLengths); // (batch, steps), (batch)
        var time = lengths.max().Read<long>() + 1;
        var written = rows.narrow(1, 0, time - 1).to(ScalarType.Int64);
        var keys = cat([written, zeros(rows.size(0), 1, dtype: ScalarType.Int64, device: rows.device)], 1); // (batch, time)
        var place = arange(Numbers.Zero, Numbers.Kept(time), Numbers.One, ScalarType.Int64, rows.device).unsqueeze(0);
        return (keys, keys.masked_fill(place.gt(lengths.unsqueeze(1)), Numbers.Kept(-1)));
    }
}

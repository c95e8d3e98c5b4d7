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
        var (keys, targets) = EndedKeys.Of(batch.Targets, batch.TargetLengths);
        var own = new bool[targets.size(1)];
        if (teacherForcing < 1)
        {
            var draws = rand(own.Length).ReadAll<float>(); // torch's generator belongs to the fit
            for (var i = 0; i < own.Length; i++)
                own[i] = draws[i] >= teacherForcing;
        }
        // every sequence has an end
        var (mean, _) = SequenceLoss.CrossEntropy(network.Force(batch.Features, Lengths(batch), keys, own), targets)!.Value;
        update.Minimize(mean, batch.Rows);
        sums.Add(mean.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (keys, targets) = EndedKeys.Of(batch.Targets, batch.TargetLengths);
        var logits = network.Force(batch.Features, Lengths(batch), keys, new bool[targets.size(1)]);
        var (mean, steps) = SequenceLoss.CrossEntropy(logits, targets)!.Value;
        sums.Add(mean.Read<float>(), batch.Rows);
        sums.Add(MetricNames.Accuracy, (double)SequenceLoss.Right(logits, targets) / steps, (int)steps);
    }

    // of pictures, which have as many places each
    private Tensor Lengths(TensorBatch batch) => batch.Members.Contains(BatchMember.Lengths)
        ? batch.Lengths
        : network.LengthsOf(batch.Features);
}

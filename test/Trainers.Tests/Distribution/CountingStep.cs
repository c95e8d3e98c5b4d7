using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Distribution;

/// <summary>A step that counts the batches it has learned from.</summary>
internal sealed class CountingStep(TrainingStep inner, Action<int> afterBatch) : TrainingStep
{
    private int _batches;

    /// <summary>Whether it reports losses that are no numbers.</summary>
    public bool Spoils { get; init; }

    /// <summary>Why it cannot be shared; null if it can.</summary>
    public string? Why { get; init; }

    public override nn.Module Network => inner.Network;

    public override IReadOnlyList<WeightUpdate> Updates => inner.Updates;

    public override object Identity => inner.Identity;

    public override string? WhyNotShared => Why;

    public override void Train(TensorBatch batch, RowSums sums)
    {
        inner.Train(batch, sums);
        if (Spoils)
            sums.Add(double.NaN, 0);
        afterBatch(++_batches);
    }

    public override void Evaluate(TensorBatch batch, RowSums sums) => inner.Evaluate(batch, sums);
}

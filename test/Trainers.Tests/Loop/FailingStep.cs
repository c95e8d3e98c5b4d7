using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

/// <summary>A real step that fails at chosen calls, after it has changed all that a batch changes.</summary>
/// <param name="inner">Learns.</param>
/// <param name="error">Made for the number of each call of <see cref="Train"/>, from 1; null for none.</param>
/// <param name="evaluationError">The same for the calls of <see cref="Evaluate"/>.</param>
internal sealed class FailingStep(TrainingStep inner, Func<int, Exception?> error, Func<int, Exception?>? evaluationError = null)
    : TrainingStep
{
    public int Trained { get; private set; }

    public int Evaluated { get; private set; }

    public override nn.Module Network => inner.Network;

    public override object Identity => inner.Identity;

    public override IReadOnlyList<WeightUpdate> Updates => inner.Updates;

    public override IReadOnlyDictionary<string, Tensor> State { get; } =
        new Dictionary<string, Tensor> { ["batches"] = zeros(1).DetachFromDisposeScope() };

    public override void Train(TensorBatch batch, RowSums sums)
    {
        using (no_grad())
            State["batches"].add_(1);
        inner.Train(batch, sums);
        if (error(++Trained) is not { } found)
            return;
        foreach (var weight in Network.parameters())
            weight.requires_grad = false;
        throw found;
    }

    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        inner.Evaluate(batch, sums);
        if (evaluationError?.Invoke(++Evaluated) is { } found)
            throw found;
    }

    public override void Dispose()
    {
        base.Dispose();
        State["batches"].Dispose();
    }
}

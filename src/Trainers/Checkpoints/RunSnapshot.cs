using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Everything that a batch of a run may change, as it was between two batches of one epoch, in memory: weights, buffers, what
/// optimizers and the step remember, chance, sums and position. Going back to it and repeating the batches since gives the same
/// bits as if nothing had happened in between.
/// </summary>
/// <param name="run">The run; no gradients of earlier batches may wait for a step when a snapshot is taken.</param>
internal sealed class RunSnapshot(TrainingRun run) : IDisposable
{
    private readonly WeightSnapshot _weights = new(run.Step.Network, run.Weights);
    private readonly Tensor[] _memory = [.. Memory(run).Select(block => HugePages.For(empty_like(block)).DetachFromDisposeScope())];
    private readonly long[][] _steps = [.. run.Step.Updates.Select(update => new long[update.Memory.Steps.Length])];
    private readonly MemoryStream _sums = new();
    private Parameter[] _frozen = [];
    private bool _isTraining;
    private byte[] _chance = [];
    private int _batch;

    /// <summary>Takes the state of the run, over an earlier one.</summary>
    public void Take()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        _weights.Take();
        foreach (var (block, copy) in Memory(run).Zip(_memory))
            copy.copy_(block);
        foreach (var (update, steps) in run.Step.Updates.Zip(_steps))
            update.Memory.Steps.CopyTo(steps, 0);
        _frozen = [.. run.Step.Updates.SelectMany(update => update.Parameters).Where(parameter => !parameter.requires_grad)];
        _isTraining = run.Step.Network.training;
        _chance = TrainingRandom.State;
        _batch = run.Batch;
        _sums.SetLength(0);
        using var writer = new BinaryWriter(_sums, System.Text.Encoding.UTF8, leaveOpen: true);
        run.Sums.Write(writer);
    }

    /// <summary>Puts the run back into the state taken.</summary>
    public void Restore()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        _weights.Restore();
        foreach (var (block, copy) in Memory(run).Zip(_memory))
            block.copy_(copy);
        foreach (var (update, steps) in run.Step.Updates.Zip(_steps))
        {
            steps.CopyTo(update.Memory.Steps, 0);
            update.Forget();
            foreach (var parameter in update.Parameters) // an error in a batch may have left some of them frozen
                parameter.requires_grad = !_frozen.Contains(parameter);
        }
        if (run.Step.Network.training != _isTraining)
            run.Step.Network.train(_isTraining);
        TrainingRandom.State = _chance;
        run.Batch = _batch;
        _sums.Position = 0;
        using var reader = new BinaryReader(_sums, System.Text.Encoding.UTF8, leaveOpen: true);
        run.Sums = RowSums.Read(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _sums.Dispose();
        foreach (var copy in _memory)
            copy.Dispose();
    }

    // What optimizers and the step itself remember.
    private static IEnumerable<Tensor> Memory(TrainingRun run) =>
        run.Step.Updates.SelectMany(update => update.Memory.Blocks).Concat(run.Step.State.Values);
}

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
    private readonly Tensor[] _state = [.. run.Step.State.Values.Select(number => empty_like(number).DetachFromDisposeScope())];
    private readonly OptimizerMemory[] _memory =
        [.. run.Step.Updates.Select(update => new OptimizerMemory(update.Parameters, update.Memory.Kinds))];

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
        foreach (var (number, copy) in run.Step.State.Values.Zip(_state))
            copy.copy_(number);
        foreach (var (update, copy) in run.Step.Updates.Zip(_memory))
            copy.Take(update.Memory);
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
        foreach (var (number, copy) in run.Step.State.Values.Zip(_state))
            number.copy_(copy);
        foreach (var (update, copy) in run.Step.Updates.Zip(_memory))
        {
            update.Memory.Take(copy);
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
        foreach (var copy in _state)
            copy.Dispose();
    }
}

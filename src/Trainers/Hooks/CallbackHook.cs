using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Calls the callbacks of the options; what they do leaves the training as it is.</summary>
/// <param name="callbacks">In the order in which they are called.</param>
internal sealed class CallbackHook(IReadOnlyList<TrainingCallback> callbacks) : TrainingHook
{
    /// <inheritdoc/>
    public override void RunStarting(TrainingRun run) =>
        Call(run, null, "before the first batch", (callback, status) => callback.TrainingStarting(status));

    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run) =>
        Call(run, null, "after a batch", (callback, status) => callback.BatchFinished(status));

    /// <inheritdoc/>
    public override void EpochFinished(TrainingRun run, EpochRecord record) =>
        Call(run, record, "after an epoch", (callback, status) => callback.EpochFinished(status));

    /// <summary>The training is over: called behind the other hooks, which put the weights to keep into place.</summary>
    public void RunEnded(TrainingRun run)
    {
        var history = run.History;
        Call(run, run.Records.LastOrDefault(), "at the end", (callback, status) => callback.TrainingFinished(status, history));
    }

    private void Call(TrainingRun run, EpochRecord? ended, string when, Action<TrainingCallback, TrainingStatus> call)
    {
        if (callbacks.Count == 0)
            return;
        using var chance = get_rng_state(); // as a tensor: its 5 KiB would be garbage with every batch
        foreach (var callback in callbacks)
        {
            var name = callback.GetType().Name;
            try
            {
                call(callback, new TrainingStatus(run, ended, name));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    FormattableString.Invariant(
                        $"The callback {name} failed {when} (epoch {run.Epoch}, batch {run.Batch}): {error.Message}"), error);
            }
        }
        set_rng_state(chance);
    }
}

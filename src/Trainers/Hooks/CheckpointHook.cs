using System.Text.Json.Nodes;

namespace DeepML.Trainers;

/// <summary>Writes the run's state now and then and at its end, and takes up the newest state it finds at the start.</summary>
/// <param name="folder">Where the states lie.</param>
/// <param name="time">Measures how long ago the last one was written.</param>
/// <param name="warn">Is told what could not be written or read.</param>
/// <remarks>
/// A training is worth more than its checkpoints: where one cannot be written, training goes on and the next is tried when it is due.
/// </remarks>
internal sealed class CheckpointHook(CheckpointFolder folder, TimeProvider time, Action<string> warn) : TrainingHook
{
    private readonly ElapsedTime _sinceWritten = new(time);
    private JsonObject _identity = [];

    /// <inheritdoc/>
    public override void RunStarting(TrainingRun run)
    {
        _identity = TrainingIdentity.Of(run);
        if (run.Options.Resume)
            folder.Read(reader => CheckpointState.Read(reader, run, _identity, folder.Path), warn);
        else
            folder.Clear();
    }

    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run)
    {
        if (!run.IsOver && run.Batch < run.BatchesPerEpoch)
            WriteIfDue(run);
    }

    /// <inheritdoc/>
    public override void BetweenEpochs(TrainingRun run)
    {
        if (!run.IsOver)
            WriteIfDue(run);
    }

    /// <inheritdoc/>
    public override void RunEnding(TrainingRun run)
    {
        // After a loss that is no number the last good state stays the newest.
        if (run.Stopped != StopReason.LossNotFinite && run.Step.Updates.All(update => update.IsAtRest))
            Write(run);
    }

    private void WriteIfDue(TrainingRun run)
    {
        if (_sinceWritten.Elapsed < run.Options.CheckpointInterval || !run.Step.Updates.All(update => update.IsAtRest))
            return;
        Write(run);
        _sinceWritten.Restart();
    }

    private void Write(TrainingRun run)
    {
        try
        {
            folder.Write(writer => CheckpointState.Write(writer, run, _identity));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn(
                $"A checkpoint could not be written to '{folder.Path}': {e.Message} Training goes on, and the next one is tried when it "
                    + "is due.");
        }
    }
}

using System.Diagnostics;

namespace DeepML.Trainers;

/// <summary>Writes the run's state now and then and at its end, and takes up the newest state it finds at the start.</summary>
/// <param name="folder">Where the states lie.</param>
internal sealed class CheckpointHook(CheckpointFolder folder) : TrainingHook
{
    private readonly Stopwatch _sinceWritten = Stopwatch.StartNew();

    /// <inheritdoc/>
    public override void RunStarting(TrainingRun run)
    {
        if (run.Options.Resume)
            folder.Read(reader => CheckpointState.Read(reader, run, folder.Path));
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
            folder.Write(writer => CheckpointState.Write(writer, run));
    }

    private void WriteIfDue(TrainingRun run)
    {
        if (_sinceWritten.Elapsed < run.Options.CheckpointInterval || !run.Step.Updates.All(update => update.IsAtRest))
            return;
        folder.Write(writer => CheckpointState.Write(writer, run));
        _sinceWritten.Restart();
    }
}

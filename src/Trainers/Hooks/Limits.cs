using System.Globalization;

namespace DeepML.Trainers;

/// <summary>Stops when the user cancels, the time is up, or the process ends.</summary>
internal sealed class Limits : TrainingHook
{
    /// <inheritdoc/>
    public override void RunStarting(TrainingRun run)
    {
        if (run.Phase == 1)
            run.Options.Cancellation.ThrowIfCancellationRequested(); // nothing has been learned that could be returned
    }

    /// <inheritdoc/>
    public override void EpochStarting(TrainingRun run) => Look(run);

    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run) => Look(run);

    private static void Look(TrainingRun run)
    {
        if (run.Options.Cancellation.IsCancellationRequested)
            run.Stop(StopReason.Cancelled, Where(run, "cancelled"));
        else if (RunningFits.AreToStop)
            run.Stop(StopReason.Cancelled, Where(run, "the process ended"));
        else if (run.Options.TimeLimit is { } limit && run.SinceFitBegan >= limit && (run.Batch > 0 || run.Epoch > 1 || run.Phase > 1))
            run.Stop(StopReason.TimeLimit,
                Where(run, string.Create(CultureInfo.InvariantCulture, $"the time limit of {limit.TotalSeconds:G4} s was reached")));
    }

    private static string Where(TrainingRun run, string what) => run.Batch == run.BatchesPerEpoch
        ? $"{what} at the end of epoch {run.Epoch} of {run.Options.EpochCount}"
        : $"{what} in epoch {run.Epoch} of {run.Options.EpochCount}, after batch {run.Batch} of {run.BatchesPerEpoch}";
}

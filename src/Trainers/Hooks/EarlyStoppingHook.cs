using System.Globalization;

namespace DeepML.Trainers;

/// <summary>Stops when the monitored loss no longer falls.</summary>
internal sealed class EarlyStoppingHook : TrainingHook
{
    /// <inheritdoc/>
    public override void EpochFinished(TrainingRun run, EpochRecord record)
    {
        if (run.Options.EarlyStopping is { } rule && rule.IsReached(run.MonitoredLosses))
            run.Stop(StopReason.EarlyStopping, string.Create(
                CultureInfo.InvariantCulture,
                $"the {(run.Validation is null ? "training" : "validation")} loss had not fallen for {rule.Patience} epochs at epoch "
                    + $"{record.Epoch} of {run.Options.EpochCount}"));
    }
}

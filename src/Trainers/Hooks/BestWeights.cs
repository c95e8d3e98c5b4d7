namespace DeepML.Trainers;

/// <summary>
/// Keeps a copy of the weights of the best epoch (if a loss is monitored) or of the last one, and puts it back when the run
/// ends and asks for it.
/// </summary>
internal sealed class BestWeights : TrainingHook
{
    /// <inheritdoc/>
    public override void EpochFinished(TrainingRun run, EpochRecord record)
    {
        if (!double.IsFinite(record.MonitoredLoss) && !run.Best.IsEmpty)
            return;
        if (IsMonitored(run) && run.BestEpoch > 0 && !(record.MonitoredLoss < run.Records[run.BestEpoch - 1].MonitoredLoss))
            return;
        run.Best.Take();
        run.BestEpoch = record.Epoch;
    }

    /// <inheritdoc/>
    public override void RunEnding(TrainingRun run)
    {
        run.KeptEpoch = run.Batch == 0 ? run.Records.Count : 0;
        var goesBack = run.Stopped switch
        {
            StopReason.LossNotFinite => true,
            StopReason.Cancelled or StopReason.TimeLimit or StopReason.StoppedByCallback => IsMonitored(run),
            _ => run.Options.EarlyStopping is { RestoreBest: true },
        };
        if (!goesBack || run.Best.IsEmpty)
            return;
        run.Best.Restore();
        run.KeptEpoch = run.BestEpoch;
    }

    private static bool IsMonitored(TrainingRun run) => run.Validation is not null || run.Options.EarlyStopping is not null;
}

namespace DeepML.Trainers;

/// <summary>Tells observers of every epoch, and of the state once a second within long ones.</summary>
/// <param name="report">Receives what is known; null for nobody.</param>
/// <param name="time">Measures the second.</param>
internal sealed class ProgressHook(Action<EpochProgress>? report, TimeProvider time) : TrainingHook
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ElapsedTime _sinceReport = new(time);

    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run)
    {
        if (_sinceReport.Elapsed >= Interval && run.Batch < run.BatchesPerEpoch && !run.IsOver)
            Tell(run, null);
    }

    /// <inheritdoc/>
    public override void EpochFinished(TrainingRun run, EpochRecord record) => Tell(run, record);

    private void Tell(TrainingRun run, EpochRecord? ended)
    {
        if (run.Options.Distribution is { IsFirst: false })
            return;
        var progress = run.Progress(ended);
        report?.Invoke(progress);
        run.Options.Progress?.Report(progress);
        _sinceReport.Restart();
    }
}

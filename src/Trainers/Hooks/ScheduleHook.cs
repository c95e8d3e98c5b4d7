namespace DeepML.Trainers;

/// <summary>Sets the learning rate of every update to what the schedule says.</summary>
internal sealed class ScheduleHook : TrainingHook
{
    /// <inheritdoc/>
    public override void EpochStarting(TrainingRun run) => Set(run);

    /// <inheritdoc/>
    public override void BatchStarting(TrainingRun run)
    {
        if (run.Options.Schedule.MovesWithinEpoch)
            Set(run);
    }

    private static void Set(TrainingRun run)
    {
        var factor = run.Options.Schedule.Factor(run.Position, run.Options.Epochs, run.MonitoredLosses);
        if (!(factor >= 0 && double.IsFinite(factor)))
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{run.Options.Schedule.GetType().Name} gives the factor {factor} at position {run.Position} of {run.Options.Epochs}; it must be a finite number of at least 0."));
        foreach (var update in run.Step.Updates)
            update.ScaleRate(factor);
    }
}

namespace DeepML.Trainers;

/// <summary>Sets the learning rate of every update to what the schedule says.</summary>
internal sealed class ScheduleHook : TrainingHook
{
    /// <inheritdoc/>
    public override void EpochStarting(TrainingRun run) => Set(run);

    /// <inheritdoc/>
    public override void BatchStarting(TrainingRun run)
    {
        if (run.Options.ScheduleInForce.MovesWithinEpoch)
            Set(run);
    }

    private static void Set(TrainingRun run)
    {
        var factor = run.Options.ScheduleInForce.Factor(run.Position, run.Options.EpochCount, run.MonitoredLosses);
        if (!(factor >= 0 && double.IsFinite(factor)))
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{run.Options.ScheduleInForce.GetType().Name} gives the factor {factor} at position {run.Position} of ")
                + $"{run.Options.EpochCount}; it must be a finite number of at least 0.");
        foreach (var update in run.Step.Updates)
            update.ScaleRate(factor * run.RateScale);
    }
}

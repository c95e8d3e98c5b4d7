namespace DeepML.Trainers;

/// <summary>Stops when the loss is no longer a finite number: every later step would only spread it.</summary>
internal sealed class LossGuard : TrainingHook
{
    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run)
    {
        if (!double.IsFinite(run.Sums.MeanLoss))
            run.Stop(StopReason.LossNotFinite, FormattableString.Invariant(
                $"The loss is {run.Sums.MeanLoss} in epoch {run.Epoch}, batch {run.Batch}, with a learning rate of {run.Step.Updates[0].LearningRate}. ")
                + "Lower the learning rate, clip the gradients, or scale the inputs.");
    }

    /// <inheritdoc/>
    public override void RunEnding(TrainingRun run)
    {
        if (run.Stopped == StopReason.LossNotFinite && run.Best.IsEmpty)
            throw new InvalidOperationException(run.StopMessage);
    }
}

using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Stops when the loss is no longer a finite number: every later step would only spread it. Weights that are none leave no model.
/// </summary>
internal sealed class LossGuard : TrainingHook
{
    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run)
    {
        if (!double.IsFinite(run.Sums.MeanLoss))
            run.Stop(StopReason.LossNotFinite, FormattableString.Invariant(
                $"The loss is {run.Sums.MeanLoss} in epoch {run.Epoch}, batch {run.Batch}, ")
                + FormattableString.Invariant($"with a learning rate of {run.Step.Updates[0].LearningRate}. ")
                + "Lower the learning rate, clip the gradients, or scale the inputs.");
    }

    /// <inheritdoc/>
    public override void RunEnding(TrainingRun run)
    {
        if (run.Stopped == StopReason.LossNotFinite && run.Best.IsEmpty)
            throw new InvalidOperationException(run.StopMessage);
        if (!HasFiniteWeights(run)) // the last batch of a finite loss may have thrown them off
            throw new InvalidOperationException(run.StopMessage ?? FormattableString.Invariant(
                $"The weights are no finite numbers after epoch {run.Records.Count}, with a learning rate of ")
                + FormattableString.Invariant($"{run.Step.Updates[0].LearningRate}. ")
                + "Lower the learning rate, clip the gradients, or scale the inputs.");
    }

    private static bool HasFiniteWeights(TrainingRun run)
    {
        using var gradientsOff = no_grad();
        return run.Step.Network.parameters().All(weight => weight.IsFinite());
    }
}

namespace DeepML.Trainers;

/// <summary>Keeps the runs of all processes at the same place, and makes sure of it after every epoch.</summary>
/// <param name="shared">The runs.</param>
internal sealed class SharedHook(SharedRun shared) : TrainingHook
{
    /// <inheritdoc/>
    public override void RunStarting(TrainingRun run) => shared.TakeUp();

    /// <inheritdoc/>
    public override void EpochFinished(TrainingRun run, EpochRecord record) => shared.CheckWeights();
}

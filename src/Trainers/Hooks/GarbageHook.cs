using DeepML.Data;

namespace DeepML.Trainers;

/// <summary>Has what the batches leave behind in the managed heap collected in time (<see cref="YoungGarbage"/>).</summary>
internal sealed class GarbageHook : TrainingHook
{
    private readonly YoungGarbage _garbage = new();

    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run) => _garbage.CollectIfDue();
}

using DeepML.Networks;

namespace DeepML.Trainers;

/// <summary>Keeps the heap of the C library from growing without end while a network learns: see <see cref="HeapGuard"/>.</summary>
internal sealed class HeapHook : TrainingHook
{
    private readonly HeapGuard _guard = new();

    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run) => _guard.BatchFinished();
}

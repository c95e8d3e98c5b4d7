namespace DeepML.Trainers;

/// <summary>
/// Has the youngest generation of the managed heap collected whenever the training has put some MiB into it. Its batches leave little but
/// wrappers of tensors behind, and the runtime lets these lie until a share of the processor's cache is full, tens of MiB: a training of
/// small batches would grow by as much over many epochs.
/// </summary>
/// <remarks>
/// Between two batches hardly anything of the training is alive and none of its tensors is in use, so that a collection takes a fraction
/// of a millisecond, some thousandth of the time in which so much is allocated, and meets no number that native code reads
/// (docs/torchsharp-notes.md).
/// </remarks>
/// <param name="allocated">Bytes that the calling thread has ever allocated.</param>
/// <param name="collections">Collections of the youngest generation there have been.</param>
/// <param name="collect">Makes one.</param>
internal sealed class GarbageHook(Func<long> allocated, Func<int> collections, Action collect) : TrainingHook
{
    /// <summary>Bytes that a training may put there between two collections.</summary>
    public const long MostBytes = 4 << 20;

    private long _allocatedBefore = allocated();
    private int _collectionsBefore = collections();

    /// <summary>A hook over this process.</summary>
    public GarbageHook() : this(
        GC.GetAllocatedBytesForCurrentThread, () => GC.CollectionCount(0), () => GC.Collect(0, GCCollectionMode.Forced, blocking: true))
    {
    }

    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run)
    {
        if (collections() == _collectionsBefore)
        {
            if (allocated() - _allocatedBefore < MostBytes)
                return;
            collect();
        }
        (_allocatedBefore, _collectionsBefore) = (allocated(), collections());
    }
}

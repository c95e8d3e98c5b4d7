namespace DeepML.Data;

/// <summary>
/// Has the youngest generation of the managed heap collected whenever one thread has put some MiB into it. Batches that are trained on or
/// scored leave little but wrappers of tensors behind, and the runtime lets these lie until a share of the processor's cache is full, tens
/// of MiB: a process would grow by as much over many epochs, or millions of rows.
/// </summary>
/// <remarks>
/// Between two batches hardly anything of theirs is alive and none of their tensors is in use, so that a collection takes a fraction
/// of a millisecond, some thousandth of the time in which so much is allocated, and meets no number that native code reads
/// (docs/torchsharp-notes.md).
/// </remarks>
/// <param name="allocated">Bytes that the calling thread has ever allocated.</param>
/// <param name="collections">Collections of the youngest generation there have been.</param>
/// <param name="collect">Makes one.</param>
internal sealed class YoungGarbage(Func<long> allocated, Func<int> collections, Action collect)
{
    /// <summary>Bytes that a thread may put there between two collections.</summary>
    public const long MostBytes = 4 << 20;

    private long _allocatedBefore = allocated();
    private int _collectionsBefore = collections();

    /// <summary>Of this process.</summary>
    public YoungGarbage() : this(
        GC.GetAllocatedBytesForCurrentThread, () => GC.CollectionCount(0), () => GC.Collect(0, GCCollectionMode.Forced, blocking: true))
    {
    }

    /// <summary>Collects if it is time, between two batches: the runtime may have come before, or another thread.</summary>
    public void CollectIfDue()
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

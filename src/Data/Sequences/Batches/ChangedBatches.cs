namespace DeepML.Data;

/// <summary>
/// The rows of a source, given otherwise where they are learned from: passes in a shuffled order. Passes in the order of the data, which
/// measure, get them as they are.
/// </summary>
/// <param name="source">The rows; they stay the caller's and must live as long as this object.</param>
internal abstract class ChangedBatches(IBatchSource source) : IBatchSource
{
    /// <inheritdoc/>
    public long RowCount => Source.RowCount;

    /// <summary>The rows as they are.</summary>
    protected IBatchSource Source { get; } = source;

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member) => Source.Range(member);

    /// <summary>That of the source: what is done to its rows follows from the options.</summary>
    public RowsIdentity Identify() => Source.Identify();

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0) => shuffleSeed is { } seed
        ? Learned(batchSize, seed, firstBatch)
        : Source.Epoch(batchSize, null, firstBatch);

    /// <summary>Nothing: the source is the caller's.</summary>
    public void Dispose()
    {
    }

    /// <summary>The batches of an epoch that is learned from.</summary>
    /// <inheritdoc cref="Epoch" path="/param"/>
    protected abstract IEnumerable<TensorBatch> Learned(int batchSize, int shuffleSeed, int firstBatch);
}

using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>The rows of a source that have the label of one task, with that label alone: to be measured, not learned from.</summary>
internal sealed class TaskRows : IBatchSource
{
    private const int PassRows = 1024;

    private readonly IBatchSource _source;
    private readonly TaskSlice _slice;
    private readonly (double Minimum, double Maximum) _range;

    /// <param name="source">Rows with the labels of all tasks; they stay the caller's.</param>
    /// <param name="slice">The task's label.</param>
    public TaskRows(IBatchSource source, TaskSlice slice)
    {
        (_source, _slice) = (source, slice);
        var (smallest, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var batch in Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            RowCount += batch.Rows;
            var labels = batch.Targets.to(ScalarType.Float64).flatten();
            labels = labels.masked_select(labels.isnan().logical_not());
            (smallest, largest) = (Math.Min(smallest, labels.min().Double()), Math.Max(largest, labels.max().Double()));
        }
        _range = RowCount > 0 ? (smallest, largest) : (0, 0);
    }

    /// <inheritdoc/>
    public long RowCount { get; }

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member) =>
        member == BatchMember.Targets ? _range : _source.Range(member);

    /// <summary>Batches of as many rows as have the label among so many of the source.</summary>
    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        foreach (var batch in _source.Epoch(batchSize, shuffleSeed, firstBatch))
        {
            using var owned = batch;
            if (Kept(batch) is { } kept)
                yield return kept;
        }
    }

    /// <summary>Nothing: the source is the caller's.</summary>
    public void Dispose()
    {
    }

    private TensorBatch? Kept(TensorBatch batch)
    {
        using var scope = NewDisposeScope();
        var places = _slice.Places(batch.Targets);
        return places.size(0) == 0
            ? null
            : batch.Map((member, tensor) =>
            {
                var kept = tensor.index_select(0, places);
                return (member == BatchMember.Targets ? _slice.Of(kept).clone() : kept).DetachFromDisposeScope();
            });
    }
}

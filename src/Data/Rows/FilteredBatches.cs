using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>The rows of a source that have a label, where others have none (a class below 0, a number that is NaN).</summary>
internal sealed class FilteredBatches : IBatchSource
{
    private readonly IBatchSource _source;
    private (double Minimum, double Maximum) _range = (double.PositiveInfinity, double.NegativeInfinity);

    /// <param name="source">The rows; they stay the caller's.</param>
    public FilteredBatches(IBatchSource source)
    {
        _source = source;
        foreach (var batch in source.Epoch(4096, null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var labels = Kept(batch) is { } kept ? batch.Targets.index_select(0, kept) : batch.Targets;
            RowCount += labels.size(0);
            if (labels.size(0) > 0)
                _range = (Math.Min(_range.Minimum, labels.min().Double()), Math.Max(_range.Maximum, labels.max().Double()));
        }
    }

    /// <inheritdoc/>
    public long RowCount { get; }

    /// <summary>The labelled rows of a source, in memory if the source is.</summary>
    public static IBatchSource Labelled(IBatchSource source)
    {
        if (source is not InMemoryBatches { Rows: var rows })
            return new FilteredBatches(source);
        using var scope = NewDisposeScope();
        return new InMemoryBatches(rows.Select(Places(rows.Targets)));
    }

    /// <summary>The labels' range is that of the rows kept; other members have the range of all rows.</summary>
    public (double Minimum, double Maximum) Range(BatchMember member) =>
        member != BatchMember.Targets ? _source.Range(member) : RowCount > 0 ? _range : (0, 0);

    /// <summary>That of the source, whose labels decide which rows are left out.</summary>
    public RowsIdentity Identify() => _source.Identify() with { Count = RowCount };

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var waiting = new List<TensorBatch>();
        var (rows, left) = (0, firstBatch);
        try
        {
            foreach (var batch in _source.Epoch(batchSize, shuffleSeed))
            {
                waiting.Add(KeptOf(batch));
                rows += waiting[^1].Rows;
                while (rows >= batchSize)
                {
                    var full = Take(waiting, batchSize);
                    rows -= batchSize;
                    if (left-- > 0)
                        full.Dispose();
                    else
                        yield return full;
                }
            }
            if (rows > 0 && left <= 0)
                yield return Take(waiting, rows);
        }
        finally
        {
            foreach (var part in waiting)
                part.Dispose();
        }
    }

    /// <summary>Nothing: the source is the caller's.</summary>
    public void Dispose()
    {
    }

    // The labelled rows of a batch, which is disposed.
    private static TensorBatch KeptOf(TensorBatch batch)
    {
        using var owned = batch;
        using var scope = NewDisposeScope();
        return Kept(batch) is { } kept ? batch.Select(kept) : batch.Map((_, tensor) => tensor.clone().DetachFromDisposeScope());
    }

    // Joins what has been gathered and cuts a batch off its start; the rest waits on.
    private static TensorBatch Take(List<TensorBatch> waiting, int rows)
    {
        using var scope = NewDisposeScope();
        using var joined = TensorBatch.Concat(waiting);
        var taken = joined.Map((_, tensor) => tensor.narrow(0, 0, rows).clone().DetachFromDisposeScope());
        var rest = joined.Map((_, tensor) => tensor.narrow(0, rows, joined.Rows - rows).clone().DetachFromDisposeScope());
        foreach (var part in waiting)
            part.Dispose();
        waiting.Clear();
        waiting.Add(rest);
        return taken;
    }

    private static Tensor? Kept(TensorBatch batch)
    {
        var places = Places(batch.Targets);
        return places.size(0) == batch.Rows ? null : places;
    }

    /// <summary>Where labels are.</summary>
    /// <param name="labels">(rows), or several of each row, of which one is enough.</param>
    /// <returns>(labelled rows), int64.</returns>
    public static Tensor Places(Tensor labels)
    {
        var there = labels.dtype == ScalarType.Int64 ? labels.ge(zeros_like(labels)) : labels.isnan().logical_not();
        return (there.dim() > 1 ? there.flatten(1).any(1, false) : there).nonzero().flatten();
    }
}

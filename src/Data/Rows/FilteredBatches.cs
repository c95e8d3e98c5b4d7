using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>The rows of a source that have a label, where others have none (a class below 0, a number that is NaN).</summary>
internal sealed class FilteredBatches : IBatchSource
{
    private readonly IBatchSource _source;
    private readonly int _column;
    private (float Minimum, float Maximum) _range = (float.PositiveInfinity, float.NegativeInfinity);

    /// <param name="source">The rows; they stay the caller's.</param>
    /// <param name="column">The label's column.</param>
    public FilteredBatches(IBatchSource source, int column)
    {
        _source = source;
        _column = column;
        foreach (var batch in source.Epoch(4096, null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var labels = Kept(batch) is { } kept ? batch[column].index_select(0, kept) : batch[column];
            RowCount += labels.size(0);
            if (labels.size(0) > 0)
                _range = (Math.Min(_range.Minimum, labels.min().Single()), Math.Max(_range.Maximum, labels.max().Single()));
        }
    }

    /// <inheritdoc/>
    public long RowCount { get; }

    /// <summary>The labelled rows of a source, in memory if the source is.</summary>
    public static IBatchSource Labelled(IBatchSource source, int column)
    {
        if (source is not InMemoryBatches rows)
            return new FilteredBatches(source, column);
        using var scope = NewDisposeScope();
        var kept = Places(rows[column]);
        var columns = Enumerable.Range(0, column + 1).Select(i => rows[i].index_select(0, kept).DetachFromDisposeScope());
        return new InMemoryBatches([.. columns]);
    }

    /// <inheritdoc/>
    public (float Minimum, float Maximum) Range(int column) => column != _column ? _source.Range(column) : RowCount > 0 ? _range : (0, 0);

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var waiting = new List<Tensor[]>();
        var (rows, left) = (0, firstBatch);
        foreach (var batch in _source.Epoch(batchSize, shuffleSeed))
        {
            using (batch)
            using (NewDisposeScope())
            {
                var kept = Kept(batch);
                var part = Enumerable.Range(0, batch.Count)
                    .Select(i => (kept is null ? batch[i].clone() : batch[i].index_select(0, kept)).DetachFromDisposeScope()).ToArray();
                rows += (int)part[0].size(0);
                waiting.Add(part);
            }
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
        foreach (var tensor in waiting.SelectMany(part => part))
            tensor.Dispose();
    }

    /// <summary>Nothing: the source is the caller's.</summary>
    public void Dispose()
    {
    }

    // Joins what has been gathered and cuts a batch off its start; the rest waits on.
    private static TensorBatch Take(List<Tensor[]> waiting, int rows)
    {
        using var scope = NewDisposeScope();
        var joined = Enumerable.Range(0, waiting[0].Length).Select(i => cat([.. waiting.Select(part => part[i])], 0)).ToArray();
        var rest = joined[0].size(0) - rows;
        var taken = Array.ConvertAll(joined, c => c.narrow(0, 0, rows).clone().DetachFromDisposeScope());
        var kept = Array.ConvertAll(joined, c => c.narrow(0, rows, rest).clone().DetachFromDisposeScope());
        foreach (var tensor in waiting.SelectMany(part => part))
            tensor.Dispose();
        waiting.Clear();
        waiting.Add(kept);
        return new TensorBatch(taken);
    }

    private Tensor? Kept(TensorBatch batch)
    {
        var places = Places(batch[_column]);
        return places.size(0) == batch.Rows ? null : places;
    }

    private static Tensor Places(Tensor labels) =>
        (labels.dtype == ScalarType.Int64 ? labels.ge(zeros_like(labels)) : labels.isnan().logical_not()).nonzero().flatten();
}

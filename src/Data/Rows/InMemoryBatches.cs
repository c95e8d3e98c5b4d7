using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Rows held in one contiguous tensor per column and shuffled by index.</summary>
/// <param name="columns">One tensor per column, all with the same number of rows; owned by this object.</param>
internal sealed class InMemoryBatches(params Tensor[] columns) : IBatchSource
{
    // Rows are gathered for many batches at a time: one gather of this many bytes costs less than one per batch,
    // and stays in the processor's cache until the batches are read.
    private const long GatherBytes = 1 << 20;

    /// <inheritdoc/>
    public long RowCount { get; } = columns[0].size(0);

    /// <summary>The whole of a column.</summary>
    public Tensor this[int column] => columns[column];

    /// <inheritdoc/>
    public (float Minimum, float Maximum) Range(int column)
    {
        using var scope = NewDisposeScope();
        var present = columns[column].flatten();
        present = present[present.isnan().logical_not()];
        return present.numel() == 0 ? (0, 0) : (present.min().Single(), present.max().Single());
    }

    /// <summary>Takes the last rows away into a source of their own.</summary>
    /// <param name="rows">Number of rows to take, between 1 and <see cref="RowCount"/> - 1.</param>
    /// <returns>The rows that stay and the rows taken; this source is disposed.</returns>
    public (InMemoryBatches Kept, InMemoryBatches Taken) SplitLast(long rows)
    {
        var kept = Array.ConvertAll(columns, c => c.narrow(0, 0, RowCount - rows).clone().DetachFromDisposeScope());
        var taken = Array.ConvertAll(columns, c => c.narrow(0, RowCount - rows, rows).clone().DetachFromDisposeScope());
        Dispose();
        return (new InMemoryBatches(kept), new InMemoryBatches(taken));
    }

    /// <summary>Takes rows chosen at random away into a source of their own; both keep the order of the data.</summary>
    /// <param name="rows">Number of rows to take, between 1 and <see cref="RowCount"/> - 1.</param>
    /// <param name="seed">Fixes the choice.</param>
    /// <returns>The rows that stay and the rows taken; this source is disposed.</returns>
    public (InMemoryBatches Kept, InMemoryBatches Taken) SplitRandomly(long rows, int seed)
    {
        var order = Permutation(RowCount, seed);
        Array.Sort(order, 0, (int)rows);
        Array.Sort(order, (int)rows, order.Length - (int)rows);
        var kept = new InMemoryBatches(Gather(order.AsSpan((int)rows)));
        var taken = new InMemoryBatches(Gather(order.AsSpan(0, (int)rows)));
        Dispose();
        return (kept, taken);
    }

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var order = shuffleSeed is { } seed ? Permutation(RowCount, seed) : null;
        var rowBytes = columns.Sum(c => c.numel() / Math.Max(1, RowCount) * c.element_size());
        var gatherRows = Math.Max(1, GatherBytes / Math.Max(1, rowBytes * batchSize)) * batchSize;
        for (var start = (long)firstBatch * batchSize; start < RowCount; start += gatherRows)
        {
            var count = Math.Min(gatherRows, RowCount - start);
            var gathered = order is null ? null : Gather(order.AsSpan((int)start, (int)count));
            try
            {
                for (var offset = 0L; offset < count; offset += batchSize)
                {
                    var rows = Math.Min(batchSize, count - offset);
                    var from = gathered is null ? start + offset : offset;
                    yield return new TensorBatch(Array.ConvertAll(gathered ?? columns, c => c.narrow(0, from, rows)));
                }
            }
            finally
            {
                foreach (var tensor in gathered ?? [])
                    tensor.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in columns)
            tensor.Dispose();
    }

    private Tensor[] Gather(ReadOnlySpan<long> rows)
    {
        using var index = tensor(rows.ToArray(), device: columns[0].device);
        return Array.ConvertAll(columns, c => c.index_select(0, index).DetachFromDisposeScope());
    }

    private static long[] Permutation(long count, int seed)
    {
        var order = new long[count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        new Random(seed).Shuffle(order);
        return order;
    }
}

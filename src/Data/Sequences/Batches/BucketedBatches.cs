using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Sequences in batches of like length, so that few steps of a batch are padding: the rows of several batches of the shuffled order are
/// sorted by length, cut into batches, and these handed out in an order drawn by chance.
/// </summary>
/// <remarks>
/// An epoch draws its batches from at least four such pools, each other rows in every epoch: few rows, and rows that are all of one length,
/// keep the order that was drawn. Order and resuming follow from the seed alone.
/// </remarks>
/// <param name="source">The rows, with lengths; they stay the caller's.</param>
/// <param name="width">Numbers of a row, padding included.</param>
internal sealed class BucketedBatches(IBatchSource source, int width) : ChangedBatches(source)
{
    private const int MostBatches = 32, FewestPools = 4;
    private const long MostNumbers = 1 << 24; // of a pool: 64 MiB

    /// <summary>Batches of a pool.</summary>
    /// <param name="batchSize">Rows of a batch.</param>
    /// <returns>At least 1, which leaves the order as it is.</returns>
    public int PoolSize(int batchSize)
    {
        var batches = (RowCount + batchSize - 1) / batchSize;
        var fitting = MostNumbers / Math.Max(1, (long)batchSize * width);
        return (int)Math.Clamp(Math.Min(batches / FewestPools, fitting), 1, MostBatches);
    }

    /// <inheritdoc/>
    protected override IEnumerable<TensorBatch> Learned(int batchSize, int shuffleSeed, int firstBatch)
    {
        var size = PoolSize(batchSize);
        return size == 1 ? Source.Epoch(batchSize, shuffleSeed, firstBatch) : Bucketed(batchSize, shuffleSeed, firstBatch, size);
    }

    private IEnumerable<TensorBatch> Bucketed(int batchSize, int seed, int firstBatch, int size)
    {
        var (pool, left) = (firstBatch / size, firstBatch % size);
        foreach (var rows in Pools(batchSize, seed, pool, size))
        {
            using var owned = rows;
            foreach (var places in Sorted(rows, batchSize, Mixing.Seed(seed, pool, size)).Skip(left))
            {
                using var index = tensor(places, device: rows.Lengths.device);
                yield return rows.Select(index);
            }
            (pool, left) = (pool + 1, 0);
        }
    }

    // The rows of as many batches of the source as make a pool; the last one may have fewer.
    private IEnumerable<TensorBatch> Pools(int batchSize, int seed, int first, int size)
    {
        var waiting = new List<TensorBatch>(size);
        try
        {
            foreach (var batch in Source.Epoch(batchSize, seed, first * size))
            {
                using (batch)
                    waiting.Add(batch.Map((_, tensor) => tensor.clone().DetachFromDisposeScope()));
                if (waiting.Count == size)
                    yield return Joined(waiting);
            }
            if (waiting.Count > 0)
                yield return Joined(waiting);
        }
        finally
        {
            foreach (var batch in waiting)
                batch.Dispose();
        }
    }

    private static TensorBatch Joined(List<TensorBatch> waiting)
    {
        var joined = TensorBatch.Concat(waiting);
        foreach (var batch in waiting)
            batch.Dispose();
        waiting.Clear();
        return joined;
    }

    // The places of each batch's rows in the pool: rows of like length together, of equal length in the order drawn.
    private static long[][] Sorted(TensorBatch rows, int batchSize, int seed)
    {
        var lengths = rows.Lengths.Integers();
        var written = rows.Members.Contains(BatchMember.TargetLengths) ? rows.TargetLengths.Integers() : lengths;
        var places = Enumerable.Range(0, lengths.Length).Select(place => (long)place);
        if (lengths.All(length => length == lengths[0]) && written.All(length => length == written[0]))
            return [.. places.Chunk(batchSize)];
        long[][] batches = [.. places.OrderBy(place => lengths[place]).ThenBy(place => written[place]).Chunk(batchSize)];
        new Random(seed).Shuffle(batches);
        return batches;
    }
}

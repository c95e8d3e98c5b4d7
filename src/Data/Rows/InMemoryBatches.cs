using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Rows held in one contiguous tensor per member of a batch and shuffled by index.</summary>
internal sealed class InMemoryBatches : IPickedRows
{
    // Rows are gathered for many batches at a time: one gather of this many bytes costs less than one per batch,
    // and stays in the processor's cache until the batches are read.
    private const long GatherBytes = 1 << 20;

    // Gathering smaller batches costs some microseconds, and a few gathers are not worth a thread.
    private const long FewestBytesAhead = 1 << 16;
    private const long FewestGathersAhead = 4;

    private readonly TensorBatch _rows;
    private readonly Tensor[] _tensors;

    /// <param name="rows">All rows; owned by this object.</param>
    public InMemoryBatches(TensorBatch rows)
    {
        _rows = rows;
        _tensors = [.. rows.Members.Select(member => rows[member])];
        RowCount = _tensors[0].size(0);
    }

    /// <param name="features">What the network reads; owned by this object.</param>
    /// <param name="targets">What it should answer; owned by this object. Null for none.</param>
    public InMemoryBatches(Tensor features, Tensor? targets = null) : this(new TensorBatch(features, targets))
    {
    }

    /// <inheritdoc/>
    public long RowCount { get; }

    /// <summary>All rows.</summary>
    public TensorBatch Rows => _rows;

    /// <summary>Whether a second thread gathers the rows of later batches; null to decide by <see cref="IsWorthAThread"/>.</summary>
    public bool? ReadsAhead { get; init; }

    /// <summary>
    /// Whether rows are gathered on a second thread: from 64 KiB in a batch and four gathers in an epoch on, where torch leaves a core
    /// free. The batches are the same, whoever gathers them.
    /// </summary>
    /// <param name="batchBytes">Bytes of a batch.</param>
    /// <param name="gathers">Times that rows are gathered in the epoch.</param>
    /// <param name="threads">Threads that torch shares an operation among.</param>
    /// <param name="cores">Cores there are.</param>
    public static bool IsWorthAThread(long batchBytes, long gathers, int threads, int cores) =>
        batchBytes >= FewestBytesAhead && gathers >= FewestGathersAhead && threads < cores;

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member)
    {
        if (!_rows.Members.Contains(member))
            return (0, 0);
        using var scope = NewDisposeScope();
        var present = _rows[member].flatten();
        if (present.numel() > 0 && double.IsNaN(present.min().Double())) // it is NaN if any number is
            present = present[present.isnan().logical_not()];
        return present.numel() == 0 ? (0, 0) : (present.min().Double(), present.max().Double());
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
    public IBatchSource Pick(int[] places) => new InMemoryBatches(Gather(Array.ConvertAll(places, place => (long)place)));

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var order = shuffleSeed is { } seed ? Permutation(RowCount, seed) : null;
        var rowBytes = _tensors.Sum(c => c.numel() / Math.Max(1, RowCount) * c.element_size());
        var gatherRows = Math.Max(1, GatherBytes / Math.Max(1, rowBytes * batchSize)) * batchSize;
        var first = (long)firstBatch * batchSize;
        var gathers = (RowCount - first + gatherRows - 1) / gatherRows;
        using var ahead = order is not null && IsAhead(rowBytes * batchSize, gathers)
            ? new BatchReader(Copies(order, first, gatherRows)) : null;
        for (var start = first; start < RowCount; start += gatherRows)
        {
            var count = Math.Min(gatherRows, RowCount - start);
            using var gathered = order is null ? null : ahead is null ? Gather(order.AsSpan((int)start, (int)count)) : ahead.Next()!;
            for (var offset = 0L; offset < count; offset += batchSize)
            {
                var rows = Math.Min(batchSize, count - offset);
                yield return gathered is null ? _rows.Slice(start + offset, rows) : gathered.Slice(offset, rows);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private bool IsAhead(long batchBytes, long gathers) => Array.TrueForAll(_tensors, RowCopies.AreInOrder)
        && (ReadsAhead ?? IsWorthAThread(batchBytes, gathers, get_num_threads(), Environment.ProcessorCount));

    private IEnumerable<TensorBatch> Copies(long[] order, long first, long gatherRows)
    {
        for (var start = first; start < RowCount; start += gatherRows)
        {
            var (from, count) = ((int)start, (int)Math.Min(gatherRows, RowCount - start));
            yield return _rows.Map((_, tensor) => RowCopies.Gather(tensor, order.AsSpan(from, count)));
        }
    }

    private TensorBatch Gather(ReadOnlySpan<long> rows)
    {
        using var index = tensor(rows.ToArray(), device: _tensors[0].device);
        return _rows.Select(index);
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

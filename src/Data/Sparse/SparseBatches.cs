using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Rows in memory of which a column is sparse: batches are gathered from its numbers other than 0 as they are asked for.</summary>
internal sealed class SparseBatches : IPickedRows
{
    private const int BlockRows = 1024;
    private const int PassRows = 4096;

    private readonly ColumnBlock[] _columns;
    private readonly Device _device;
    private readonly int[] _places; // of this source's rows among all

    private SparseBatches(ColumnBlock[] columns, int[] places, Device device) => (_columns, _places, _device) = (columns, places, device);

    /// <inheritdoc/>
    public long RowCount => _places.Length;

    /// <summary>Reads every row, or gives up when they take more memory than they may.</summary>
    /// <param name="data">The data; their schema has been checked.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="device">Where batches live.</param>
    /// <param name="allowMissing">Per column: whether NaN is a value.</param>
    /// <param name="budget">Bytes that the rows may take.</param>
    /// <returns>The rows; null if they do not fit.</returns>
    /// <exception cref="InvalidOperationException">The data hold no rows, or a value that is not a finite number.</exception>
    public static SparseBatches? TryReadAll(
        IDataView data, IReadOnlyList<SizedColumn> columns, Device device, IReadOnlyList<bool> allowMissing, long budget)
    {
        var all = columns.Select(column => new ColumnBlock(column, BlockRows)).ToArray();
        var total = 0;
        foreach (var (values, rows) in DataViewRows.Blocks(data, columns, allowMissing, BlockRows))
        {
            for (var i = 0; i < all.Length; i++)
                all[i].Append(total, values[i], rows);
            total += rows;
            if (all.Sum(block => block.BytesOf(total)) > budget)
                return null;
        }
        return total > 0 ? new SparseBatches(all, [.. Enumerable.Range(0, total)], device) : throw DataViewBatches.NoRows(columns[0].Name);
    }

    /// <summary>Takes rows chosen at random away into a source of their own; both keep the order of the data.</summary>
    /// <inheritdoc cref="InMemoryBatches.SplitRandomly"/>
    public (SparseBatches Kept, SparseBatches Taken) SplitRandomly(long rows, int seed)
    {
        var order = _places.ToArray();
        new Random(seed).Shuffle(order);
        int[] taken = [.. order.Take((int)rows).Order()], kept = [.. order.Skip((int)rows).Order()];
        return (new SparseBatches(_columns, kept, _device), new SparseBatches(_columns, taken, _device));
    }

    /// <inheritdoc/>
    public IBatchSource Pick(int[] places) => new SparseBatches(_columns, Array.ConvertAll(places, place => _places[place]), _device);

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var batch in Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            if (!batch.Members.Contains(member))
                return (0, 0);
            using var scope = NewDisposeScope();
            var values = batch[member].is_sparse ? batch[member].SparseValues : batch[member];
            var present = values.flatten().masked_select(values.flatten().isnan().logical_not());
            if (present.numel() > 0)
                (least, most) = (Math.Min(least, present.min().Double()), Math.Max(most, present.max().Double()));
        }
        return least <= most ? (least, most) : (0, 0);
    }

    /// <summary>Of all rows that were read, and of which of them these are.</summary>
    public RowsIdentity Identify()
    {
        var hash = new ContentHash();
        foreach (var column in _columns)
            column.AddTo(hash, column.Filled);
        hash.Add<int>(_places);
        return new RowsIdentity(RowCount, hash.ToString());
    }

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var order = _places;
        if (shuffleSeed is { } seed)
        {
            order = [.. _places];
            new Random(seed).Shuffle(order);
        }
        for (var start = (long)firstBatch * batchSize; start < order.Length; start += batchSize)
            yield return Batch(order.AsSpan((int)start, (int)Math.Min(batchSize, order.Length - start)));
    }

    /// <summary>Nothing: memory is the collector's.</summary>
    public void Dispose()
    {
    }

    private TensorBatch Batch(ReadOnlySpan<int> rows)
    {
        var tensors = new List<(BatchMember, Tensor)>(_columns.Length);
        foreach (var column in _columns)
            column.AddTensors(tensors, rows, _device);
        return new TensorBatch([.. tensors]);
    }
}

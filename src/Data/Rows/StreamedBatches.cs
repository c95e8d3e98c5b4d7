using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Rows that are read again from the data view in every epoch: a background thread fills one window of rows while the batches of
/// another are handed out, shuffled within the window. Memory does not grow with the number of rows.
/// </summary>
internal sealed class StreamedBatches : IBatchSource
{
    // Two windows are in memory at a time; the rest of the budget is for the batches on their way.
    private const int WindowsPerBudget = 3;
    private const int WindowsPerEpoch = 2;

    private readonly IDataView _data;
    private readonly IReadOnlyList<SizedColumn> _columns;
    private readonly Device _device;
    private readonly IReadOnlyList<bool> _allowMissing;
    private readonly Func<DataViewRowId, bool>? _keeps;
    private readonly int _windowRows;
    private readonly List<ColumnBlock[]> _windows = [];
    private int[]? _order;
    private readonly (double Minimum, double Maximum)[] _ranges;
    private readonly ContentHash _content = new();

    /// <param name="data">The data; their schema has been checked.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="device">Where batches live.</param>
    /// <param name="allowMissing">Per column: whether NaN is a value.</param>
    /// <param name="budget">Bytes that rows may take in memory.</param>
    /// <param name="keeps">Which rows to read, by their identity; null for all.</param>
    public StreamedBatches(
        IDataView data, IReadOnlyList<SizedColumn> columns, Device device, IReadOnlyList<bool> allowMissing, long budget,
        Func<DataViewRowId, bool>? keeps = null)
    {
        _data = data;
        _columns = columns;
        _device = device;
        _allowMissing = allowMissing;
        _keeps = keeps;
        var widest = columns.Max(c => c.NumbersPerRow);
        var rowBytes = columns.Sum(ColumnBlock.RowBytes);
        _windowRows = (int)Math.Clamp(budget / WindowsPerBudget / rowBytes, 1, Array.MaxLength / widest);
        _ranges = [.. columns.Select(_ => (double.PositiveInfinity, double.NegativeInfinity))];
    }

    /// <inheritdoc/>
    public long RowCount { get; private set; }

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member)
    {
        var column = _columns.ToList().FindIndex(c => c.Member == member);
        if (column < 0 && member == BatchMember.Lengths && _columns.OfType<SequenceInput>().FirstOrDefault() is { } sequences)
            return (0, sequences.Shape.MaximumLength); // lengths come with the steps
        return column >= 0 && _ranges[column].Minimum <= _ranges[column].Maximum ? _ranges[column] : (0, 0);
    }

    /// <summary>What <see cref="Survey"/> has found.</summary>
    public RowsIdentity Identify() => new(RowCount, _content.ToString(), _windowRows);

    /// <summary>
    /// Goes once over the data before training: counts the rows, finds the ranges, hashes them, and meets every faulty value.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is not a finite number.</exception>
    public void Survey()
    {
        const int blockFloats = 1 << 18;
        var blockRows = Math.Max(1, blockFloats / _columns.Sum(c => c.NumbersPerRow));
        foreach (var (values, rows) in DataViewRows.Blocks(_data, _columns, _allowMissing, blockRows, _keeps))
        {
            RowCount += rows;
            for (var i = 0; i < _columns.Count; i++)
            {
                values[i].AddTo(_content, rows);
                _ranges[i] = values[i].Extend(_ranges[i], rows);
            }
        }
        if (RowCount == 0)
            throw DataViewBatches.NoRows(_columns[0].Name);
    }

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var random = shuffleSeed is { } seed ? new Random(seed) : null;
        // Drawn before the reader starts, so that the order of draws does not depend on the threads.
        var sourceOrder = random is not null && _data.CanShuffle ? new Random(random.Next()) : null;
        var window = _windowRows / batchSize * batchSize; // whole batches per window, so that only the epoch's last is smaller
        window = Math.Max(Math.Min(batchSize, _windowRows), window);
        var windows = Rent(window);
        // Arrays of this size are freed by the rarest collections only: one an epoch would add up between them.
        var order = Interlocked.Exchange(ref _order, null) is { } kept && kept.Length >= window ? kept : new int[window];
        try
        {
            using var reader = new WindowReader(
                (buffers, stop) => DataViewRows.Blocks(_data, _columns, _allowMissing, window, _keeps, sourceOrder, buffers, stop),
                windows);
            var left = firstBatch;
            while (reader.Next() is { } filled)
            {
                for (var i = 0; i < filled.Rows; i++)
                    order[i] = i;
                random?.Shuffle(order.AsSpan(0, filled.Rows));
                for (var start = 0; start < filled.Rows; start += batchSize)
                    if (left-- <= 0)
                        yield return Batch(filled.Values, order.AsSpan(start, Math.Min(batchSize, filled.Rows - start)));
                reader.Release(filled.Values);
            }
        }
        finally
        {
            Return(windows);
            _order = order;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _windows.Clear();

    private TensorBatch Batch(ColumnBlock[] values, ReadOnlySpan<int> rows)
    {
        var tensors = new List<(BatchMember, Tensor)>(_columns.Count);
        foreach (var block in values)
            block.AddTensors(tensors, rows, _device);
        return new TensorBatch([.. tensors]);
    }

    // Kept from epoch to epoch: arrays of this size are not worth making anew. An epoch that runs beside another has its own.
    private ColumnBlock[][] Rent(int rows)
    {
        var rented = new ColumnBlock[WindowsPerEpoch][];
        lock (_windows)
        {
            _windows.RemoveAll(w => w[0].Capacity < rows);
            for (var i = 0; i < rented.Length; i++)
            {
                rented[i] = _windows.Count > 0 ? _windows[^1] : [.. _columns.Select(c => new ColumnBlock(c, rows))];
                _windows.Remove(rented[i]);
            }
        }
        return rented;
    }

    private void Return(ColumnBlock[][] windows)
    {
        lock (_windows)
            _windows.AddRange(windows.Take(WindowsPerEpoch - _windows.Count));
    }
}

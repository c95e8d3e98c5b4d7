using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Reads training rows: into memory if they fit a budget, else as a stream that is read again in every epoch.</summary>
/// <param name="columns">What to read of each row.</param>
/// <param name="device">Where batches live.</param>
/// <param name="budget">Bytes that the rows may take in memory.</param>
/// <param name="allowMissing">Per column: whether NaN is a value; null allows it nowhere.</param>
internal sealed class BatchReading(IReadOnlyList<SizedColumn> columns, Device device, long budget, IReadOnlyList<bool>? allowMissing = null)
{
    private readonly IReadOnlyList<bool> _allowMissing = allowMissing ?? new bool[columns.Count];

    private bool IsSparse => columns.Any(column => column.IsSparse);

    private long RowBytes => columns.Sum(ColumnBlock.RowBytes);

    /// <summary>Reads all rows for one purpose.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is not a finite number.</exception>
    public IBatchSource Read(IDataView data)
    {
        IBatchSource? rows = IsSparse ? TryReadSparse(data) : FitsFor(data.GetRowCount()) ? TryReadAll(data) : null;
        return rows ?? Stream(data, null, heldOut: false);
    }

    /// <summary>Reads the rows and holds some out.</summary>
    /// <param name="data">The data; their schema has been checked.</param>
    /// <param name="share">Share of rows to hold out, from their number, or from null if they are not counted; 0 for none.</param>
    /// <param name="seed">Fixes which.</param>
    /// <returns>The rows to learn from, and those held out or null.</returns>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, or too few to hold some out, or a value is not a finite number.
    /// </exception>
    public (IBatchSource Training, IBatchSource? HeldOut) Read(IDataView data, Func<long?, double> share, int seed)
    {
        if (IsSparse)
        {
            if (TryReadSparse(data) is { } sparse)
                return HeldOutOf(sparse, share) is var held and > 0 ? sparse.SplitRandomly(held, seed) : (sparse, null);
        }
        else if (FitsFor(data.GetRowCount()) && TryReadAll(data) is { } rows)
        {
            return HeldOutOf(rows, share) is var held and > 0 ? rows.SplitRandomly(held, seed) : (rows, null);
        }
        if (share(null) is 0)
            return (Stream(data, null, heldOut: false), null);
        var split = new RowSplit(share(null), seed);
        var training = Stream(data, split, heldOut: false);
        try
        {
            return (training, Stream(data, split, heldOut: true));
        }
        catch
        {
            training.Dispose();
            throw;
        }
    }

    // How many rows of a source in memory to hold out; it is disposed where they are none or all.
    private static long HeldOutOf(IBatchSource rows, Func<long?, double> share)
    {
        var fraction = share(rows.RowCount);
        var count = (long)Math.Round(rows.RowCount * fraction);
        if (fraction == 0 || (count >= 1 && count < rows.RowCount))
            return count;
        using var unused = rows;
        throw new InvalidOperationException(FormattableString.Invariant(
            $"ValidationFraction is {fraction}, which of {rows.RowCount} rows holds out {count}; ")
            + "at least one must be held out and one left to learn from.");
    }

    private SparseBatches? TryReadSparse(IDataView data) => SparseBatches.TryReadAll(data, columns, device, _allowMissing, budget);

    private bool FitsFor(long? rows) => rows is not { } known || known * RowBytes <= budget;

    // The number of rows may be unknown, so reading goes on until the budget is spent.
    private InMemoryBatches? TryReadAll(IDataView data) =>
        DataViewBatches.TryReadAll(data, columns, device, _allowMissing, Math.Max(1, budget / RowBytes));

    private StreamedBatches Stream(IDataView data, RowSplit? split, bool heldOut)
    {
        var stream = new StreamedBatches(
            data, columns, device, _allowMissing, budget, split is null ? null : id => split.IsHeldOut(id) == heldOut);
        stream.Survey();
        return stream;
    }
}

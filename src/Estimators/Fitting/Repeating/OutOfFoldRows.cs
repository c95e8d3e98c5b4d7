using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>Rows held out, each part of them from another network.</summary>
/// <param name="parts">For each network the rows that it has not learned from; the caller's.</param>
/// <param name="learnedFrom">From a network to those that it has learned from, the receiver's.</param>
internal sealed class OutOfFoldRows(IReadOnlyList<IBatchSource> parts, Func<int, IBatchSource> learnedFrom) : IBatchSource
{
    /// <summary>For each network the rows that it has not learned from.</summary>
    public IReadOnlyList<IBatchSource> Parts => parts;

    /// <summary>The rows that a network has learned from; the caller's.</summary>
    public IBatchSource LearnedFrom(int network) => learnedFrom(network);

    /// <summary>The network that has not seen the batch that was handed out last.</summary>
    public int Network { get; private set; }

    /// <inheritdoc/>
    public long RowCount => parts.Sum(part => part.RowCount);

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member)
    {
        var ranges = parts.Select(part => part.Range(member)).ToArray();
        return (ranges.Min(range => range.Minimum), ranges.Max(range => range.Maximum));
    }

    /// <summary>One part behind the other: rows are never learned from in this form, so that no order is asked for.</summary>
    /// <inheritdoc cref="IBatchSource.Epoch"/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var batches = parts.SelectMany((part, network) => part.Epoch(batchSize, shuffleSeed).Select(batch => (batch, network)));
        foreach (var (batch, network) in batches.Skip(firstBatch))
        {
            Network = network;
            yield return batch;
        }
    }

    /// <summary>Nothing: the parts are the caller's.</summary>
    public void Dispose()
    {
    }
}

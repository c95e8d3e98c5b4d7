using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Rows as they come out of a fitted layer: the features are passed through a function, all else stays.</summary>
internal sealed class MappedBatches : IBatchSource
{
    private const int PassRows = 1024;
    private readonly IBatchSource _source;
    private readonly Func<Tensor, Tensor> _map;
    private (double Minimum, double Maximum)? _range;

    private MappedBatches(IBatchSource source, Func<Tensor, Tensor> map)
    {
        _source = source;
        _map = map;
    }

    /// <inheritdoc/>
    public long RowCount => _source.RowCount;

    /// <summary>Maps the features: once and for all if the results fit the budget, else again with every epoch.</summary>
    /// <param name="source">The rows; they stay the caller's and must live as long as the result.</param>
    /// <param name="map">(batch, ...) → (batch, width); its weights must not change any more.</param>
    /// <param name="width">Numbers per row that the function answers.</param>
    /// <param name="budget">Bytes that the results may take.</param>
    public static IBatchSource Create(IBatchSource source, Func<Tensor, Tensor> map, int width, long budget)
    {
        var mapped = new MappedBatches(source, map);
        return source.RowCount * width * sizeof(float) <= budget ? mapped.ReadAll() : mapped;
    }

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member)
    {
        if (member != BatchMember.Features)
            return _source.Range(member);
        if (_range is { } known)
            return known;
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var batch in Epoch(PassRows, null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            (least, most) = (Math.Min(least, batch.Features.min().Double()), Math.Max(most, batch.Features.max().Double()));
        }
        _range = (least, most);
        return (least, most);
    }

    /// <summary>That of the source: the map follows from what was trained before, which has checkpoints of its own.</summary>
    public RowsIdentity Identify() => _source.Identify();

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        foreach (var batch in _source.Epoch(batchSize, shuffleSeed, firstBatch))
        {
            using var owned = batch;
            yield return Map(batch);
        }
    }

    /// <summary>Nothing: the source is the caller's.</summary>
    public void Dispose()
    {
    }

    private InMemoryBatches ReadAll()
    {
        var parts = new List<TensorBatch>();
        foreach (var batch in Epoch(PassRows, null))
        {
            using var owned = batch;
            parts.Add(batch.Map((_, tensor) => tensor.clone().DetachFromDisposeScope())); // what passes through belongs to the source
        }
        var rows = TensorBatch.Concat(parts);
        foreach (var part in parts)
            part.Dispose();
        return new InMemoryBatches(rows);
    }

    private TensorBatch Map(TensorBatch batch)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return batch.Map((member, tensor) => (member == BatchMember.Features ? _map(tensor) : tensor.alias()).DetachFromDisposeScope());
    }
}

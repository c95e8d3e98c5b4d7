using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Rows as they come out of a fitted layer: the first column is passed through a function, the others stay.</summary>
internal sealed class MappedBatches : IBatchSource
{
    private const int PassRows = 1024;
    private readonly IBatchSource _source;
    private readonly Func<Tensor, Tensor> _map;
    private (float Minimum, float Maximum)? _range;

    private MappedBatches(IBatchSource source, Func<Tensor, Tensor> map)
    {
        _source = source;
        _map = map;
    }

    /// <inheritdoc/>
    public long RowCount => _source.RowCount;

    /// <summary>Maps the first column: once and for all if the results fit the budget, else again with every epoch.</summary>
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
    public (float Minimum, float Maximum) Range(int column)
    {
        if (column > 0)
            return _source.Range(column);
        if (_range is { } known)
            return known;
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var batch in Epoch(PassRows, null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            (least, most) = (Math.Min(least, batch[0].min().Single()), Math.Max(most, batch[0].max().Single()));
        }
        _range = (least, most);
        return (least, most);
    }

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        foreach (var batch in _source.Epoch(batchSize, shuffleSeed, firstBatch))
        {
            using var owned = batch;
            var columns = new Tensor[batch.Count];
            using (no_grad())
            using (NewDisposeScope())
            {
                columns[0] = _map(batch[0]).DetachFromDisposeScope();
                for (var i = 1; i < columns.Length; i++)
                    columns[i] = batch[i].alias().DetachFromDisposeScope();
            }
            yield return new TensorBatch(columns);
        }
    }

    /// <summary>Nothing: the source is the caller's.</summary>
    public void Dispose()
    {
    }

    private InMemoryBatches ReadAll()
    {
        var parts = new List<Tensor[]>();
        foreach (var batch in Epoch(PassRows, null))
        {
            using var owned = batch;
            parts.Add([.. Enumerable.Range(0, batch.Count).Select(i => batch[i].clone().DetachFromDisposeScope())]);
        }
        using var scope = NewDisposeScope();
        var columns = Enumerable.Range(0, parts[0].Length)
            .Select(i => cat([.. parts.Select(part => part[i])], 0).clone().DetachFromDisposeScope()).ToArray();
        foreach (var tensor in parts.SelectMany(part => part))
            tensor.Dispose();
        return new InMemoryBatches(columns);
    }
}

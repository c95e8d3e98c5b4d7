using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Rows of a table with a condition each. They are kept compact and expanded batch by batch, so that a category with many
/// values costs one number per row.
/// </summary>
internal sealed class TableBatches : IBatchSource
{
    private readonly TableCodec _codec;
    private readonly Tensor _compact; // (rows, compact)
    private readonly ConditionDraws? _draws;
    private readonly bool _drawsRows;
    private readonly Dictionary<(int Condition, int Place), int[]> _rowsOf = [];

    /// <param name="codec">The layout.</param>
    /// <param name="compact">The rows, row by row.</param>
    /// <param name="sampling">How often each class or category is shown.</param>
    /// <param name="device">Where batches live.</param>
    public TableBatches(TableCodec codec, float[] compact, GanSampling sampling, Device device)
    {
        _codec = codec;
        RowCount = compact.Length / codec.CompactSize;
        _compact = tensor(compact, [RowCount, codec.CompactSize], device: device).DetachFromDisposeScope();
        if (codec.Conditions.Length == 0)
            return;
        _draws = new ConditionDraws(codec, sampling);
        _drawsRows = sampling != GanSampling.AsInData;
        if (!_drawsRows)
            return;
        for (var condition = 0; condition < codec.Conditions.Length; condition++)
        {
            var at = codec.CompactStart(codec.Conditions[condition]);
            foreach (var group in Enumerable.Range(0, (int)RowCount).GroupBy(row => (int)compact[((long)row * codec.CompactSize) + at]))
                _rowsOf[(condition, group.Key)] = [.. group];
        }
    }

    /// <inheritdoc/>
    public long RowCount { get; }

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member)
    {
        using var scope = NewDisposeScope();
        return (_compact.min().Double(), _compact.max().Double());
    }

    /// <summary>The compact rows: batches hold draws from them.</summary>
    public RowsIdentity Identify()
    {
        var hash = new ContentHash();
        hash.Add(_compact);
        return new RowsIdentity(RowCount, hash.ToString());
    }

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var order = new long[RowCount];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        if (shuffleSeed is { } seed)
            new Random(seed).Shuffle(order);
        for (var batch = firstBatch; (long)batch * batchSize < RowCount; batch++)
        {
            var start = batch * batchSize;
            // A generator per batch: an epoch that is taken up again meets the same draws.
            yield return Batch(order.AsSpan(start, (int)Math.Min(batchSize, RowCount - start)).ToArray(),
                new Random(Mixing.Seed(shuffleSeed ?? 0, batch)));
        }
    }

    /// <summary>One batch of rows for measuring, drawn as training draws them.</summary>
    /// <param name="most">Rows in it; fewer if there are not so many.</param>
    /// <param name="seed">Fixes which.</param>
    public IBatchSource Reference(int most, int seed)
    {
        var random = new Random(seed);
        var order = new long[RowCount];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        random.Shuffle(order);
        return new OneBatch(Batch(order[..(int)Math.Min(most, RowCount)], random));
    }

    /// <inheritdoc/>
    public void Dispose() => _compact.Dispose();

    private TensorBatch Batch(long[] rows, Random random)
    {
        using var scope = NewDisposeScope();
        var asked = new (int Condition, int Place)[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (!_drawsRows)
            {
                asked[i] = (_draws?.NextColumn(random) ?? 0, -1);
                continue;
            }
            asked[i] = _draws!.Next(random);
            while (!_rowsOf.ContainsKey(asked[i]))
                asked[i] = _draws!.Next(random); // a class whose only rows are held out
            var candidates = _rowsOf[asked[i]];
            rows[i] = candidates[random.Next(candidates.Length)];
        }
        var compact = _compact.index_select(0, tensor(rows, device: _compact.device)); // (rows, compact)
        return new TensorBatch(
            (BatchMember.Features, _codec.Expand(compact).DetachFromDisposeScope()),
            (BatchMember.Conditions, ConditionsOf(compact, asked).DetachFromDisposeScope()));
    }

    private Tensor ConditionsOf(Tensor compact, (int Condition, int Place)[] asked)
    {
        if (_codec.Conditions.Length == 0)
            return zeros(new long[] { compact.size(0), 0 }, device: compact.device);
        var parts = new Tensor[_codec.Conditions.Length];
        for (var condition = 0; condition < parts.Length; condition++)
        {
            var column = _codec.Conditions[condition];
            var places = nn.functional.one_hot(compact.select(1, _codec.CompactStart(column)).to(int64), _codec.Columns[column].Places)
                .to(float32);
            parts[condition] = parts.Length == 1 || condition == _codec.LabelCondition
                ? places
                : places * tensor(Array.ConvertAll(asked, a => a.Condition == condition ? 1f : 0f), device: compact.device).unsqueeze(1);
        }
        return parts.Length == 1 ? parts[0] : cat(parts, 1); // (rows, condition)
    }

    private sealed class OneBatch(TensorBatch batch) : IBatchSource
    {
        public long RowCount => batch.Rows;

        public (double Minimum, double Maximum) Range(BatchMember member)
        {
            using var scope = NewDisposeScope();
            return (batch[member].min().Double(), batch[member].max().Double());
        }

        public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
        {
            yield return batch.Map((_, tensor) => tensor.alias().DetachFromDisposeScope());
        }

        public void Dispose() => batch.Dispose();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Sequences of keys of which those that learn read fewer of the frequent ones: a key that makes a share f of all stays with probability
/// √(t / f), drawn anew for every batch, and what is behind it moves up (Mikolov et al., NeurIPS 2013, equation 5). Of each sequence its
/// rarest key stays at least. Missing keys count as a key.
/// </summary>
internal sealed class FrequentKeysBatches : ChangedBatches
{
    private const int Salt = 0x66726571;
    private const int PassRows = 1024;

    private readonly double[] _stays; // the probability of each key, from the missing one on

    /// <param name="source">The rows, with keys as features, and their lengths; they stay the caller's.</param>
    /// <param name="keys">How many keys there are.</param>
    /// <param name="threshold">t: the share up to which keys stay, in (0, 1).</param>
    public FrequentKeysBatches(IBatchSource source, int keys, double threshold)
        : base(source)
    {
        var counts = new long[keys + 1];
        foreach (var batch in source.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            var (read, lengths) = (KeysOf(batch), batch.Lengths.Integers());
            var width = read.Length / batch.Rows;
            for (var row = 0; row < batch.Rows; row++)
                for (var step = 0; step < lengths[row]; step++)
                    counts[read[(row * width) + step]]++;
        }
        var all = Math.Max(1.0, counts.Sum());
        _stays = Array.ConvertAll(counts, count => count == 0 ? 1 : Math.Min(1, Math.Sqrt(threshold * all / count)));
    }

    /// <summary>The share of all keys that is read in the mean of many epochs.</summary>
    /// <param name="key">The key, from 1; 0 for a missing one.</param>
    public double ShareOf(int key) => _stays[key];

    /// <inheritdoc/>
    protected override IEnumerable<TensorBatch> Learned(int batchSize, int shuffleSeed, int firstBatch)
    {
        var number = firstBatch;
        foreach (var batch in Source.Epoch(batchSize, shuffleSeed, firstBatch))
        {
            using var owned = batch;
            yield return Thinned(batch, new Random(Mixing.Seed(shuffleSeed, number++, Salt)));
        }
    }

    private TensorBatch Thinned(TensorBatch batch, Random random)
    {
        using var scope = NewDisposeScope();
        var (keys, lengths) = (KeysOf(batch), batch.Lengths.Integers());
        var width = keys.Length / batch.Rows;
        for (var row = 0; row < batch.Rows; row++)
            lengths[row] = Thin(keys.AsSpan(row * width, width), (int)lengths[row], random);
        return batch.Map((member, given) => (member switch
        {
            BatchMember.Features => tensor(keys, given.shape).to(given.dtype).to(given.device),
            BatchMember.Lengths => tensor(lengths).to(given.dtype).to(given.device),
            _ => given.alias(),
        }).DetachFromDisposeScope());
    }

    // Moves what stays to the front; how many that are.
    private int Thin(Span<long> keys, int length, Random random)
    {
        if (length == 0)
            return 0;
        var (kept, rarest) = (0, keys[0]);
        for (var step = 0; step < length; step++)
        {
            var key = keys[step];
            if (_stays[key] > _stays[rarest])
                rarest = key;
            if (_stays[key] >= 1 || random.NextDouble() < _stays[key])
                keys[kept++] = key;
        }
        if (kept == 0)
            keys[kept++] = rarest;
        keys[kept..].Clear(); // what lies behind the end is no key
        return kept;
    }

    private static long[] KeysOf(TensorBatch batch)
    {
        using var whole = batch.Features.to(ScalarType.Int64);
        return whole.Integers();
    }
}

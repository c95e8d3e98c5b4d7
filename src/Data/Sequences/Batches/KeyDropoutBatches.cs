using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Sequences of keys of which those that learn do not see some: a share, drawn anew for every batch, becomes the missing key (word
/// dropout: Iyyer et al., ACL 2015).
/// </summary>
/// <param name="source">The rows, with keys as features; they stay the caller's.</param>
/// <param name="share">Share of the keys, in (0, 1).</param>
internal sealed class KeyDropoutBatches(IBatchSource source, double share) : ChangedBatches(source)
{
    private const int Salt = 0x6B6579;

    /// <inheritdoc/>
    protected override IEnumerable<TensorBatch> Learned(int batchSize, int shuffleSeed, int firstBatch)
    {
        var number = firstBatch;
        foreach (var batch in Source.Epoch(batchSize, shuffleSeed, firstBatch))
        {
            using var owned = batch;
            yield return Dropped(batch, new Random(Mixing.Seed(shuffleSeed, number++, Salt)));
        }
    }

    private TensorBatch Dropped(TensorBatch batch, Random random)
    {
        using var scope = NewDisposeScope();
        var kept = new int[batch.Features.numel()];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = random.NextDouble() < share ? 0 : 1; // a missing key is 0
        var mask = tensor(kept, batch.Features.shape, dtype: batch.Features.dtype, device: batch.Features.device);
        return batch.Map((member, tensor) =>
            (member == BatchMember.Features ? tensor.mul(mask) : tensor.alias()).DetachFromDisposeScope());
    }
}

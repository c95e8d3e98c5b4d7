using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Which keys are hidden from a network that is to find them.</summary>
/// <param name="Share">Share of the keys that are asked for, in (0, 1); at least one of each sequence.</param>
/// <param name="RandomShare">Share of those in whose place stands a key drawn by chance.</param>
/// <param name="KeptShare">Share of those that stay; the rest is masked.</param>
internal sealed record TokenMasking(double Share, double RandomShare, double KeptShare);

/// <summary>
/// Learns which keys were hidden (Devlin et al., arXiv:1810.04805). Those of held-out rows are found by a fixed rule, so that every epoch
/// is asked for the same, and are all masked.
/// </summary>
internal sealed class MaskedTokenStep : TrainingStep
{
    // Numbers of a pseudo-random draw from a key's place, itself and its sequence; the modulus is prime.
    private const long Modulus = 10_007, OfPlace = 7_919, OfKey = 104_729, OfSequence = 1_299_709;

    private readonly MaskedTokenNetwork _network;
    private readonly WeightUpdate _update;
    private readonly TokenMasking _masking;
    private readonly Tensor _maskable;
    private readonly long _keys;

    /// <param name="network">The network.</param>
    /// <param name="update">Over its parameters; disposed with the step.</param>
    /// <param name="masking">Which keys are hidden.</param>
    /// <param name="keys">Number of keys.</param>
    /// <param name="never">Keys that are never hidden, from 1.</param>
    /// <param name="device">Where the batches are.</param>
    public MaskedTokenStep(
        MaskedTokenNetwork network, WeightUpdate update, TokenMasking masking, int keys, IReadOnlyList<long> never, Device device)
    {
        (_network, _update, _masking, _keys) = (network, update, masking, keys);
        Updates = [update];
        var maskable = new bool[keys + 1];
        Array.Fill(maskable, true);
        foreach (var key in never.Append(0)) // 0 is a missing key, which nobody can find
            maskable[key] = false;
        _maskable = tensor(maskable, device: device).DetachFromDisposeScope();
        Identity = new { Loss = "cross-entropy of masked keys", Masking = masking, Never = never };
    }

    /// <inheritdoc/>
    public override nn.Module Network => _network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; }

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity { get; }

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var (keys, maskable) = Read(batch);
        var asked = Asked(rand(keys.shape, device: keys.device), maskable);
        if (!asked.any().Read<bool>())
            return;
        var fate = rand(keys.shape, device: keys.device);
        var masked = asked.logical_and(fate.lt(Numbers.Kept(1 - _masking.RandomShare - _masking.KeptShare)));
        var drawn = randint(1, _keys + 1, keys.shape, device: keys.device).to(ScalarType.Int64);
        var isDrawn = asked.logical_and(masked.logical_not()).logical_and(fate.lt(Numbers.Kept(1 - _masking.KeptShare)));
        var logits = _network.Answer(where(isDrawn, drawn, keys), batch.Lengths, masked, asked);
        var loss = nn.functional.cross_entropy(logits, keys.masked_select(asked));
        _update.Minimize(loss, batch.Rows);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (keys, asked) = HeldOut(batch);
        if (!asked.any().Read<bool>())
            return;
        var logits = _network.Answer(keys, batch.Lengths, asked, asked);
        var targets = keys.masked_select(asked);
        var nats = nn.functional.cross_entropy(logits, targets).Read<float>();
        sums.Add(nats, batch.Rows);
        sums.Add(MetricNames.BitsPerToken, nats / Math.Log(2), targets.size(0));
        sums.Add(MetricNames.Accuracy, logits.argmax(1).eq(targets).ShareTrue(), targets.size(0));
    }

    /// <summary>The keys of held-out rows, and which of them are asked for.</summary>
    /// <returns>(batch, time), int64, 0 behind the end; and (batch, time), bool.</returns>
    public (Tensor Keys, Tensor Asked) HeldOut(TensorBatch batch)
    {
        var (keys, maskable) = Read(batch);
        var places = Ranges.Below(keys.size(1), keys.device).unsqueeze(0);
        var mixed = keys.Times(OfKey).Plus(places.Times(OfPlace)).Plus(keys.sum(1L, keepdim: true).Times(OfSequence));
        return (keys, Asked(mixed.remainder(Numbers.Kept(Modulus)).to(ScalarType.Float32).Over((double)Modulus), maskable));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _maskable.Dispose();
        base.Dispose();
    }

    // Keys up to the longest sequence, and which of them may be hidden.
    private (Tensor Keys, Tensor Maskable) Read(TensorBatch batch)
    {
        var time = SequenceEncoderNetwork.AtLeastOne(batch.Lengths).max().Read<long>();
        var keys = batch.Features.narrow(1, 0, time).to(ScalarType.Int64);
        keys = keys.masked_fill(SequenceEncoderNetwork.Mask(batch.Lengths, time).logical_not(), Numbers.Zero);
        return (keys, _maskable.index_select(0, keys.flatten()).view(keys.shape));
    }

    // Where a draw in [0, 1) is below the share, and where it is the smallest of a sequence.
    private Tensor Asked(Tensor draws, Tensor maskable)
    {
        var own = draws.masked_fill(maskable.logical_not(), Numbers.Kept(2.0));
        return own.lt(Numbers.Kept(_masking.Share)).logical_or(own.eq(own.amin([1L], keepdim: true))).logical_and(maskable);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Logits of the next key of sequences that are written key by key, and the state after it.</summary>
/// <param name="memory">What they are written from.</param>
/// <param name="previous">(batch), int64: the key before; 0 at the start.</param>
/// <param name="state">State of the decoder.</param>
/// <returns>(batch, keys + 1), and the state.</returns>
internal delegate (Tensor Logits, DecoderState State) NextKey(DecoderMemory memory, Tensor previous, DecoderState state);

/// <summary>Writes sequences: the likeliest key at each step, or a beam of likely sequences.</summary>
internal static class SequenceDecoder
{
    /// <summary>Decodes a batch.</summary>
    /// <param name="network">The network, in scoring mode.</param>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <param name="beamWidth">Sequences kept at each step; 1 keeps the likeliest key only.</param>
    /// <param name="maximumLength">Keys written at most.</param>
    /// <returns>(batch, maximum length), int64: keys from 1, and -1 behind the end.</returns>
    public static Tensor Decode(SequenceToSequenceNetwork network, Tensor rows, Tensor lengths, int beamWidth, int maximumLength)
    {
        var (memory, state) = network.Encode(rows, lengths);
        return Write(network.Step, memory, state, beamWidth, maximumLength);
    }

    /// <summary>Writes the sequences of a batch.</summary>
    /// <param name="step">Says what may follow.</param>
    /// <param name="memory">What they are written from.</param>
    /// <param name="state">The state before the first key.</param>
    /// <param name="beamWidth">Sequences kept at each step; 1 keeps the likeliest key only.</param>
    /// <param name="maximumLength">Keys written at most.</param>
    /// <returns>(batch, maximum length), int64: keys from 1, and -1 behind the end.</returns>
    public static Tensor Write(NextKey step, DecoderMemory memory, DecoderState state, int beamWidth, int maximumLength)
    {
        var (batch, beam, device) = ((int)memory.Mask.size(0), beamWidth, memory.Mask.device);
        var repeat = Ranges.Below(batch, device).unsqueeze(1).expand(batch, beam).reshape(-1); // (batch·beam)
        (memory, state) = (memory.Rows(repeat), state.Rows(repeat));
        var written = zeros(batch * beam, maximumLength, dtype: ScalarType.Int64, device: device);
        var previous = zeros(batch * beam, dtype: ScalarType.Int64, device: device);
        var ended = zeros(batch * beam, dtype: ScalarType.Bool, device: device);
        // at the start all sequences of a beam are the same: only the first may grow
        var firstOnly = full(batch, beam, Numbers.Kept(double.NegativeInfinity), device: device);
        firstOnly.narrow(1, 0, 1).zero_();
        var scores = firstOnly.reshape(-1); // (batch·beam): log-likelihood
        for (var place = 0; place < maximumLength && !ended.all().Read<bool>(); place++)
        {
            var (logits, next) = step(memory, previous, state);
            var likelihood = logits.log_softmax(1); // (batch·beam, keys + 1)
            var keys = likelihood.size(1);
            // a sequence that has ended goes on with nothing, at no cost
            var stay = full_like(likelihood, Numbers.Kept(double.NegativeInfinity));
            stay.narrow(1, 0, 1).zero_();
            likelihood = where(ended.unsqueeze(1), stay, likelihood).Plus(scores.unsqueeze(1));
            var (best, chosen) = likelihood.view(batch, beam * keys).topk(beam, 1); // (batch, beam)
            var offset = Ranges.Below(batch, device).Times((long)beam).unsqueeze(1);
            var parent = chosen.div(Numbers.Kept(keys), RoundingMode.floor).Plus(offset).reshape(-1).to(ScalarType.Int64); // (batch·beam)
            previous = chosen.remainder(Numbers.Kept(keys)).reshape(-1); // (batch·beam)
            scores = best.reshape(-1);
            written = written.index_select(0, parent);
            written.select(1, place).copy_(previous);
            ended = ended.index_select(0, parent).logical_or(previous.eq(Numbers.Zero));
            state = next.Rows(parent);
        }
        var winners = written.view(batch, beam, maximumLength).select(1, 0); // best first: (batch, maximum length)
        return winners.masked_fill(winners.eq(Numbers.Zero), Numbers.Kept(-1L));
    }
}

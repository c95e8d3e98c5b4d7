using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What one pass of sequences through a network that writes others yields; what is not asked for is not computed.</summary>
/// <param name="network">The fitted network.</param>
/// <param name="description">Width of the beam, and keys that are written at most.</param>
/// <param name="rows">(batch, steps × step size).</param>
/// <param name="lengths">(batch), int64: steps of each sequence.</param>
internal sealed class TranslationPass(
    SequenceToSequenceNetwork network, SequenceToSequenceDescription description, Tensor rows, Tensor lengths)
{
    private (DecoderMemory Memory, DecoderState State)? _read;
    private Tensor? _keys;

    /// <summary>Keys written, (batch, maximum length), and -1 behind the end.</summary>
    public Tensor Keys
    {
        get
        {
            if (_keys is not null)
                return _keys;
            var (memory, state) = Read;
            return _keys = SequenceDecoder.Write(network.Step, memory, state, description.BeamWidth, description.MaximumLength);
        }
    }

    /// <summary>The weights by which they were written, as their column takes them: the network reads them once more.</summary>
    public Tensor AttentionWeights
    {
        get
        {
            var (memory, state) = Read;
            var counts = Keys.ge(Numbers.Zero).sum(1); // (batch)
            var longest = Math.Max(1, counts.max().Read<long>());
            var weights = network.AttentionWeights(memory, state, Keys.narrow(1, 0, longest).clamp_min(Numbers.Zero));
            return description.Attention!.Padded(weights, counts);
        }
    }

    private (DecoderMemory Memory, DecoderState State) Read => _read ??= network.Encode(rows, lengths);
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="SequenceToSequenceNetwork"/>.</summary>
/// <param name="Encoder">What reads the input.</param>
/// <param name="TargetCount">Number of output keys.</param>
/// <param name="EmbeddingSize">Numbers that stand for an output key.</param>
/// <param name="Decoder">What writes: recurrent, in one layer, or a causal transformer.</param>
internal sealed record SequenceToSequenceArchitecture(
    SequenceEncoderArchitecture Encoder, int TargetCount, int EmbeddingSize, SequenceEncoder Decoder);

/// <summary>
/// An encoder reads the input; a decoder writes the output key by key, looking back at the input through attention. Output number 0
/// starts and ends a sequence.
/// </summary>
internal abstract class SequenceToSequenceNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture
{
    private protected SequenceToSequenceNetwork(SequenceToSequenceArchitecture architecture) : base("SequenceToSequence") =>
        Architecture = architecture;

    /// <inheritdoc/>
    public object Architecture { get; }

    /// <summary>What is done with the numbers of each step first; null for nothing.</summary>
    public abstract ColumnScaling? Scaling { get; }

    /// <summary>Builds a network with fresh weights from torch's generator.</summary>
    public static SequenceToSequenceNetwork Of(SequenceToSequenceArchitecture architecture) => architecture.Decoder is TransformerEncoder
        ? new TransformerTranslationNetwork(architecture)
        : new RecurrentTranslationNetwork(architecture);

    /// <summary>What the decoder needs to know of the input, and its state before the first key.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="rowLengths">(batch), int64: steps of each sequence.</param>
    public abstract (DecoderMemory Memory, DecoderState State) Encode(Tensor rows, Tensor rowLengths);

    /// <summary>Steps that pictures become, where one is read by its places.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <returns>(batch), int64.</returns>
    /// <exception cref="InvalidOperationException">The network reads no pictures.</exception>
    public Tensor LengthsOf(Tensor pictures) => ((SequenceToSequenceArchitecture)Architecture).Encoder.Front is { ReadsPlaces: true } front
        ? full([pictures.size(0)], Numbers.Kept((long)front.Places), dtype: ScalarType.Int64, device: pictures.device)
        : throw new InvalidOperationException("The network reads sequences, which have lengths of their own.");

    /// <summary>Logits of the next output key, and the state after it.</summary>
    /// <param name="memory">The input.</param>
    /// <param name="previous">(batch), int64: the output key before.</param>
    /// <param name="state">State of the decoder.</param>
    /// <returns>(batch, keys + 1), and the state.</returns>
    public abstract (Tensor Logits, DecoderState State) Step(DecoderMemory memory, Tensor previous, DecoderState state);

    /// <summary>
    /// Logits of every output key when the right ones before it are given: teacher forcing (Williams and Zipser, Neural Computation
    /// 1, 1989).
    /// </summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <param name="targets">(batch, steps), int64: output keys, 0 behind the end.</param>
    /// <param name="own">Per step: whether the network's own last answer takes the place of the right one.</param>
    /// <returns>(batch, steps, keys + 1).</returns>
    public virtual Tensor Force(Tensor rows, Tensor lengths, Tensor targets, bool[] own)
    {
        var (memory, state) = Encode(rows, lengths);
        var previous = zeros_like(targets.select(1, 0));
        var logits = new List<Tensor>();
        for (var step = 0; step < targets.size(1); step++)
        {
            (var next, state) = Step(memory, previous, state);
            logits.Add(next);
            previous = own[step] ? next.detach().argmax(1) : targets.select(1, step);
        }
        return stack(logits, 1);
    }

    /// <summary>The weights by which the decoder looks at the input before it writes each key.</summary>
    /// <param name="memory">The input.</param>
    /// <param name="state">The state before the first key.</param>
    /// <param name="written">(batch, steps), int64: the keys that are written, 0 behind the end.</param>
    /// <returns>(batch, steps, time): each row adds up to 1; behind the end they mean nothing.</returns>
    public abstract Tensor AttentionWeights(DecoderMemory memory, DecoderState state, Tensor written);
}

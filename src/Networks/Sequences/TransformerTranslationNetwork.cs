using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// A decoder of causal attention among the keys written, and of attention to what was read (Vaswani et al., arXiv:1706.03762): all keys of
/// a training sequence at once.
/// </summary>
internal sealed class TransformerTranslationNetwork : SequenceToSequenceNetwork
{
    [ComponentName(Name = "encoder")] private readonly SequenceEncoderNetwork encoder;
    [ComponentName(Name = "embedding")] private readonly Embedding embedding;
    [ComponentName(Name = "decoder")] private readonly TransformerStack decoder;
    [ComponentName(Name = "answer")] private readonly Linear answer;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public TransformerTranslationNetwork(SequenceToSequenceArchitecture architecture) : base(architecture)
    {
        var a = architecture;
        encoder = new SequenceEncoderNetwork(a.Encoder);
        embedding = WeightRoom.Embedding(a.TargetCount + 1L, a.EmbeddingSize);
        decoder = new TransformerStack((TransformerEncoder)a.Decoder, a.EmbeddingSize, a.Encoder.Stack.OutputSize);
        answer = WeightRoom.Linear(a.Decoder.HiddenSize, a.TargetCount + 1L);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override ColumnScaling? Scaling => encoder.Scaling;

    /// <inheritdoc/>
    public override (DecoderMemory Memory, DecoderState State) Encode(Tensor rows, Tensor rowLengths)
    {
        var (steps, lengths) = encoder.Encode(rows, rowLengths); // (batch, time, memory)
        return (
            new DecoderMemory(decoder.Prepare(steps), SequenceEncoderNetwork.Mask(lengths, steps.size(1))), new DecoderState([], 0, null));
    }

    /// <inheritdoc/>
    public override (Tensor Logits, DecoderState State) Step(DecoderMemory memory, Tensor previous, DecoderState state)
    {
        var (logits, next) = Write(memory, previous.unsqueeze(1), state.Layers.Length == 0 ? null : state.Layers);
        return (logits.squeeze(1), new DecoderState(next, 0, null));
    }

    /// <inheritdoc/>
    public override Tensor Force(Tensor rows, Tensor lengths, Tensor targets, bool[] own)
    {
        if (own.Contains(true)) // a key that is written depends on one that was
            return base.Force(rows, lengths, targets, own);
        var (memory, _) = Encode(rows, lengths);
        return Write(memory, EndedKeys.Before(targets), null).Logits;
    }

    /// <inheritdoc/>
    /// <remarks>Those of the last layer, averaged over its heads.</remarks>
    public override Tensor AttentionWeights(DecoderMemory memory, DecoderState state, Tensor written) =>
        decoder.MemoryWeights(embedding.call(EndedKeys.Before(written)), memory.Read, View(memory));

    /// <summary>As a module the network encodes.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, time, memory).</returns>
    public override Tensor forward(Tensor rows, Tensor lengths) => encoder.call(rows, lengths);

    // (batch, steps) → (batch, steps, keys + 1)
    private (Tensor Logits, Tensor[] State) Write(DecoderMemory memory, Tensor before, Tensor[]? state)
    {
        var (steps, next) = decoder.Continue(embedding.call(before), state, (memory.Read, View(memory)));
        return (answer.call(steps), next);
    }

    private static AttentionView View(DecoderMemory memory) => new(memory.Mask.unsqueeze(1).unsqueeze(1), Causal: false);
}

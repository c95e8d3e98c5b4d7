using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A recurrent decoder with additive attention (Sutskever et al., arXiv:1409.3215; Bahdanau et al., arXiv:1409.0473).</summary>
internal sealed class RecurrentTranslationNetwork : SequenceToSequenceNetwork
{
    [ComponentName(Name = "encoder")] private readonly SequenceEncoderNetwork encoder;
    [ComponentName(Name = "bridge")] private readonly Linear bridge;
    [ComponentName(Name = "embedding")] private readonly Embedding embedding;
    [ComponentName(Name = "decoder")] private readonly SequenceLayer decoder;
    [ComponentName(Name = "attention")] private readonly AdditiveAttention attention;
    [ComponentName(Name = "answer")] private readonly Linear answer;
    private readonly RecurrentEncoder _decoder;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public RecurrentTranslationNetwork(SequenceToSequenceArchitecture architecture) : base(architecture)
    {
        var a = architecture;
        _decoder = (RecurrentEncoder)a.Decoder;
        var (memory, units) = (a.Encoder.Stack.OutputSize, _decoder.HiddenSize);
        encoder = new SequenceEncoderNetwork(a.Encoder);
        bridge = WeightRoom.Linear(memory, units);
        embedding = WeightRoom.Embedding(a.TargetCount + 1L, a.EmbeddingSize);
        decoder = _decoder.Create(a.EmbeddingSize + memory, 1, 0);
        attention = new AdditiveAttention(memory, units, units);
        answer = WeightRoom.Linear(units + memory, a.TargetCount + 1L);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override ColumnScaling? Scaling => encoder.Scaling;

    /// <inheritdoc/>
    public override (DecoderMemory Memory, DecoderState State) Encode(Tensor rows, Tensor rowLengths)
    {
        var (steps, lengths) = encoder.Encode(rows, rowLengths); // (batch, time, memory)
        var mask = SequenceEncoderNetwork.Mask(lengths, steps.size(1)); // (batch, time)
        var first = bridge.call(encoder.Last(steps, lengths)).tanh(); // (batch, hidden)
        return (new DecoderMemory([steps, attention.call(steps)], mask), new DecoderState(_decoder.StateAt(first), 1, first));
    }

    /// <inheritdoc/>
    public override (Tensor Logits, DecoderState State) Step(DecoderMemory memory, Tensor previous, DecoderState state)
    {
        var (context, _) = Look(memory, state); // (batch, memory)
        var next = After(context, previous, state);
        return (answer.call(cat([next.Top!, context], 1)), next);
    }

    /// <inheritdoc/>
    public override Tensor AttentionWeights(DecoderMemory memory, DecoderState state, Tensor written)
    {
        var before = EndedKeys.Before(written); // (batch, steps)
        var looked = new List<Tensor>();
        for (var step = 0L; step < written.size(1); step++)
        {
            var (context, weights) = Look(memory, state);
            looked.Add(weights);
            state = After(context, before.select(1, step), state);
        }
        return stack(looked, 1);
    }

    // Context (batch, memory) and weights (batch, time).
    private (Tensor Context, Tensor Weights) Look(DecoderMemory memory, DecoderState state) =>
        attention.Look(memory.Read[0], memory.Read[1], memory.Mask, state.Top!);

    private DecoderState After(Tensor context, Tensor previous, DecoderState state)
    {
        var input = cat([embedding.call(previous), context], 1).unsqueeze(1); // (batch, 1, embedding + memory)
        var (output, next) = decoder.Run(input, state.Layers);
        return new DecoderState(next, 1, output.squeeze(1)); // (batch, hidden)
    }

    /// <summary>As a module the network encodes.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, time, memory).</returns>
    public override Tensor forward(Tensor rows, Tensor lengths) => encoder.call(rows, lengths);
}

using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="SequenceToSequenceNetwork"/>.</summary>
/// <param name="Encoder">What reads the input.</param>
/// <param name="TargetCount">Number of output keys.</param>
/// <param name="EmbeddingSize">Numbers that stand for an output key.</param>
/// <param name="Decoder">What the decoder computes at each step, in one layer.</param>
internal sealed record SequenceToSequenceArchitecture(
    SequenceEncoderArchitecture Encoder, int TargetCount, int EmbeddingSize, RecurrentEncoder Decoder);

/// <summary>
/// An encoder reads the input; a decoder writes the output key by key, looking back at the input through attention (Sutskever et
/// al., arXiv:1409.3215; Bahdanau et al., arXiv:1409.0473). Output number 0 starts and ends a sequence.
/// </summary>
internal sealed class SequenceToSequenceNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture
{
    [ComponentName(Name = "encoder")] private readonly SequenceEncoderNetwork encoder;
    [ComponentName(Name = "bridge")] private readonly Linear bridge;
    [ComponentName(Name = "embedding")] private readonly Embedding embedding;
    [ComponentName(Name = "decoder")] private readonly SequenceLayer decoder;
    [ComponentName(Name = "attention")] private readonly AdditiveAttention attention;
    [ComponentName(Name = "answer")] private readonly Linear answer;
    private readonly RecurrentEncoder _decoder;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public SequenceToSequenceNetwork(SequenceToSequenceArchitecture architecture) : base("SequenceToSequence")
    {
        Architecture = architecture;
        var a = architecture;
        var memory = a.Encoder.Stack.OutputSize;
        encoder = new SequenceEncoderNetwork(a.Encoder);
        bridge = WeightRoom.Linear(memory, a.Decoder.HiddenSize);
        embedding = WeightRoom.Embedding(a.TargetCount + 1L, a.EmbeddingSize);
        decoder = a.Decoder.Create(a.EmbeddingSize + memory, 1, 0);
        attention = new AdditiveAttention(memory, a.Decoder.HiddenSize, a.Decoder.HiddenSize);
        answer = WeightRoom.Linear(a.Decoder.HiddenSize + memory, a.TargetCount + 1L);
        _decoder = a.Decoder;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture { get; }

    /// <summary>What is done with the numbers of each step first; null for nothing.</summary>
    public ColumnScaling? Scaling => encoder.Scaling;

    /// <summary>
    /// What the decoder needs to know of the input: the steps, the steps prepared for attention, the mask, and its first state.
    /// </summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="rowLengths">(batch), int64: steps of each sequence.</param>
    public DecoderMemory Encode(Tensor rows, Tensor rowLengths)
    {
        var (steps, lengths) = encoder.Encode(rows, rowLengths); // (batch, time, memory)
        var mask = SequenceEncoderNetwork.Mask(lengths, steps.size(1)); // (batch, time)
        var first = bridge.call(encoder.Last(steps, lengths)).tanh(); // (batch, hidden)
        return new DecoderMemory(steps, attention.call(steps), mask, _decoder.StateAt(first), first);
    }

    /// <summary>Logits of the next output key, and the state after it.</summary>
    /// <param name="memory">The input.</param>
    /// <param name="previous">(batch), int64: the output key before.</param>
    /// <param name="state">State of the decoder.</param>
    /// <param name="top">(batch, hidden): its last answer.</param>
    public (Tensor Logits, Tensor[] State, Tensor Top) Step(DecoderMemory memory, Tensor previous, Tensor[] state, Tensor top)
    {
        var (context, _) = attention.Look(memory.Steps, memory.Prepared, memory.Mask, top); // (batch, memory)
        var input = cat([embedding.call(previous), context], 1).unsqueeze(1); // (batch, 1, embedding + memory)
        var (output, next) = decoder.Run(input, state);
        var answered = output.squeeze(1); // (batch, hidden)
        return (answer.call(cat([answered, context], 1)), next, answered);
    }

    /// <summary>Greedy decoding is done by <see cref="SequenceDecoder"/>; as a module the network encodes.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, time, memory).</returns>
    public override Tensor forward(Tensor rows, Tensor lengths) => encoder.call(rows, lengths);

    /// <summary>
    /// Logits of every output key when the right ones before it are given: teacher forcing (Williams and Zipser, Neural Computation
    /// 1, 1989).
    /// </summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <param name="targets">(batch, steps), int64: output keys, 0 behind the end.</param>
    /// <param name="own">Per step: whether the network's own last answer takes the place of the right one.</param>
    /// <returns>(batch, steps, keys + 1).</returns>
    public Tensor Force(Tensor rows, Tensor lengths, Tensor targets, bool[] own)
    {
        var memory = Encode(rows, lengths);
        var (state, top) = (memory.State, memory.Top);
        var previous = zeros_like(targets.select(1, 0));
        var logits = new List<Tensor>();
        for (var step = 0; step < targets.size(1); step++)
        {
            var (next, after, answered) = Step(memory, previous, state, top);
            logits.Add(next);
            (state, top) = (after, answered);
            previous = own[step] ? next.detach().argmax(1) : targets.select(1, step);
        }
        return stack(logits, 1);
    }
}

/// <summary>An input as the decoder sees it.</summary>
/// <param name="Steps">(batch, time, memory).</param>
/// <param name="Prepared">(batch, time, hidden), for attention.</param>
/// <param name="Mask">(batch, time), bool.</param>
/// <param name="State">First state of the decoder.</param>
/// <param name="Top">(batch, hidden): what stands for its last answer at the start.</param>
internal sealed record DecoderMemory(Tensor Steps, Tensor Prepared, Tensor Mask, Tensor[] State, Tensor Top)
{
    /// <summary>The same for some rows, as often as they are named.</summary>
    public DecoderMemory Rows(Tensor rows) => new(
        Steps.index_select(0, rows), Prepared.index_select(0, rows), Mask.index_select(0, rows),
        Array.ConvertAll(State, s => s.index_select(1, rows)), Top.index_select(0, rows));
}

using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// A layer of LSTM cells that read each step beside a mean of all steps, weighted by how they fit the state: see
/// <see cref="AttentionLstmEncoder"/>. The gates are torch's: i, f, o = σ(·), g = tanh(·), c' = f∘c + i∘g, h' = o∘tanh c'.
/// </summary>
internal sealed class AttentionLstmLayer : SequenceLayer, IAttendingLayer
{
    [ComponentName(Name = "attention")] private readonly AdditiveAttention attention;
    [ComponentName(Name = "input")] private readonly Linear input;
    [ComponentName(Name = "recurrent")] private readonly Linear recurrent;
    private readonly int _hidden;
    private readonly bool _causal;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    /// <param name="inputSize">Numbers per step.</param>
    /// <param name="hiddenSize">Units.</param>
    /// <param name="attentionSize">Numbers in which states and steps are compared.</param>
    /// <param name="causal">Whether a step sees itself and those before it only.</param>
    public AttentionLstmLayer(int inputSize, int hiddenSize, int attentionSize, bool causal)
    {
        (_hidden, _causal) = (hiddenSize, causal);
        attention = new AdditiveAttention(inputSize, hiddenSize, attentionSize);
        input = WeightRoom.Linear(inputSize, 4L * hiddenSize);
        recurrent = WeightRoom.Linear((long)hiddenSize + inputSize, 4L * hiddenSize, hasBias: false); // state and context
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The state of a causal layer is its answer and cell, (batch, hidden), and the steps read with what is prepared of them,
    /// (batch, time, …); there is none of one that looks ahead.
    /// </remarks>
    public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
    {
        var (output, last) = Go(steps, state, null, null);
        return (output, _causal ? last : []);
    }

    /// <inheritdoc/>
    public override Tensor Read(Tensor steps, Tensor? lengths) => Go(steps, null, lengths, null).Output;

    /// <inheritdoc/>
    public (Tensor Output, Tensor Weights) Look(Tensor steps, Tensor? lengths)
    {
        var weights = new List<Tensor>();
        var (output, _) = Go(steps, null, lengths, weights);
        return (output, stack(weights, 1)); // (batch, time, hidden), (batch, time, time)
    }

    private (Tensor Output, Tensor[] State) Go(Tensor steps, Tensor[]? state, Tensor? lengths, List<Tensor>? weights)
    {
        var (batch, count) = (steps.size(0), steps.size(1));
        var h = state is null ? zeros(batch, _hidden, device: steps.device) : state[0]; // (batch, hidden)
        var c = state is null ? zeros(batch, _hidden, device: steps.device) : state[1];
        var seen = state is null ? steps : cat([state[2], steps], 1); // (batch, past + time, input)
        var prepared = attention.call(steps); // (batch, time, attention)
        if (state is not null)
            prepared = cat([state[3], prepared], 1); // (batch, past + time, attention)
        var past = seen.size(1) - count;
        var mask = _causal || lengths is null ? null : SequenceEncoderNetwork.Mask(lengths, count); // (batch, time)
        var projected = input.call(steps); // (batch, time, 4·hidden): one product for all steps
        var outputs = new List<Tensor>();
        for (var t = 0L; t < count; t++)
        {
            var until = _causal ? past + t + 1 : count;
            var (context, looked) = attention.Look(seen.narrow(1, 0, until), prepared.narrow(1, 0, until), mask, h);
            weights?.Add(nn.functional.pad(looked, [0, past + count - until])); // (batch, past + time)
            var gates = projected.select(1, t).Plus(recurrent.call(cat([h, context], 1))).chunk(4, 1); // four of (batch, hidden)
            c = (gates[1].sigmoid() * c).Plus(gates[0].sigmoid() * gates[2].tanh());
            h = gates[3].sigmoid() * c.tanh();
            outputs.Add(h);
        }
        return (stack(outputs, 1), [h, c, seen, prepared]);
    }
}

using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>One direction of a stack: one or more layers of one kind of cell, reading forwards.</summary>
internal sealed class RecurrentLayer : Module<Tensor, Tensor>
{
    // Exactly one is set; torch's own carry several layers, ours one.
    [ComponentName(Name = "lstm")] private readonly LSTM? lstm;
    [ComponentName(Name = "gru")] private readonly GRU? gru;
    [ComponentName(Name = "rnn")] private readonly RNN? rnn;
    [ComponentName(Name = "peephole")] private readonly PeepholeLstmLayer? peephole;
    [ComponentName(Name = "delay")] private readonly TimeDelayLayer? delay;

    /// <param name="cell">What the layers compute.</param>
    /// <param name="inputSize">Numbers per step.</param>
    /// <param name="hiddenSize">Units.</param>
    /// <param name="layers">Layers on top of each other; more than one only for torch's own cells.</param>
    /// <param name="dropout">Dropout between them.</param>
    /// <param name="depth">Place in the stack, from 0: sets how far apart a time-delay layer looks.</param>
    public RecurrentLayer(RecurrentCell cell, int inputSize, int hiddenSize, int layers, double dropout, int depth) : base("RecurrentLayer")
    {
        switch (cell)
        {
            case RecurrentCell.Lstm:
                lstm = LSTM(inputSize, hiddenSize, layers, true, true, dropout);
                break;
            case RecurrentCell.Gru:
                gru = GRU(inputSize, hiddenSize, layers, true, true, dropout);
                break;
            case RecurrentCell.Tanh:
            case RecurrentCell.ReLU:
                rnn = RNN(inputSize, hiddenSize, layers, cell == RecurrentCell.ReLU ? NonLinearities.ReLU : NonLinearities.Tanh, true, true, dropout);
                break;
            case RecurrentCell.PeepholeLstm:
                peephole = new PeepholeLstmLayer(inputSize, hiddenSize);
                break;
            case RecurrentCell.TimeDelay:
                delay = new TimeDelayLayer(inputSize, hiddenSize, 1 << depth);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(cell), cell, "This is not a recurrent cell.");
        }
        RegisterComponents();
    }

    /// <summary>Whether one object of torch's carries several layers.</summary>
    public static bool StacksItself(RecurrentCell cell) =>
        cell is RecurrentCell.Lstm or RecurrentCell.Gru or RecurrentCell.Tanh or RecurrentCell.ReLU;

    /// <inheritdoc/>
    public override Tensor forward(Tensor steps) => Run(steps, null).Output;

    /// <summary>The answer at each step, and the state after the last.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="state">The state before the first step, as this method returned it; null for zeros.</param>
    /// <returns>(batch, time, hidden), and the state: hidden and, for LSTMs, cell.</returns>
    public (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
    {
        if (lstm is not null)
        {
            var (output, hidden, cell) = state is null ? lstm.call(steps) : lstm.call(steps, (state[0], state[1]));
            return (output, [hidden, cell]);
        }
        if (gru is not null)
        {
            var (output, hidden) = gru.call(steps, state?[0]);
            return (output, [hidden]);
        }
        if (rnn is not null)
        {
            var (output, hidden) = rnn.call(steps, state?[0]);
            return (output, [hidden]);
        }
        if (peephole is not null)
        {
            var (output, last) = peephole.Run(steps, state?[0]);
            return (output, [last]);
        }
        return (delay!.call(steps), []);
    }
}

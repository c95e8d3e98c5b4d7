using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// The layers of an encoder on top of each other, in one direction or two, over sequences of different lengths: what stands behind
/// the end of a sequence never changes an answer before it.
/// </summary>
internal sealed class RecurrentStack : Module<Tensor, Tensor>
{
    private readonly List<SequenceLayer> _forwards = [];
    private readonly List<SequenceLayer> _backwards = [];
    [ComponentName(Name = "dropout")] private readonly Dropout dropout;
    private readonly RecurrentStackArchitecture _architecture;

    /// <summary>Builds the stack with fresh weights from torch's generator.</summary>
    public RecurrentStack(RecurrentStackArchitecture architecture) : base("RecurrentStack")
    {
        _architecture = architecture;
        var a = architecture;
        var together = !a.Bidirectional && a.Encoder.StacksItself;
        for (var depth = 0; depth < (together ? 1 : a.Encoder.LayerCount); depth++)
        {
            var width = depth == 0 ? a.InputSize : a.OutputSize;
            _forwards.Add(a.Encoder.Create(width, together ? a.Encoder.LayerCount : 1, depth));
            register_module($"forward{depth}", _forwards[depth]);
            if (!a.Bidirectional)
                continue;
            _backwards.Add(a.Encoder.Create(width, 1, depth));
            register_module($"backward{depth}", _backwards[depth]);
        }
        dropout = Dropout(a.Encoder.Dropout);
        RegisterComponents();
    }

    /// <summary>The answer at each step of sequences that all fill the whole time.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <returns>(batch, time, output).</returns>
    public override Tensor forward(Tensor steps) => Run(steps, null);

    /// <summary>The answer at each step; behind the end of a sequence it means nothing.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="lengths">(batch), int64, each in [1, time]; null if every sequence fills the time.</param>
    /// <returns>(batch, time, output).</returns>
    public Tensor Run(Tensor steps, Tensor? lengths)
    {
        var mirror = MirrorOf(steps, lengths); // (batch, time)
        var current = steps;
        for (var depth = 0; depth < _forwards.Count; depth++)
            current = Layer(depth, current, lengths, mirror);
        return current;
    }

    /// <summary>
    /// The answer at each step, and the weights by which it looks at the others in the last layer, of both directions the mean.
    /// </summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="lengths">As in <see cref="Run"/>.</param>
    /// <returns>(batch, time, output), (batch, time, time); behind the end of a sequence they mean nothing.</returns>
    /// <exception cref="InvalidOperationException">The layers have no attention.</exception>
    public (Tensor Output, Tensor Weights) Look(Tensor steps, Tensor? lengths)
    {
        if (_forwards[^1] is not IAttendingLayer last)
            throw new InvalidOperationException("These layers have no attention to show.");
        var mirror = MirrorOf(steps, lengths);
        var current = steps;
        for (var depth = 0; depth < _forwards.Count - 1; depth++)
            current = Layer(depth, current, lengths, mirror);
        if (_forwards.Count > 1)
            current = dropout.call(current);
        var (ahead, weights) = last.Look(current, lengths); // (batch, time, hidden), (batch, time, time)
        if (!_architecture.Bidirectional)
            return (Noisy(ahead), weights);
        var (back, others) = ((IAttendingLayer)_backwards[^1]).Look(Reorder(current, mirror), lengths);
        return (
            Noisy(cat([ahead, Reorder(back, mirror)], 2)),
            weights.Plus(Reorder(Reorder(others, mirror).transpose(1, 2), mirror).transpose(1, 2)).Times(0.5));
    }

    // (batch, time, input) → (batch, time, output)
    private Tensor Layer(int depth, Tensor steps, Tensor? lengths, Tensor? mirror)
    {
        var read = depth > 0 ? dropout.call(steps) : steps;
        var ahead = _forwards[depth].Read(read, lengths); // (batch, time, hidden)
        if (!_architecture.Bidirectional)
            return Noisy(ahead);
        var back = Reorder(_backwards[depth].Read(Reorder(read, mirror), lengths), mirror); // (batch, time, hidden)
        return Noisy(cat([ahead, back], 2)); // (batch, time, 2·hidden)
    }

    private Tensor? MirrorOf(Tensor steps, Tensor? lengths) =>
        _architecture.Bidirectional && lengths is not null ? Mirror(steps, lengths) : null;

    /// <summary>Goes on from a state, forwards only.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="states">What this method returned for the steps before; null at the start.</param>
    /// <returns>(batch, time, output), and the state of each layer.</returns>
    /// <exception cref="InvalidOperationException">The stack reads in both directions, or has no state.</exception>
    public (Tensor Output, Tensor[][] States) Continue(Tensor steps, Tensor[][]? states)
    {
        if (_architecture.Bidirectional || !_architecture.Encoder.CarriesState)
            throw new InvalidOperationException("Only recurrent or causal layers that read forwards can go on from a state.");
        var next = new Tensor[_forwards.Count][];
        var current = steps;
        for (var depth = 0; depth < _forwards.Count; depth++)
        {
            if (depth > 0)
                current = dropout.call(current);
            (current, next[depth]) = _forwards[depth].Run(current, states?[depth]);
            current = Noisy(current);
        }
        return (current, next);
    }

    /// <summary>The summary of each sequence: the answer at its last step, and of the backward direction the one at its first.</summary>
    /// <param name="output">(batch, time, output), from <see cref="Run"/>.</param>
    /// <param name="lengths">As in <see cref="Run"/>.</param>
    /// <returns>(batch, output).</returns>
    public Tensor Last(Tensor output, Tensor? lengths)
    {
        var last = lengths is null ? output.select(1, output.size(1) - 1) : AtEnd(output, lengths); // (batch, output)
        if (!_architecture.Bidirectional)
            return last;
        var hidden = _architecture.HiddenSize;
        return cat([last.narrow(1, 0, hidden), output.select(1, 0).narrow(1, hidden, hidden)], 1); // (batch, 2·hidden)
    }

    /// <summary>The summary of sequences that all fill the whole time.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <returns>(batch, output).</returns>
    public Tensor Summarize(Tensor steps)
    {
        if (_architecture.Bidirectional || _architecture.Encoder is not RecurrentEncoder { StacksItself: true })
            return Last(Run(steps, null), null);
        // the last state is the last answer, and going back from it costs less than from a slice of all answers
        var (_, state) = _forwards[0].Run(steps, null);
        return state[0].select(0, _architecture.Encoder.LayerCount - 1);
    }

    // Layers that stack themselves have their noise within.
    private Tensor Noisy(Tensor steps) =>
        _architecture.Encoder.StacksItself ? steps : StepNoise.On(steps, training, _architecture.Encoder.HiddenNoise);

    private static Tensor AtEnd(Tensor output, Tensor lengths)
    {
        var index = lengths.Minus(1L).view(-1, 1, 1).expand(output.size(0), 1, output.size(2)); // (batch, 1, output)
        return output.gather(1, index).squeeze(1);
    }

    // Where step t of a sequence read backwards comes from: its length - 1 - t; padding stays where it is.
    private static Tensor Mirror(Tensor steps, Tensor lengths)
    {
        var place = Ranges.Below(steps.size(1), steps.device).unsqueeze(0); // (1, time)
        var mirrored = lengths.unsqueeze(1).Minus(1L) - place; // (batch, time)
        return where(mirrored.ge(Numbers.Zero), mirrored, place.expand(mirrored.shape));
    }

    // (batch, time, numbers): from the end of each sequence; null for sequences that all fill the time.
    private static Tensor Reorder(Tensor steps, Tensor? order) => order is null
        ? steps.flip(1)
        : steps.gather(1, order.unsqueeze(2).expand(order.size(0), order.size(1), steps.size(2)));
}

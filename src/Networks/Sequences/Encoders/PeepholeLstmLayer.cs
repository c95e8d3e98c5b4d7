using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A layer of LSTM cells with peepholes: i = σ(·+ wᵢ∘c), f = σ(·+ w_f∘c), c' = f∘c + i∘tanh(·), o = σ(·+ wₒ∘c'), h = o∘tanh c'
/// (Gers et al., J. Mach. Learn. Res. 3, 2002).
/// </summary>
internal sealed class PeepholeLstmLayer : Module<Tensor, Tensor>
{
    [ComponentName(Name = "input")] private readonly Linear input;
    [ComponentName(Name = "recurrent")] private readonly Linear recurrent;
    [ComponentName(Name = "peepholes")] private readonly Parameter peepholes;
    private readonly int _hidden;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    public PeepholeLstmLayer(int inputSize, int hiddenSize) : base("PeepholeLstm")
    {
        _hidden = hiddenSize;
        input = WeightRoom.Linear(inputSize, 4L * hiddenSize);
        recurrent = WeightRoom.Linear(hiddenSize, 4L * hiddenSize, hasBias: false);
        peepholes = new Parameter(WeightRoom.Zeros(3, hiddenSize));
        RegisterComponents();
    }

    /// <summary>The hidden state after each step, from a state of zeros.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <returns>(batch, time, hidden).</returns>
    public override Tensor forward(Tensor steps) => Run(steps, null).Output;

    /// <summary>The hidden state after each step, and the state at the end.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="state">(2, batch, hidden): hidden state and cell; null for zeros.</param>
    public (Tensor Output, Tensor State) Run(Tensor steps, Tensor? state)
    {
        var batch = steps.size(0);
        var projected = input.call(steps); // (batch, time, 4·hidden): one product for all steps
        var h = state is null ? zeros(batch, _hidden, device: steps.device) : state.select(0, 0);
        var c = state is null ? zeros(batch, _hidden, device: steps.device) : state.select(0, 1);
        var outputs = new List<Tensor>();
        for (var t = 0L; t < steps.size(1); t++)
        {
            var gates = projected.select(1, t).Plus(recurrent.call(h)).chunk(4, 1); // four of (batch, hidden): i, f, g, o
            var i = gates[0].Plus(peepholes.select(0, 0) * c).sigmoid();
            var f = gates[1].Plus(peepholes.select(0, 1) * c).sigmoid();
            c = (f * c).Plus(i * gates[2].tanh());
            h = gates[3].Plus(peepholes.select(0, 2) * c).sigmoid() * c.tanh();
            outputs.Add(h);
        }
        return (stack(outputs, 1), stack([h, c], 0));
    }
}

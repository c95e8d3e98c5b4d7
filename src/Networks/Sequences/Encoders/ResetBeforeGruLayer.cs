using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// A layer of gated recurrent units as Cho et al. (arXiv:1406.1078) have them: r, z = σ(W x + U h + b), h̃ = tanh(W x + U (r ∘ h) + b),
/// h' = z ∘ h + (1 - z) ∘ h̃.
/// </summary>
internal sealed class ResetBeforeGruLayer : SequenceLayer
{
    [ComponentName(Name = "input")] private readonly Linear input;
    [ComponentName(Name = "gates")] private readonly Linear gates;
    [ComponentName(Name = "candidate")] private readonly Linear candidate;
    private readonly int _hidden;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    public ResetBeforeGruLayer(int inputSize, int hiddenSize)
    {
        _hidden = hiddenSize;
        input = WeightRoom.Linear(inputSize, 3L * hiddenSize);
        gates = WeightRoom.Linear(hiddenSize, 2L * hiddenSize, hasBias: false);
        candidate = WeightRoom.Linear(hiddenSize, hiddenSize, hasBias: false);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
    {
        var h = state is null ? zeros(steps.size(0), _hidden, device: steps.device) : state[0].select(0, 0); // (batch, hidden)
        var projected = input.call(steps); // (batch, time, 3·hidden): one product for all steps
        var outputs = new List<Tensor>();
        for (var t = 0L; t < steps.size(1); t++)
        {
            var now = projected.select(1, t); // (batch, 3·hidden): r, z, h̃
            var open = now.narrow(1, 0, 2L * _hidden).Plus(gates.call(h)).sigmoid(); // (batch, 2·hidden)
            var (reset, keep) = (open.narrow(1, 0, _hidden), open.narrow(1, _hidden, _hidden));
            var proposed = now.narrow(1, 2L * _hidden, _hidden).Plus(candidate.call(reset * h)).tanh(); // (batch, hidden)
            h = proposed.Plus(keep * (h - proposed));
            outputs.Add(h);
        }
        return (stack(outputs, 1), [h.unsqueeze(0)]);
    }
}

using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Plain recurrence whose units are linear between -1 and 1 and stay there: hₜ = min(1, max(-1, W x + U hₜ₋₁ + b)).</summary>
internal sealed class CutOffRecurrentLayer : SequenceLayer
{
    [ComponentName(Name = "input")] private readonly Linear input;
    [ComponentName(Name = "recurrent")] private readonly Linear recurrent;
    private readonly int _hidden;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    public CutOffRecurrentLayer(int inputSize, int hiddenSize)
    {
        _hidden = hiddenSize;
        input = WeightRoom.Linear(inputSize, hiddenSize);
        recurrent = WeightRoom.Linear(hiddenSize, hiddenSize, hasBias: false);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
    {
        var h = state is null ? zeros(steps.size(0), _hidden, device: steps.device) : state[0].select(0, 0); // (batch, hidden)
        var projected = input.call(steps); // (batch, time, hidden): one product for all steps
        var outputs = new List<Tensor>();
        for (var t = 0L; t < steps.size(1); t++)
        {
            h = ElementFunctions.HardTanh(projected.select(1, t).Plus(recurrent.call(h)));
            outputs.Add(h);
        }
        return (stack(outputs, 1), [h.unsqueeze(0)]);
    }
}

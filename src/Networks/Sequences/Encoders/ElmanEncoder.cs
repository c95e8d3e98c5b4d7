using System.Text.Json.Serialization;
using DeepML.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>Plain recurrence: hₜ = f(W x + U hₜ₋₁ + b) (Elman, Cognitive Science 14, 1990).</summary>
[SavedAs("elman")]
public sealed record ElmanEncoder : RecurrentEncoder
{
    /// <summary>The function f.</summary>
    /// <value>
    /// <see cref="DeepML.Activation.Tanh"/> (the default), <see cref="DeepML.Activation.ReLU"/> (Le et al., arXiv:1504.00941), or
    /// <see cref="DeepML.Activation.HardTanh"/>, which runs step by step.
    /// </value>
    public Activation Activation { get; init; } = Activation.Tanh;

    // What models say that were saved while there were two functions.
    [JsonInclude, JsonPropertyName("Rectified")]
    private bool WasRectified
    {
        init => Activation = value ? Activation.ReLU : Activation.Tanh;
    }

    internal override bool StacksItself => base.StacksItself && Activation != Activation.HardTanh;

    internal override SequenceLayer Create(int inputSize, int layers, int depth)
    {
        if (Activation == Activation.HardTanh)
            return new CutOffRecurrentLayer(inputSize, HiddenSize);
        WeightRoom.TakeRecurrent(1, inputSize, HiddenSize, layers);
        var function = Activation == Activation.ReLU ? NonLinearities.ReLU : NonLinearities.Tanh;
        return new Layer(RNN(inputSize, HiddenSize, layers, function, true, true, DropoutWithin(layers)));
    }

    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        if (Activation is not (Activation.Tanh or Activation.ReLU or Activation.HardTanh))
            faults.Add(nameof(Activation), Activation, "Tanh, ReLU or HardTanh");
    }

    private sealed class Layer : SequenceLayer
    {
        [ComponentName(Name = "rnn")] private readonly RNN rnn;

        public Layer(RNN layers)
        {
            rnn = layers;
            RegisterComponents();
        }

        public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
        {
            var (output, hidden) = rnn.call(steps, state?[0]);
            return (output, [hidden]);
        }
    }
}

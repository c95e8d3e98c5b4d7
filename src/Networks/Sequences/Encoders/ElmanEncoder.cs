using DeepML.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>Plain recurrence: hₜ = tanh(W x + U hₜ₋₁ + b) (Elman, Cognitive Science 14, 1990).</summary>
[SavedAs("elman")]
public sealed record ElmanEncoder : RecurrentEncoder
{
    /// <summary>
    /// Whether a rectifier takes the place of the hyperbolic tangent: hₜ = max(0, W x + U hₜ₋₁ + b) (Le et al., arXiv:1504.00941).
    /// </summary>
    /// <value>The default is false.</value>
    public bool Rectified { get; init; }

    internal override SequenceLayer Create(int inputSize, int layers, int depth)
    {
        WeightRoom.TakeRecurrent(1, inputSize, HiddenSize, layers);
        return new Layer(RNN(
        inputSize, HiddenSize, layers, Rectified ? NonLinearities.ReLU : NonLinearities.Tanh, true, true, DropoutWithin(layers)));
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

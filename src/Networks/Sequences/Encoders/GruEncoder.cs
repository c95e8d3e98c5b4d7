using DeepML.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>Gated recurrent units: reset and update gates (Cho et al., arXiv:1406.1078).</summary>
[SavedAs("gru")]
public sealed record GruEncoder : RecurrentEncoder
{
    /// <summary>
    /// Whether the reset gate acts on the state before the state's weights do, as in the paper: h̃ = tanh(W x + U (r ∘ h) + b). Torch's own
    /// form, h̃ = tanh(W x + b + r ∘ (U h + c)), has one product less per step and is faster.
    /// </summary>
    /// <value>The default is false: torch's form.</value>
    public bool ResetBefore { get; init; }

    internal override bool StacksItself => base.StacksItself && !ResetBefore;

    internal override SequenceLayer Create(int inputSize, int layers, int depth)
    {
        if (ResetBefore)
            return new ResetBeforeGruLayer(inputSize, HiddenSize);
        WeightRoom.TakeRecurrent(3, inputSize, HiddenSize, layers);
        return new Layer(GRU(inputSize, HiddenSize, layers, true, true, DropoutWithin(layers)));
    }

    private sealed class Layer : SequenceLayer
    {
        [ComponentName(Name = "gru")] private readonly GRU gru;

        public Layer(GRU layers)
        {
            gru = layers;
            RegisterComponents();
        }

        public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
        {
            var (output, hidden) = gru.call(steps, state?[0]);
            return (output, [hidden]);
        }
    }
}

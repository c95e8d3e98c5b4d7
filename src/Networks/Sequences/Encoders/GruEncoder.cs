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
    internal override SequenceLayer Create(int inputSize, int layers, int depth)
    {
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

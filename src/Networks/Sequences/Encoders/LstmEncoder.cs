using DeepML.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Long short-term memory: input, forget and output gates around a cell (Hochreiter and Schmidhuber, Neural Computation 9, 1997; Gers et
/// al. 2000).
/// </summary>
[SavedAs("lstm")]
public sealed record LstmEncoder : RecurrentEncoder
{
    internal override SequenceLayer Create(int inputSize, int layers, int depth)
    {
        WeightRoom.TakeRecurrent(4, inputSize, HiddenSize, layers);
        return new Layer(LSTM(inputSize, HiddenSize, layers, true, true, DropoutWithin(layers)));
    }

    // Hidden state and cell.
    internal override Tensor[] StateAt(Tensor answer)
    {
        var hidden = answer.unsqueeze(0); // (1, batch, hidden)
        return [hidden, zeros_like(hidden)];
    }

    private sealed class Layer : SequenceLayer
    {
        [ComponentName(Name = "lstm")] private readonly LSTM lstm;

        public Layer(LSTM layers)
        {
            lstm = layers;
            RegisterComponents();
        }

        public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
        {
            var (output, hidden, cell) = state is null ? lstm.call(steps) : lstm.call(steps, (state[0], state[1]));
            return (output, [hidden, cell]);
        }
    }
}

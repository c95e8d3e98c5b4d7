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
        return new Layer(LSTM(inputSize, HiddenSize, layers, true, true, DropoutWithin(layers)), inputSize == 1 || HiddenSize == 1);
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

        private readonly bool _staysSingle;

        public Layer(LSTM layers, bool readsSingleNumbers)
        {
            lstm = layers;
            _staysSingle = readsSingleNumbers && !MixedPrecision.ReadsSingleNumbers;
            RegisterComponents();
        }

        public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
        {
            using var single = _staysSingle ? MixedPrecision.Leave() : null;
            if (single is not null)
                (steps, state) = (MixedPrecision.Single(steps), state?.Select(MixedPrecision.Single).ToArray());
            var (output, hidden, cell) = state is null ? lstm.call(steps) : lstm.call(steps, (state[0], state[1]));
            return (output, [hidden, cell]);
        }
    }
}

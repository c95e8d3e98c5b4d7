using DeepML.Networks;
using TorchSharp;
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
        return new Layer(LSTM(inputSize, HiddenSize, layers, true, true, DropoutWithin(layers)), this, inputSize);
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
        private readonly bool _answersAsIfLearning;

        public Layer(LSTM layers, LstmEncoder encoder, int inputSize)
        {
            lstm = layers;
            _staysSingle = (inputSize == 1 || encoder.HiddenSize == 1) && !MixedPrecision.ReadsSingleNumbers;

            // oneDNN's LSTM without gradients is wrong by tenths where the last 32 units are 16 or fewer, on some processors with AVX-512
            // (docs/torchsharp-notes.md); the one that learns is right.
            _answersAsIfLearning = encoder.HiddenSize % 32 is >= 1 and <= 16;
            RegisterComponents();
        }

        public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
        {
            using var single = _staysSingle ? MixedPrecision.Leave() : null;
            if (single is not null)
                (steps, state) = (MixedPrecision.Single(steps), state?.Select(MixedPrecision.Single).ToArray());
            if (!_answersAsIfLearning || is_grad_enabled() || steps.device_type != DeviceType.CPU)
                return Answer(steps, state);
            using var scope = NewDisposeScope();
            using var gradients = enable_grad();
            var (output, reached) = Answer(steps, state);
            return (output.detach().MoveToOuterDisposeScope(), Array.ConvertAll(reached, each => each.detach().MoveToOuterDisposeScope()));
        }

        private (Tensor Output, Tensor[] State) Answer(Tensor steps, Tensor[]? state)
        {
            var (output, hidden, cell) = state is null ? lstm.call(steps) : lstm.call(steps, (state[0], state[1]));
            return (output, [hidden, cell]);
        }
    }
}

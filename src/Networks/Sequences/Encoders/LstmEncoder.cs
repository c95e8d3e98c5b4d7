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
        return new Layer(LSTM(inputSize, HiddenSize, layers, true, true, DropoutWithin(layers)), HiddenSize);
    }

    // Hidden state and cell.
    internal override Tensor[] StateAt(Tensor answer)
    {
        var hidden = answer.unsqueeze(0); // (1, batch, hidden)
        return [hidden, zeros_like(hidden)];
    }

    private sealed class Layer : SequenceLayer
    {
        // What oneDNN keeps of a learning pass takes some 80 bytes for each unit, step and row, in one block. glibc has blocks of 32 MiB
        // and more mapped anew in each pass, a page fault at a time, which takes as long as the arithmetic (docs/torchsharp-notes.md).
        private const long UnitsAtOnce = 1 << 18; // 20 MiB
        private const long FewestSteps = 8;

        [ComponentName(Name = "lstm")] private readonly LSTM lstm;

        private readonly long _units;

        public Layer(LSTM layers, int units)
        {
            (lstm, _units) = (layers, units);
            RegisterComponents();
        }

        public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
        {
            var (batch, count) = (steps.size(0), steps.size(1));
            var most = Math.Max(FewestSteps, UnitsAtOnce / Math.Max(1, batch * _units));
            if (count <= most || steps.device_type != DeviceType.CPU)
                return RunPart(steps, state);
            var outputs = new List<Tensor>();
            for (var step = 0L; step < count; step += most)
            {
                (var output, state) = RunPart(steps.narrow(1, step, Math.Min(most, count - step)), state);
                outputs.Add(output);
            }
            return (cat(outputs, 1), state!);
        }

        private (Tensor Output, Tensor[] State) RunPart(Tensor steps, Tensor[]? state)
        {
            var (output, hidden, cell) = state is null ? lstm.call(steps) : lstm.call(steps, (state[0], state[1]));
            return (output, [hidden, cell]);
        }
    }
}

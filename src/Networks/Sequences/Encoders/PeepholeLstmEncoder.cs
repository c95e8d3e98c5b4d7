using DeepML.Networks;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Long short-term memory whose gates also see the cell (Gers et al., J. Mach. Learn. Res. 3, 2002).</summary>
[SavedAs("peephole lstm")]
public sealed record PeepholeLstmEncoder : RecurrentEncoder
{
    internal override bool StacksItself => false;

    internal override SequenceLayer Create(int inputSize, int layers, int depth) => new Layer(new PeepholeLstmLayer(inputSize, HiddenSize));

    // (2, batch, hidden): hidden state and cell.
    internal override Tensor[] StateAt(Tensor answer) => [stack([answer, zeros_like(answer)], 0)];

    private sealed class Layer : SequenceLayer
    {
        [ComponentName(Name = "peephole")] private readonly PeepholeLstmLayer peephole;

        public Layer(PeepholeLstmLayer layer)
        {
            peephole = layer;
            RegisterComponents();
        }

        public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
        {
            var (output, last) = peephole.Run(steps, state?[0]);
            return (output, [last]);
        }
    }
}

using DeepML.Networks;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// No recurrence: causal convolutions over a few steps, 1, 2, 4, … apart, layer by layer (Waibel et al. 1989; van den Oord et al.,
/// arXiv:1609.03499).
/// </summary>
[SavedAs("time delay")]
public sealed record TimeDelayEncoder : SequenceEncoder
{
    /// <summary>Steps that each convolution sees: the present one and, counted in its distance, those before.</summary>
    /// <value>At least 1; the default is 3. With n layers an answer sees 1 + (Taps - 1) · (2ⁿ - 1) steps.</value>
    public int Taps { get; init; } = 3;

    internal override SequenceLayer Create(int inputSize, int layers, int depth) =>
        new Layer(new TimeDelayLayer(inputSize, HiddenSize, Taps, 1 << depth));

    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        faults.AtLeast(Taps, 1, nameof(Taps));
    }

    private sealed class Layer : SequenceLayer
    {
        [ComponentName(Name = "delay")] private readonly TimeDelayLayer delay;

        public Layer(TimeDelayLayer layer)
        {
            delay = layer;
            RegisterComponents();
        }

        public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state) => (delay.call(steps), []);
    }
}

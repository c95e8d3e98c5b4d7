using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A causal convolution as a layer of a stack.</summary>
internal sealed class ConvolvedStepsLayer : SequenceLayer
{
    [ComponentName(Name = "delay")] private readonly TimeDelayLayer delay;

    /// <param name="layer">The convolution, which the layer takes over.</param>
    public ConvolvedStepsLayer(TimeDelayLayer layer)
    {
        delay = layer;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state) => (delay.call(steps), []);
}

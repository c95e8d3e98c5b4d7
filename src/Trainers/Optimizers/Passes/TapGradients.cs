using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// A convolution's weights, of which training reaches some taps: the gradients of the others would be zeros in every step, for which no
/// rule moves anything.
/// </summary>
/// <param name="taps">The taps; stay the caller's.</param>
/// <param name="memory">What the optimizer remembers: of these taps alone.</param>
/// <param name="place">The parameter's place among those remembered.</param>
internal sealed class TapGradients(ReachedTaps taps, OptimizerMemory memory, int place) : IPartGradients
{
    /// <inheritdoc/>
    public void Move(OptimizerRule rule, Tensor gradients, double rate, long step)
    {
        rule.Move(taps.Numbers, GradientPass.Floats(gradients), memory.Span(place), rate, step);
        taps.Write();
    }
}

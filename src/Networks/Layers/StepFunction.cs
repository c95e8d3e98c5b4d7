using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>A step when scoring; in training a function without a jump, which has a gradient.</summary>
/// <param name="name">Name of the step.</param>
/// <param name="step">The step.</param>
/// <param name="smooth">What takes its place in training.</param>
internal sealed class StepFunction(string name, Func<Tensor, Tensor> step, Func<Tensor, Tensor> smooth) : Module<Tensor, Tensor>(name)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => training ? smooth(input) : step(input);
}

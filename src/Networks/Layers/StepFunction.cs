using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>1 above 0, else 0, when scoring; in training a sigmoid, which has a gradient.</summary>
/// <param name="slope">Slope of the sigmoid: the steeper, the closer to the step.</param>
internal sealed class StepFunction(double slope) : Module<Tensor, Tensor>("BinaryStep")
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        training ? ElementFunctions.Sigmoid(input, slope) : input.gt(Numbers.Zero).to(input.dtype);
}

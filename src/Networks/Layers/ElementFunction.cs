using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>A function of each element, or of where they lie, that torch has no module for.</summary>
/// <param name="name">What it is: by this name it is known where networks are written in other forms.</param>
/// <param name="function">The function.</param>
/// <param name="numbers">Its numbers.</param>
internal sealed class ElementFunction(string name, Func<Tensor, Tensor> function, params double[] numbers) : Module<Tensor, Tensor>(name)
{
    /// <summary>The numbers in the function: a slope, or sizes.</summary>
    public IReadOnlyList<double> Parameters => numbers;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => function(input);
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>A function of each element that torch has no module for.</summary>
internal sealed class ElementFunction(string name, Func<Tensor, Tensor> function) : Module<Tensor, Tensor>(name)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => function(input);
}

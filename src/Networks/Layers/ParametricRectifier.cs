using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// x above 0, else a·x with one learned a (He et al., arXiv:1502.01852). Torch's module sets a from a number that nothing holds.
/// </summary>
internal sealed class ParametricRectifier : Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private readonly Parameter weight; // named as torch's

    /// <param name="start">First value of a.</param>
    public ParametricRectifier(double start) : base("PReLU")
    {
        weight = new Parameter(full(1, Numbers.Kept(start)));
        RegisterComponents();
    }

    /// <summary>a, a single number.</summary>
    public Parameter Weight => weight;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => functional.prelu(input, weight);
}

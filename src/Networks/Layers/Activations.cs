using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Makes the modules of <see cref="Activation"/>.</summary>
internal static class Activations
{
    /// <summary>A module that applies the function to each element; null for <see cref="Activation.Identity"/>.</summary>
    public static Module<Tensor, Tensor>? Create(Activation activation) => activation switch
    {
        Activation.Identity => null,
        Activation.Sigmoid => Sigmoid(),
        Activation.Tanh => Tanh(),
        Activation.ReLU => ReLU(),
        Activation.LeakyReLU => LeakyReLU(),
        Activation.ELU => ELU(),
        Activation.GELU => GELU(),
        Activation.Softplus => Softplus(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "This is not an activation."),
    };
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Spreads the first weights of layers.</summary>
internal static class Initializations
{
    /// <summary>The method for a layer: the one asked for, or the one that suits the function behind it.</summary>
    public static WeightInitialization Resolve(WeightInitialization asked, IReadOnlyList<PlannedLayer> layers, int index)
    {
        if (asked != WeightInitialization.Automatic)
            return asked;
        if (layers[index].Layer is ResidualBlock or InceptionBlock or AuxiliaryHead)
            return WeightInitialization.He;
        var next = layers.Skip(index + 1).Select(layer => layer.Layer).FirstOrDefault(
            layer => layer is ActivationLayer || layer.BeginsBlock);
        return next is ActivationLayer activation && Activations.IsRectifier(activation.Function)
            ? WeightInitialization.He
            : WeightInitialization.LeCun;
    }

    /// <summary>Makes a layer answer 0 to everything: a network that ends with it begins as what its answer is added to.</summary>
    public static void Silence(Module layer)
    {
        foreach (var parameter in layer.parameters())
            init.zeros_(parameter);
    }

    /// <summary>
    /// Draws the weights of a new module from torch's generator and sets its biases to 0; scales of normalization stay 1.
    /// </summary>
    public static void Apply(Module module, WeightInitialization method)
    {
        if (method == WeightInitialization.LeCun || WeightRoom.IsOfFile)
            return; // they are drawn so, or come from a file
        if (module is IDrawsOwnWeights own)
        {
            own.Draw(method);
            return;
        }
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.dim() < 2)
            {
                if (name.EndsWith("bias", StringComparison.Ordinal))
                    init.zeros_(parameter);
            }
            else if (method == WeightInitialization.He)
            {
                UniformDraws.Kaiming(parameter, Math.Sqrt(2));
            }
            else
            {
                init.xavier_uniform_(parameter);
            }
        }
    }
}

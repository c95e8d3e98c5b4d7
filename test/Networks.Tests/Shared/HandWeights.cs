using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests;

/// <summary>Weights of a network that a test sets by hand.</summary>
internal static class HandWeights
{
    /// <summary>Draws every weight and every running value anew, so that nothing stays at its beginning of 0 or 1.</summary>
    public static TModule Drawn<TModule>(TModule network, double deviation = 0.3)
        where TModule : nn.Module
    {
        using var gradientsOff = no_grad();
        foreach (var (name, weight) in network.state_dict())
            if (name.EndsWith("running_var", StringComparison.Ordinal))
                weight.uniform_(0.5, 2);
            else if (weight.dtype == ScalarType.Float32)
                weight.normal_(0, deviation);
        return network;
    }

    /// <summary>Sets a weight to numbers, in the order of memory.</summary>
    public static void Set(nn.Module network, string name, params float[] numbers)
    {
        using var gradientsOff = no_grad();
        var weight = network.state_dict()[name];
        weight.copy_(tensor(numbers, weight.shape));
    }

    /// <summary>The weights by their names.</summary>
    public static Dictionary<string, Tensor> Of(nn.Module network) => network.state_dict();
}

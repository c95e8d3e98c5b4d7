using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Starts a network from the weights of a fitted one.</summary>
internal static class WarmStart
{
    /// <summary>Copies every weight and buffer. Layers that torch stacks itself, and the same layers apart, take each other's.</summary>
    /// <exception cref="ArgumentException">Names or shapes differ: the differences are listed.</exception>
    public static void Copy(IReadOnlyDictionary<string, Tensor> from, nn.Module into)
    {
        var target = into.state_dict();
        var apart = target.Keys.ToDictionary(SequenceTransfer.WithLayersApart);
        Copy(
            from.ToDictionary(weight => target.ContainsKey(weight.Key)
                ? weight.Key : apart.GetValueOrDefault(SequenceTransfer.WithLayersApart(weight.Key), weight.Key), weight => weight.Value),
            target);
    }

    /// <summary>Copies the parameters only: buffers hold what was learned of other rows.</summary>
    /// <exception cref="ArgumentException">Names or shapes differ: the differences are listed.</exception>
    public static void CopyParameters(IReadOnlyDictionary<string, Tensor> from, nn.Module into)
    {
        var target = into.named_parameters().ToDictionary(weight => weight.name, weight => (Tensor)weight.parameter);
        Copy(from.Where(weight => target.ContainsKey(weight.Key)).ToDictionary(), target);
    }

    private static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> target)
    {
        var faults = NetworkWeights.Differences(from, target);
        if (faults.Count > 0)
            throw new ArgumentException(
                $"The previous model has another architecture: {string.Join("; ", faults)}. Use the same options and columns of the "
                    + "same size.", nameof(from));
        NetworkWeights.Copy(from, target);
    }
}

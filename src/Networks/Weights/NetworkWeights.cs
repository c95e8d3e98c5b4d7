using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Compares and copies the weights and buffers of networks, by name.</summary>
internal static class NetworkWeights
{
    /// <summary>What keeps the weights of one network from being copied into another.</summary>
    /// <param name="from">The weights to copy.</param>
    /// <param name="into">The weights to be overwritten.</param>
    /// <returns>
    /// A clause for each weight, about the network that is copied from: "it has no 'a'", "its 'b' is [2x3] where [4x3] is needed".
    /// </returns>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> into) =>
    [
        .. into.Keys.Except(from.Keys).Select(name => $"it has no '{name}'"),
        .. from.Keys.Except(into.Keys).Select(name => $"its '{name}' has no place here"),
        .. into.Where(place => from.TryGetValue(place.Key, out var source) && !source.shape.SequenceEqual(place.Value.shape))
            .Select(place =>
                $"its '{place.Key}' is [{string.Join("x", from[place.Key].shape)}] where [{string.Join("x", place.Value.shape)}] is "
                    + "needed"),
    ];

    /// <summary>Copies every weight and buffer; both have the same names and shapes.</summary>
    public static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> into)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in into)
            tensor.copy_(from[name]);
    }

    /// <summary>The first weight that holds infinite numbers, or none at all (NaN); null if there is none.</summary>
    /// <param name="weights">The weights, by their names in the network.</param>
    /// <param name="network">The network.</param>
    /// <param name="parametersOnly">Whether buffers are left out: those of a network that is not this library's may hold what they
    /// want.</param>
    public static string? FirstNotFinite(IReadOnlyDictionary<string, Tensor> weights, nn.Module network, bool parametersOnly)
    {
        using var gradientsOff = no_grad();
        var asked = parametersOnly ? network.named_parameters().Select(p => p.name) : weights.Keys;
        foreach (var name in asked.Order(StringComparer.Ordinal))
        {
            if (!weights.TryGetValue(name, out var weight) || !weight.is_floating_point())
                continue;
            if (!weight.IsFinite())
                return name;
        }
        return null;
    }

    /// <summary>Moves weights towards others; counters are copied.</summary>
    /// <param name="moved">The weights that move.</param>
    /// <param name="towards">Those they move to, with the same names and shapes.</param>
    /// <param name="keep">Share of themselves that they keep, in [0, 1].</param>
    public static void Approach(IReadOnlyDictionary<string, Tensor> moved, IReadOnlyDictionary<string, Tensor> towards, double keep)
    {
        using var gradientsOff = no_grad();
        foreach (var (name, weight) in moved)
            if (weight.is_floating_point())
                weight.mul_(Numbers.Kept(keep)).PlusInPlace(towards[name], 1 - keep).DetachFromDisposeScope();
            else
                weight.copy_(towards[name]);
    }
}

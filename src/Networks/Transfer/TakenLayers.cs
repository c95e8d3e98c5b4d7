using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The layers that a network has taken over.</summary>
/// <param name="Blocks">Blocks of its body that were taken over, from the rows on.</param>
/// <param name="Weights">The weights and statistics taken over, by their names in the network.</param>
internal sealed record TakenLayers(int Blocks, IReadOnlyDictionary<string, TransferName> Weights)
{
    /// <summary>Leaves first blocks as they are in training: weights have no gradient, normalizations keep their running values.</summary>
    /// <param name="network">The network.</param>
    /// <param name="blocks">How many, at most <see cref="Blocks"/>.</param>
    public void Freeze(nn.Module network, int blocks)
    {
        foreach (var (name, weight) in network.named_parameters())
            if (IsFrozen(name))
                weight.requires_grad = false;
        foreach (var (name, module) in network.named_modules())
            if (module is BatchNormalization norm && Weights.Keys.Any(
                weight => weight.StartsWith($"{name}.", StringComparison.Ordinal) && IsFrozen(weight)))
                norm.KeepsStatistics = true;

        bool IsFrozen(string name) =>
            Weights.TryGetValue(name, out var taken) && taken.Part == TransferPart.Body && taken.Block <= blocks;
    }
}

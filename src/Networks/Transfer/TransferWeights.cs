using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Weights for other networks to start from, of a fitted one or from a file; it owns them.</summary>
/// <param name="Weights">The weights, by name.</param>
internal sealed record TransferWeights(IReadOnlyDictionary<string, Tensor> Weights) : IDisposable
{
    /// <summary>The values behind the keys that the network reads, from key 1 on, as text; null if they are not known.</summary>
    public IReadOnlyList<string>? Vocabulary { get; init; }

    /// <summary>The function between its layers, as text; null if it is not known or there is none.</summary>
    public string? HiddenFunction { get; init; }

    /// <summary>Copies of weights, which outlive any scope.</summary>
    public static TransferWeights CopyOf(IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        using var gradientsOff = no_grad();
        return new(weights.ToDictionary(weight => weight.Key, weight => weight.Value.detach().clone().DetachFromDisposeScope()));
    }

    /// <summary>A function as its text.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="slope">Its parameter; null for the usual value.</param>
    public static string FunctionOf(Activation activation, double? slope) =>
        slope is { } given ? FormattableString.Invariant($"{activation} {given}") : $"{activation}";

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var weight in Weights.Values)
            weight.Dispose();
    }
}

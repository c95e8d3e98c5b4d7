using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Starts a network from weights that were learned elsewhere.</summary>
internal static class TransferredWeights
{
    // counts batches for one option of torch's that nothing here uses; files may lack it
    private const string BatchCount = "num_batches_tracked";

    /// <summary>Copies weights and running values by name.</summary>
    /// <param name="from">The weights; they stay the caller's.</param>
    /// <param name="into">The network.</param>
    /// <param name="keepHead">Whether the layer of the answer (and auxiliary heads, where there are some) is taken over too.</param>
    /// <exception cref="ArgumentException">A weight is missing, has no place, or has another shape: all are listed.</exception>
    public static void Copy(IReadOnlyDictionary<string, Tensor> from, ConvolutionalNetwork into, bool keepHead)
    {
        var target = into.state_dict();
        var answer = into.Plan.Layers[^1].Name;
        var faults = new List<string>();
        var copies = new List<(Tensor From, Tensor To)>();
        foreach (var (name, tensor) in target)
        {
            var layer = into.LayerOf(name)!;
            var isHead = layer.Name == answer || layer.Layer is AuxiliaryHead;
            if (isHead && !keepHead)
                continue;
            if (!from.TryGetValue(name, out var source))
            {
                if (layer.Layer is not AuxiliaryHead && !name.EndsWith(BatchCount, StringComparison.Ordinal))
                    faults.Add($"'{name}' is missing");
            }
            else if (!source.shape.SequenceEqual(tensor.shape))
            {
                faults.Add($"'{name}' is [{string.Join("x", source.shape)}] where [{string.Join("x", tensor.shape)}] is needed");
            }
            else
            {
                copies.Add((source, tensor));
            }
        }
        faults.AddRange(from.Keys.Where(name => !target.ContainsKey(name) && !IsOptional(name, answer)).Select(
            name => $"'{name}' has no place in the network"));
        if (faults.Count > 0)
            throw new ArgumentException($"The weights belong to another network: {LayerTransfer.Listed(faults)}.", nameof(from));
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (source, place) in copies)
            place.copy_(source);
    }

    // Heads of another training, or of a network that is used without them.
    private static bool IsOptional(string name, string answer) =>
        name.StartsWith(answer + ".", StringComparison.Ordinal) || name.StartsWith("aux", StringComparison.Ordinal) || name.EndsWith(
            BatchCount, StringComparison.Ordinal);
}

using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Starts a network from the weights of a fitted one.</summary>
internal static class WarmStart
{
    /// <summary>Copies every weight and buffer.</summary>
    /// <exception cref="ArgumentException">Names or shapes differ: the differences are listed.</exception>
    public static void Copy(IReadOnlyDictionary<string, Tensor> from, nn.Module into) => Copy(from, into.state_dict());

    /// <summary>Copies the parameters only: buffers hold what was learned of other rows.</summary>
    /// <exception cref="ArgumentException">Names or shapes differ: the differences are listed.</exception>
    public static void CopyParameters(IReadOnlyDictionary<string, Tensor> from, nn.Module into)
    {
        var target = into.named_parameters().ToDictionary(weight => weight.name, weight => (Tensor)weight.parameter);
        Copy(from.Where(weight => target.ContainsKey(weight.Key)).ToDictionary(), target);
    }

    private static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> target)
    {
        var faults = target.Keys.Except(from.Keys).Select(name => $"it has no '{name}'")
            .Concat(from.Keys.Except(target.Keys).Select(name => $"its '{name}' has no place here"))
            .Concat(target.Where(t => from.TryGetValue(t.Key, out var source) && !source.shape.SequenceEqual(t.Value.shape))
                .Select(t => $"its '{t.Key}' is [{string.Join("x", from[t.Key].shape)}] where [{string.Join("x", t.Value.shape)}] is needed"))
            .ToArray();
        if (faults.Length > 0)
            throw new ArgumentException($"The previous model has another architecture: {string.Join("; ", faults)}. Use the same options and columns of the same size.", nameof(from));
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in target)
            tensor.copy_(from[name]);
    }
}

using DeepML.Data;
using TorchSharp;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>The weights of a saved model, by their names in the network; disposing frees them.</summary>
internal sealed class ArchivedWeights(IReadOnlyDictionary<string, Tensor> weights) : IDisposable
{
    private const string Stream = "weights.safetensors";

    /// <summary>Writes a network's weights into the entry that ML.NET has opened for a transformer.</summary>
    public static void Save(Microsoft.ML.ModelSaveContext context, IReadOnlyDictionary<string, Tensor> weights) =>
        ModelContexts.SaveBinaryStream(context, Stream, stream => SafeTensors.Write(stream, weights));

    /// <summary>Reads the weights of the transformer that ML.NET has found in a model.</summary>
    /// <exception cref="FormatException">They are missing or damaged.</exception>
    public static ArchivedWeights Load(object loadContext)
    {
        // Networks are not built inside this scope: it would end the parameters that they make themselves.
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor>? weights = null;
        if (!ModelContexts.TryLoadBinaryStream(loadContext, Stream, stream => weights = SafeTensors.Read(stream)))
            throw new FormatException($"The model has no entry '{Stream}': the file is damaged.");
        foreach (var tensor in weights!.Values)
            tensor.DetachFromDisposeScope();
        return new ArchivedWeights(weights);
    }

    /// <summary>Copies the weights into a network built from the description.</summary>
    /// <exception cref="FormatException">A weight is missing, unknown, or of another shape.</exception>
    public void CopyInto(nn.Module network)
    {
        var expected = network.state_dict();
        var missing = expected.Keys.Except(weights.Keys).ToArray();
        var unknown = weights.Keys.Except(expected.Keys).ToArray();
        if (missing.Length + unknown.Length > 0)
            throw new FormatException(
                $"The model's weights do not fit its description: missing {List(missing)}; unknown {List(unknown)}.");
        foreach (var (name, tensor) in expected)
            if (!tensor.shape.SequenceEqual(weights[name].shape) || tensor.dtype != weights[name].dtype)
                throw new FormatException(
                    $"Weight '{name}' is {weights[name].dtype} [{string.Join("x", weights[name].shape)}] in the file; "
                    + $"the description needs {tensor.dtype} [{string.Join("x", tensor.shape)}].");
        NetworkWeights.Copy(weights, expected);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in weights.Values)
            tensor.Dispose();
    }

    private static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names.Order());
}

using System.Security.Cryptography;
using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>The weights of a saved model, by their names in the network; disposing frees them.</summary>
internal sealed class ArchivedWeights(IReadOnlyDictionary<string, Tensor> weights) : IDisposable
{
    private const string Stream = "weights.safetensors";

    /// <summary>Numbers in all of them.</summary>
    public long Count => weights.Values.Sum(weight => weight.numel());

    /// <summary>Writes a network's weights into the entry that ML.NET has opened for a transformer.</summary>
    /// <returns>SHA-256 of what was written.</returns>
    public static byte[] Save(Microsoft.ML.ModelSaveContext context, IReadOnlyDictionary<string, Tensor> weights)
    {
        using var hash = SHA256.Create();
        ModelContexts.SaveBinaryStream(context, Stream, stream =>
        {
            stream.Flush();
            using var hashing = new CryptoStream(stream.BaseStream, hash, CryptoStreamMode.Write, leaveOpen: true);
            using var writer = new BinaryWriter(hashing);
            SafeTensors.Write(writer, weights);
        });
        return hash.Hash!;
    }

    /// <summary>Reads the weights of the transformer that ML.NET has found in a model.</summary>
    /// <param name="loadContext">ML.NET's ModelLoadContext.</param>
    /// <param name="saved">SHA-256 of the weights when they were saved.</param>
    /// <exception cref="FormatException">They are missing or damaged.</exception>
    public static ArchivedWeights Load(object loadContext, byte[] saved)
    {
        ArchivedWeights? read = null;
        if (!ModelContexts.TryLoadBinaryStream(loadContext, Stream, reader => read = Read(reader.BaseStream, saved)))
            throw new FormatException($"The model has no entry '{Stream}': the file is damaged.");
        return read!;
    }

    /// <summary>Reads weights to their end.</summary>
    /// <param name="stream">In the safetensors format.</param>
    /// <param name="saved">SHA-256 of the stream when it was saved.</param>
    /// <exception cref="FormatException">They are damaged.</exception>
    public static ArchivedWeights Read(Stream stream, byte[] saved)
    {
        // Networks are not built inside this scope: it would end the parameters that they make themselves.
        using var scope = NewDisposeScope();
        using var hash = SHA256.Create();
        Dictionary<string, Tensor> weights;
        using (var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Read, leaveOpen: true))
        {
            using var reader = new BinaryReader(hashing);
            try
            {
                weights = SafeTensors.Read(reader);
            }
            catch (Exception e) when (e is FormatException or InvalidDataException)
            {
                throw new FormatException($"The entry '{Stream}' of the model is damaged. {e.Message}", e);
            }
            if (hashing.ReadByte() >= 0)
                throw new FormatException($"The entry '{Stream}' of the model is damaged: it goes on behind the last weight.");
        }
        ArchiveHashes.Check(saved, hash.Hash!, Stream);
        foreach (var tensor in weights.Values)
            tensor.DetachFromDisposeScope();
        return new ArchivedWeights(weights);
    }

    /// <summary>Copies the weights into a network built from the description.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parametersOnly">Whether its buffers may hold numbers that are not finite.</param>
    /// <exception cref="FormatException">A weight is missing, unknown, of another shape, or not finite.</exception>
    public void CopyInto(nn.Module network, bool parametersOnly)
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
        if (NetworkWeights.FirstNotFinite(weights, network, parametersOnly) is { } spoiled)
            throw new FormatException(
                $"Weight '{spoiled}' holds numbers that are infinite or no numbers: the model answers nothing of use.");
        NetworkWeights.Copy(weights, expected);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in weights.Values)
            tensor.Dispose();
    }

    private static string List(string[] names) => names.Length switch
    {
        0 => "none",
        <= 10 => string.Join(", ", names.Order()),
        _ => $"{string.Join(", ", names.Order().Take(10))} and {names.Length - 10} more",
    };
}

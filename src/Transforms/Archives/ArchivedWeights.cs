using System.Security.Cryptography;
using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>The weights of a saved model, by their names in the network; disposing frees them.</summary>
internal sealed class ArchivedWeights : IDisposable
{
    private const string Stream = "weights.safetensors";
    private const long MostStored = 2 << 20; // bytes, more than those of any network that answers without torch

    private IReadOnlyDictionary<string, Tensor>? _tensors;

    /// <param name="weights">The weights; owned by this object.</param>
    public ArchivedWeights(IReadOnlyDictionary<string, Tensor> weights) => _tensors = weights;

    private ArchivedWeights(IReadOnlyDictionary<string, StoredTensor> stored) => Stored = stored;

    /// <summary>Numbers in all of them.</summary>
    public long Count => Stored?.Values.Sum(weight => weight.Count) ?? _tensors!.Values.Sum(weight => weight.numel());

    /// <summary>The weights without torch; null where they are many.</summary>
    public IReadOnlyDictionary<string, StoredTensor>? Stored { get; }

    private IReadOnlyDictionary<string, Tensor> Tensors =>
        _tensors ??= Stored!.ToDictionary(weight => weight.Key, weight => weight.Value.ToTensor().DetachFromDisposeScope());

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
        using var hash = SHA256.Create();
        using var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Read, leaveOpen: true);
        using var reader = new BinaryReader(hashing);
        var weights = Read(reader);
        try
        {
            if (hashing.ReadByte() >= 0)
                throw new FormatException($"The entry '{Stream}' of the model is damaged: it goes on behind the last weight.");
            ArchiveHashes.Check(saved, hash.Hash!, Stream);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private static ArchivedWeights Read(BinaryReader reader)
    {
        try
        {
            var (stored, tensors) = SafeTensors.Read(reader, MostStored);
            return stored is null ? new ArchivedWeights(tensors!) : new ArchivedWeights(stored);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new FormatException($"The entry '{Stream}' of the model is damaged. {e.Message}", e);
        }
    }

    /// <summary>Copies the weights into a network built from the description.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parametersOnly">Whether its buffers may hold numbers that are not finite.</param>
    /// <exception cref="FormatException">A weight is missing, unknown, of another shape, or not finite.</exception>
    public void CopyInto(nn.Module network, bool parametersOnly)
    {
        var places = network.state_dict();
        CheckFit(places.ToDictionary(place => place.Key, place => (place.Value.dtype, place.Value.shape)));
        if (NetworkWeights.FirstNotFinite(Tensors, network, parametersOnly) is { } spoiled)
            throw NotFinite(spoiled);
        NetworkWeights.Copy(Tensors, places);
    }

    /// <summary>Refuses weights that are not those of a network, by their names, types and shapes.</summary>
    /// <param name="expected">Those of the network.</param>
    /// <exception cref="FormatException">A weight is missing, unknown or of another shape.</exception>
    public void CheckFit(IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> expected)
    {
        var found = Stored?.ToDictionary(weight => weight.Key, weight => (weight.Value.Type, weight.Value.Shape))
            ?? _tensors!.ToDictionary(weight => weight.Key, weight => (Type: weight.Value.dtype, Shape: weight.Value.shape));
        var missing = expected.Keys.Except(found.Keys).ToArray();
        var unknown = found.Keys.Except(expected.Keys).ToArray();
        if (missing.Length + unknown.Length > 0)
            throw new FormatException(
                $"The model's weights do not fit its description: missing {List(missing)}; unknown {List(unknown)}.");
        foreach (var (name, (type, shape)) in expected)
            if (!shape.AsSpan().SequenceEqual(found[name].Shape) || type != found[name].Type)
                throw new FormatException(
                    $"Weight '{name}' is {found[name].Type} [{string.Join("x", found[name].Shape)}] in the file; "
                    + $"the description needs {type} [{string.Join("x", shape)}].");
    }

    /// <summary>The error for a weight that holds numbers that are none.</summary>
    public static FormatException NotFinite(string name) =>
        new($"Weight '{name}' holds numbers that are infinite or no numbers: the model answers nothing of use.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors?.Values ?? [])
            tensor.Dispose();
    }

    private static string List(string[] names) => names.Length switch
    {
        0 => "none",
        <= 10 => string.Join(", ", names.Order()),
        _ => $"{string.Join(", ", names.Order().Take(10))} and {names.Length - 10} more",
    };
}

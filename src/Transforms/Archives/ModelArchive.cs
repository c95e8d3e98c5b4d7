using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML.Transforms;

/// <summary>
/// What is saved of a transformer: its kind and version, a description as JSON (columns, architecture, learned scaling,
/// history), and the weights in the safetensors format. Nothing in it is executable.
/// </summary>
internal static class ModelArchive
{
    private const int MaximumDescriptionBytes = 64 << 20;

    private static readonly Lazy<IReadOnlyDictionary<string, ArchiveKind>> Kinds = new(() => ArchiveKind.In(typeof(ModelArchive).Assembly));

    /// <summary>Writes a transformer into the entry that ML.NET has opened for it.</summary>
    /// <exception cref="NotSupportedException">Nothing could load it again.</exception>
    public static void Save(ModelSaveContext context, NetworkTransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var use = transformer.Use(); // without its weights it would be written as a model that nobody can load
        if (transformer.WhyNotSaved is { } why)
            throw new NotSupportedException(why);
        ModelContexts.SetVersion(context);
        WriteHeader(ModelContexts.Writer(context), transformer);
        ArchivedWeights.Save(context, transformer.NamedWeights);
    }

    /// <summary>Reads the transformer that ML.NET has found in a model.</summary>
    /// <exception cref="FormatException">The entry is damaged, foreign, or written by a newer version.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing, or is another version.</exception>
    public static NetworkTransformer Load(IHostEnvironment environment, object loadContext)
    {
        NativeGround.Require();
        return Read(ModelContexts.Reader(loadContext), () => ArchivedWeights.Load(loadContext), Kinds.Value, environment);
    }

    /// <summary>Writes kind, version and description.</summary>
    public static void WriteHeader(BinaryWriter writer, NetworkTransformer transformer)
    {
        var kind = transformer.GetType().GetCustomAttribute<ArchiveKindAttribute>()!;
        var text = ArchiveJson.Write(transformer.Description);
        if (text.Length > MaximumDescriptionBytes)
            throw new InvalidOperationException(
                $"The model's description takes {text.Length} bytes, and a file holds {MaximumDescriptionBytes} at most: a key column with very many values is part of it.");
        writer.Write(kind.Kind);
        writer.Write(kind.Version);
        writer.Write(text.Length);
        writer.Write(text);
    }

    /// <summary>Reads a transformer.</summary>
    /// <param name="header">Kind, version and description.</param>
    /// <param name="weights">Reads the weights: only once the header is known to be whole.</param>
    /// <param name="kinds">What may be in it.</param>
    /// <param name="environment">The host.</param>
    /// <exception cref="FormatException">The entry is damaged, foreign, or written by a newer version.</exception>
    public static NetworkTransformer Read(
        BinaryReader header, Func<ArchivedWeights> weights, IReadOnlyDictionary<string, ArchiveKind> kinds, IHostEnvironment environment)
    {
        var (kind, version, description) = ReadHeader(header, kinds);
        using var read = weights();
        return kind.Rebuild(description, version, read, environment);
    }

    private static (ArchiveKind Kind, int Version, JsonNode Description) ReadHeader(BinaryReader reader, IReadOnlyDictionary<string, ArchiveKind> kinds)
    {
        try
        {
            var name = reader.ReadString();
            var version = reader.ReadInt32();
            if (!kinds.TryGetValue(name, out var kind))
                throw new FormatException(
                    $"The model holds a '{name}', which this version of DeepML does not know. Known: {string.Join(", ", kinds.Keys)}.");
            if (version < 1 || version > kind.Version)
                throw new FormatException($"The model's '{name}' has format version {version}; this version of DeepML reads up to {kind.Version}.");
            var length = reader.ReadInt32();
            if (length is < 2 or > MaximumDescriptionBytes)
                throw new FormatException($"The model's description claims {length} bytes: the file is damaged.");
            var text = reader.ReadBytes(length);
            if (text.Length != length)
                throw new FormatException($"The model's description ends after {text.Length} of {length} bytes: the file is truncated.");
            return (kind, version, JsonNode.Parse(text) ?? throw new FormatException("The model's description is empty."));
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException)
        {
            throw new FormatException($"The model's description cannot be read: {e.Message}", e);
        }
    }
}

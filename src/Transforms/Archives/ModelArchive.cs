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
/// history), the weights in the safetensors format, and hashes of both. Nothing in it is executable.
/// </summary>
internal static class ModelArchive
{
    private static readonly Lazy<IReadOnlyDictionary<string, ArchiveKind>> Kinds = new(() => ArchiveKind.In(typeof(ModelArchive).Assembly));

    /// <summary>Writes a transformer into the entry that ML.NET has opened for it.</summary>
    /// <exception cref="NotSupportedException">Nothing could load it again.</exception>
    /// <exception cref="InvalidOperationException">A weight is not finite.</exception>
    public static void Save(ModelSaveContext context, NetworkTransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var use = transformer.Use(); // without its weights it would be written as a model that nobody can load
        if (transformer.WhyNotSaved is { } why)
            throw new NotSupportedException(why);
        if (transformer.FirstNotFinite() is { } spoiled)
            throw new InvalidOperationException(
                $"The model's weight '{spoiled}' holds numbers that are infinite or no numbers: such a model is not saved, since it "
                    + "answers nothing of use.");
        var header = ArchiveHeader.Of(transformer);
        ModelContexts.SetVersion(context);
        header.Write(ModelContexts.Writer(context));
        new ArchiveHashes(header.Hash(), ArchivedWeights.Save(context, transformer.NamedWeights)).Save(context);
    }

    /// <summary>Reads the transformer that ML.NET has found in a model.</summary>
    /// <exception cref="FormatException">The entry is damaged, foreign, or written by a newer version.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing, or is another version.</exception>
    public static NetworkTransformer Load(IHostEnvironment environment, object loadContext)
    {
        var header = ArchiveHeader.Read(ModelContexts.Reader(loadContext));
        var hashes = ArchiveHashes.Load(loadContext);
        hashes.Check(header);
        return Read(header, () => ArchivedWeights.Load(loadContext, hashes.Weights), Kinds.Value, environment);
    }

    /// <summary>Reads a transformer.</summary>
    /// <param name="header">Kind, version and description.</param>
    /// <param name="weights">Reads the weights: only once the header is known to be whole.</param>
    /// <param name="kinds">What may be in it.</param>
    /// <param name="environment">The host.</param>
    /// <exception cref="FormatException">The model is damaged, foreign, or written by a newer version.</exception>
    public static NetworkTransformer Read(
        ArchiveHeader header, Func<ArchivedWeights> weights, IReadOnlyDictionary<string, ArchiveKind> kinds, IHostEnvironment environment)
    {
        var kind = KindOf(header.Kind, header.Version, kinds);
        var description = Parse(header.Description);
        using var read = weights();
        return kind.Rebuild(description, header.Version, read, environment);
    }

    /// <summary>The description of a model that is part of another one, read and checked.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="version">The version that it was saved with.</param>
    /// <param name="description">The description as it was saved.</param>
    /// <exception cref="FormatException">It is damaged, foreign, or written by a newer version.</exception>
    public static IModelDescription Described(string kind, int version, JsonNode description) =>
        KindOf(kind, version, Kinds.Value).Described(description, version);

    private static ArchiveKind KindOf(string name, int version, IReadOnlyDictionary<string, ArchiveKind> kinds)
    {
        if ((kinds.GetValueOrDefault(name) ?? PackageKinds.Find(name)) is not { } kind)
            throw new FormatException(
                $"The model holds a '{name}', which this version of DeepML does not know. Known: {string.Join(", ", kinds.Keys)}.");
        if (version < 1 || version > kind.Version)
            throw new FormatException(
                $"The model's '{name}' has format version {version}; this version of DeepML reads up to {kind.Version}.");
        return kind;
    }

    private static JsonNode Parse(byte[] text)
    {
        try
        {
            return JsonNode.Parse(text) ?? throw new FormatException("The model's description is empty.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The model's description cannot be read: {e.Message}", e);
        }
    }
}

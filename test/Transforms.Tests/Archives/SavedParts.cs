using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DeepML.Networks;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>A saved model taken apart: what a damaged or foreign file may hold is put together from it.</summary>
/// <param name="Header">Kind, version and description.</param>
/// <param name="Weights">The weights, in the safetensors format.</param>
internal sealed record SavedParts(ArchiveHeader Header, byte[] Weights)
{
    private static readonly IReadOnlyDictionary<string, ArchiveKind> Kinds = ArchiveKind.In(typeof(NetworkTransformer).Assembly);

    /// <summary>The description, to be changed.</summary>
    public JsonNode Description => JsonNode.Parse(Header.Description)!;

    /// <summary>The parts of a model.</summary>
    public static SavedParts Of(NetworkTransformer model)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            SafeTensors.Write(writer, model.NamedWeights);
        return new SavedParts(ArchiveHeader.Of(model), stream.ToArray());
    }

    /// <summary>The same with another description, as a program would have saved it that means harm: its hash is right.</summary>
    public SavedParts With(JsonNode description) =>
        this with { Header = Header with { Description = Encoding.UTF8.GetBytes(description.ToJsonString()) } };

    /// <summary>Loads it, with hashes that are those of the parts.</summary>
    public NetworkTransformer Load(MLContext ml)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            Header.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        return ModelArchive.Read(
            ArchiveHeader.Read(reader), () => ArchivedWeights.Read(new MemoryStream(Weights), SHA256.HashData(Weights)), Kinds, ml);
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepML.Transforms;

namespace DeepML.CommandLine.Inspection;

/// <summary>A transformer as it lies in a saved model: nothing of it is built, and torch is not needed.</summary>
/// <param name="Place">Its folder in the file.</param>
/// <param name="Loader">The name by which ML.NET loads it.</param>
/// <param name="Network">What it is, if it is one of this library's; null for one of ML.NET's own.</param>
internal sealed record ArchivedPart(string Place, string Loader, ArchivedNetwork? Network)
{
    // ML.NET's header of a component: "ML\0MODEL", where its own block begins (8 bytes), what it is and by what it is loaded.
    private const int BlockAt = 16, SignatureAt = 64, LoaderAt = 80, LoaderLength = 24, HeaderLength = 256;
    private const string OurSignature = "DEEPMLTR";

    private static ReadOnlySpan<byte> Magic => "ML\0MODEL"u8;

    /// <summary>All transformers of a model, in their order.</summary>
    /// <exception cref="InputException">An entry is damaged.</exception>
    public static IReadOnlyList<ArchivedPart> In(ZipArchive archive) =>
    [
        .. archive.Entries.Where(entry => Path.GetFileName(ModelFile.Normal(entry)) == "Model.key")
            .OrderBy(ModelFile.Normal, StringComparer.Ordinal).Select(Read).Where(part => part.Loader != "TransformerChain"),
    ];

    /// <summary>The bytes of an entry; null if there is none.</summary>
    public static byte[]? Bytes(ZipArchive archive, string name)
    {
        if (archive.Entries.FirstOrDefault(entry => ModelFile.Normal(entry) == name) is not { } entry)
            return null;
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static ArchivedPart Read(ZipArchiveEntry entry)
    {
        var name = ModelFile.Normal(entry);
        var place = name[..Math.Max(0, name.LastIndexOf('/'))];
        var bytes = Bytes(entry.Archive!, name)!;
        if (bytes.Length < HeaderLength || !bytes.AsSpan().StartsWith(Magic))
            throw new InputException($"The entry '{name}' of the model is damaged: it does not begin as ML.NET's components do.");
        var loader = Encoding.UTF8.GetString(bytes, LoaderAt, LoaderLength).TrimEnd('\0');
        if (Encoding.ASCII.GetString(bytes, SignatureAt, OurSignature.Length) != OurSignature)
            return new ArchivedPart(place, loader, null);
        var start = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(BlockAt));
        if (start < HeaderLength || start > bytes.Length)
            throw new InputException($"The entry '{name}' of the model is damaged: its block begins at {start} of {bytes.Length} bytes.");
        return new ArchivedPart(place, loader, NetworkIn(entry.Archive!, place, bytes.AsMemory((int)start)));
    }

    private static ArchivedNetwork NetworkIn(ZipArchive archive, string place, ReadOnlyMemory<byte> block)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(block.ToArray()));
            var header = ArchiveHeader.Read(reader);
            var weights = Bytes(archive, $"{place}/weights.safetensors");
            var hashes = Bytes(archive, $"{place}/hashes");
            var half = SHA256.HashSizeInBytes;
            return new ArchivedNetwork(
                header.Kind, header.Version, JsonNode.Parse(header.Description) as JsonObject ?? [],
                weights is null ? [] : ArchivedWeight.In(weights),
                [
                    new ArchivedHash("description", hashes?[..Math.Min(half, hashes.Length)], header.Hash()),
                    new ArchivedHash(
                        "weights", hashes?[Math.Min(half, hashes.Length)..], weights is null ? null : SHA256.HashData(weights)),
                ]);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new InputException($"The transformer in '{place}' of the model is damaged. {e.Message}", e);
        }
    }
}

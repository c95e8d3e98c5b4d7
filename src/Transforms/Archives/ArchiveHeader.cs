using System.Buffers.Binary;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace DeepML.Transforms;

/// <summary>What a saved model says before its weights.</summary>
/// <param name="Kind">Name of the transformer.</param>
/// <param name="Version">Version of its description.</param>
/// <param name="Description">The description, as UTF-8 text in JSON.</param>
internal sealed record ArchiveHeader(string Kind, int Version, byte[] Description)
{
    private const int MaximumDescriptionBytes = 64 << 20;

    /// <summary>The header of a transformer.</summary>
    /// <exception cref="InvalidOperationException">Its description is larger than a file holds.</exception>
    public static ArchiveHeader Of(NetworkTransformer transformer)
    {
        var kind = transformer.GetType().GetCustomAttribute<ArchiveKindAttribute>()!;
        var text = ArchiveJson.Write(transformer.Description);
        return text.Length <= MaximumDescriptionBytes
            ? new ArchiveHeader(kind.Kind, kind.Version, text)
            : throw new InvalidOperationException(
                $"The model's description takes {text.Length} bytes, and a file holds {MaximumDescriptionBytes} at most: a key column with "
                    + "very many values is part of it.");
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <exception cref="FormatException">It is cut off, or says impossible lengths.</exception>
    public static ArchiveHeader Read(BinaryReader reader)
    {
        try
        {
            var kind = reader.ReadString();
            var version = reader.ReadInt32();
            var length = reader.ReadInt32();
            if (length is < 2 or > MaximumDescriptionBytes)
                throw new FormatException($"The model's description claims {length} bytes: the entry 'Model.key' is damaged.");
            var text = reader.ReadBytes(length);
            return text.Length == length
                ? new ArchiveHeader(kind, version, text)
                : throw new FormatException(
                    $"The model's description ends after {text.Length} of {length} bytes: the entry 'Model.key' is truncated.");
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or DecoderFallbackException)
        {
            throw new FormatException($"The model's description cannot be read, the entry 'Model.key' is damaged: {e.Message}", e);
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(Version);
        writer.Write(Description.Length);
        writer.Write(Description);
    }

    /// <summary>SHA-256 of all of it.</summary>
    public byte[] Hash()
    {
        Span<byte> version = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(version, Version);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Kind));
        hash.AppendData(version);
        hash.AppendData(Description);
        return hash.GetHashAndReset();
    }
}

using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>SHA-256 of the parts of a saved model, in an entry of its own: a flipped bit is noticed, and where it is.</summary>
/// <param name="Header">Of kind, version and description.</param>
/// <param name="Weights">Of the weights.</param>
internal sealed record ArchiveHashes(byte[] Header, byte[] Weights)
{
    private const string Stream = "hashes";
    private const int Bytes = 32;

    /// <summary>Writes the hashes into the entry that ML.NET has opened for a transformer.</summary>
    public void Save(ModelSaveContext context) => ModelContexts.SaveBinaryStream(context, Stream, writer =>
    {
        writer.Write(Header);
        writer.Write(Weights);
    });

    /// <summary>Reads the hashes of the transformer that ML.NET has found in a model.</summary>
    /// <exception cref="FormatException">They are missing or cut off.</exception>
    public static ArchiveHashes Load(object loadContext)
    {
        ArchiveHashes? hashes = null;
        if (!ModelContexts.TryLoadBinaryStream(
            loadContext, Stream, reader => hashes = new(reader.ReadBytes(Bytes), reader.ReadBytes(Bytes))))
            throw new FormatException($"The model has no entry '{Stream}': the file is damaged.");
        return hashes!.Weights.Length == Bytes
            ? hashes
            : throw new FormatException($"The entry '{Stream}' of the model is cut off: the file is damaged.");
    }

    /// <summary>Compares a header with the one that was saved.</summary>
    /// <exception cref="FormatException">It is another.</exception>
    public void Check(ArchiveHeader header) => Check(Header, header.Hash(), "Model.key");

    /// <summary>Compares a hash with the one that was saved.</summary>
    /// <param name="saved">The one that was saved.</param>
    /// <param name="found">That of what was read.</param>
    /// <param name="entry">Name of the entry that was read.</param>
    /// <exception cref="FormatException">They differ.</exception>
    public static void Check(byte[] saved, byte[] found, string entry)
    {
        if (!saved.AsSpan().SequenceEqual(found))
            throw new FormatException($"The entry '{entry}' of the model is damaged: it is not what was saved (its SHA-256 is another).");
    }
}

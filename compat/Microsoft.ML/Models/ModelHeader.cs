using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// The 256 bytes in front of every saved component, and the tables behind its block. All offsets count from the header's start.
internal sealed class ModelHeader
{
    public const int Size = 0x100;
    private const ulong Signature = 0x4C45444F4D004C4D;
    private const ulong TailSignature = 0x4D4C004D4F44454C;
    private const uint ContainerVersion = 0x00010002;
    private const int SignatureLength = 24;

    public long ModelOffset { get; private set; }

    public long ModelSize { get; private set; }

    public ulong ModelSignature { get; private set; }

    public uint VersionWritten { get; private set; }

    public uint VersionReadable { get; private set; }

    public string LoaderSignature { get; private set; }

    public string LoaderSignatureAlt { get; private set; }

    public string LoaderAssemblyName { get; private set; }

    public string[] Strings { get; private set; }

    public static void Write(BinaryWriter writer, long start, VersionInfo version, IReadOnlyList<string> strings)
    {
        writer.Flush();
        var stream = writer.BaseStream;
        long Here()
        {
            writer.Flush();
            return stream.Position - start;
        }

        var modelSize = Here() - Size;
        long tableOffset = 0, tableSize = 0, charsOffset = 0, charsSize = 0;
        if (strings.Count > 0)
        {
            tableOffset = Here();
            long end = 0;
            foreach (var text in strings)
                writer.Write(end += 2L * text.Length);
            charsOffset = Here();
            tableSize = charsOffset - tableOffset;
            foreach (var text in strings)
                writer.Write(Encoding.Unicode.GetBytes(text));
            charsSize = Here() - charsOffset;
        }
        long nameOffset = 0;
        var name = Encoding.Unicode.GetBytes(version.LoaderAssemblyName ?? "");
        if (name.Length > 0)
        {
            nameOffset = Here();
            writer.Write(name);
        }
        var tailOffset = Here();
        writer.Write(TailSignature);
        var end2 = Here();

        stream.Position = start;
        writer.Write(Signature);
        writer.Write(ContainerVersion);
        writer.Write(ContainerVersion);
        writer.Write((long)Size);
        writer.Write(modelSize);
        writer.Write(tableOffset);
        writer.Write(tableSize);
        writer.Write(charsOffset);
        writer.Write(charsSize);
        writer.Write(version.ModelSignature);
        writer.Write(version.VerWrittenCur);
        writer.Write(version.VerReadableCur);
        writer.Write(Padded(version.LoaderSignature));
        writer.Write(Padded(version.LoaderSignatureAlt));
        writer.Write(tailOffset);
        writer.Write(end2);
        writer.Write(nameOffset);
        writer.Write((uint)name.Length);
        writer.Write(new byte[Size - (int)Here()]);
        writer.Flush();
        stream.Position = start + end2;
    }

    /// Reads and checks the header and the tables; leaves the reader at the model block.
    public static ModelHeader Read(IExceptionContext ctx, BinaryReader reader, string entry)
    {
        var stream = reader.BaseStream;
        var start = stream.Position;
        ctx.CheckDecode(stream.Length - start >= Size + 8, $"'{entry}' is too short for a model header");
        ctx.CheckDecode(reader.ReadUInt64() == Signature, $"'{entry}' does not start with a model header");
        var written = reader.ReadUInt32();
        var readable = reader.ReadUInt32();
        ctx.CheckDecode(readable <= ContainerVersion, $"'{entry}' has container version 0x{written:x8}, which needs a newer library");
        var modelOffset = reader.ReadInt64();
        var modelSize = reader.ReadInt64();
        var tableOffset = reader.ReadInt64();
        var tableSize = reader.ReadInt64();
        var charsOffset = reader.ReadInt64();
        var charsSize = reader.ReadInt64();
        var header = new ModelHeader
        {
            ModelOffset = modelOffset,
            ModelSize = modelSize,
            ModelSignature = reader.ReadUInt64(),
            VersionWritten = reader.ReadUInt32(),
            VersionReadable = reader.ReadUInt32(),
            LoaderSignature = Unpadded(reader.ReadBytes(SignatureLength)),
            LoaderSignatureAlt = Unpadded(reader.ReadBytes(SignatureLength)),
        };
        var tailOffset = reader.ReadInt64();
        var total = reader.ReadInt64();
        var nameOffset = reader.ReadInt64();
        var nameSize = reader.ReadUInt32();

        void Sound(bool condition) => ctx.CheckDecode(condition, $"The model header of '{entry}' is damaged");
        Sound(modelOffset == Size && modelSize >= 0 && modelSize <= total && total == stream.Length - start && tailOffset == total - 8);
        var at = modelOffset + modelSize;
        if (tableOffset != 0)
        {
            Sound(tableOffset == at && tableSize > 0 && tableSize % 8 == 0 && tableSize <= total && charsOffset == tableOffset + tableSize && charsSize >= 0 && charsSize <= total);
            at = charsOffset + charsSize;
        }
        else
            Sound(tableSize == 0 && charsOffset == 0 && charsSize == 0);
        if (nameSize == 0)
        {
            // Without a name and without strings the official check fails with an empty error.
            if (tableOffset == 0)
                throw ctx.Process(new FormatException());
            Sound(nameOffset == 0);
        }
        else
            Sound(nameOffset == at && nameSize % 2 == 0 && nameSize <= total);
        at += nameSize;
        Sound(at == tailOffset);
        stream.Position = start + tailOffset;
        Sound(reader.ReadUInt64() == TailSignature);

        header.Strings = new string[tableSize / 8];
        if (header.Strings.Length > 0)
        {
            stream.Position = start + tableOffset;
            var ends = new long[header.Strings.Length];
            for (var i = 0; i < ends.Length; i++)
            {
                ends[i] = reader.ReadInt64();
                Sound(ends[i] % 2 == 0 && ends[i] >= (i == 0 ? 0 : ends[i - 1]) && ends[i] <= charsSize);
            }
            Sound(ends[^1] == charsSize);
            for (var i = 0; i < ends.Length; i++)
                header.Strings[i] = Encoding.Unicode.GetString(reader.ReadBytes((int)(ends[i] - (i == 0 ? 0 : ends[i - 1]))));
        }
        if (nameSize > 0)
        {
            stream.Position = start + nameOffset;
            header.LoaderAssemblyName = Encoding.Unicode.GetString(reader.ReadBytes((int)nameSize));
        }
        stream.Position = start + modelOffset;
        return header;
    }

    public void CheckVersion(IExceptionContext ctx, VersionInfo version)
    {
        ctx.CheckDecode(ModelSignature == version.ModelSignature, "The saved component is of another kind than its loader expects (model signature)");
        ctx.CheckDecode(VersionReadable <= version.VerWrittenCur,
            $"Cause: the component was saved by a newer version (0x{VersionWritten:x8}, readable from 0x{VersionReadable:x8}; this is 0x{version.VerWrittenCur:x8}). Suggestion: load it with a newer library");
        ctx.CheckDecode(VersionWritten >= version.VerWeCanReadBack,
            $"Cause: the component was saved by an old version (0x{VersionWritten:x8}; the oldest that can be read is 0x{version.VerWeCanReadBack:x8}). Suggestion: save it again with a library between the two");
    }

    private static byte[] Padded(string signature)
    {
        var bytes = new byte[SignatureLength];
        signature ??= "";
        Contracts.Check(null, signature.Length <= SignatureLength && signature.All(c => c is > '\0' and <= '\xFF'),
            $"A loader signature has at most {SignatureLength} Latin-1 characters; '{signature}' does not fit");
        Encoding.Latin1.GetBytes(signature, bytes);
        return bytes;
    }

    private static string Unpadded(byte[] bytes) => Encoding.Latin1.GetString(bytes).TrimEnd('\0');
}

using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>
/// A binary file: magic, version, a segment with names, types and annotations; blocks of rows, a segment for each column;
/// a segment with the table of blocks, its position, and the closing magic. A segment is its length, its checksum, its bytes.
/// </summary>
internal static class BinaryFormat
{
    public const uint Version = 1;
    public const byte BlockFollows = 1;
    public const byte TableFollows = 0;

    /// <summary>Bytes after the table: its position and the closing magic.</summary>
    public const int TailLength = 16;

    private const int ReadChunk = 64 * 1024;

    public static ReadOnlySpan<byte> Magic => "DVROWS\r\n"u8;

    public static ReadOnlySpan<byte> ClosingMagic => "\n\rSWORVD"u8;

    public static void WriteSegment(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(Checksum(bytes));
        writer.Write(bytes);
    }

    public static byte[] ReadSegment(BinaryReader reader)
    {
        var length = ReadCount(reader, Array.MaxLength);
        var checksum = reader.ReadUInt32();

        // A damaged length must not make us reserve memory that the file cannot fill.
        var bytes = new byte[Math.Min(length, ReadChunk)];
        var read = 0;
        for (;;)
        {
            reader.BaseStream.ReadExactly(bytes, read, bytes.Length - read);
            read = bytes.Length;
            if (read == length)
                break;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * read));
        }

        if (Checksum(bytes) != checksum)
            throw new FormatException("The binary data is damaged: the checksum of a segment does not match.");
        return bytes;
    }

    public static int ReadCount(BinaryReader reader, int limit)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= limit ? count : throw new FormatException($"The binary data is damaged: a count is {count}; it must be in [0, {limit}].");
    }

    public static void Expect(BinaryReader reader, ReadOnlySpan<byte> magic, string what)
    {
        Span<byte> found = stackalloc byte[magic.Length];
        reader.BaseStream.ReadExactly(found);
        if (!found.SequenceEqual(magic))
            throw new FormatException(what);
    }

    /// <summary>Runs a reader; data that ends too early is damaged data.</summary>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException("The binary data is damaged: it ends too early.", e);
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BitConverter.ToUInt64(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
            sum = BitOperations.Crc32C(sum, b);
        return ~sum;
    }
}

namespace TorchSharp;

/// Unsigned numbers in groups of seven bits, the lowest first; the high bit of a byte says that more follow.
internal static class Leb128
{
    internal static void Write(BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value >= 0x80; value >>= 7) writer.Write((byte)(value | 0x80));
        writer.Write((byte)value);
    }

    internal static long Read(BinaryReader reader)
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var group = reader.ReadByte();
            value |= (long)(group & 0x7F) << shift;
            if ((group & 0x80) == 0) return value;
        }
        throw new InvalidDataException("A number in the stream is longer than 63 bits.");
    }
}

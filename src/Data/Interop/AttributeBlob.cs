using System.Text;

namespace DeepML.Data;

/// <summary>The bytes of a custom attribute's arguments: ECMA-335 II.23.3.</summary>
internal static class AttributeBlob
{
    /// <summary>A blob of constructor arguments without named arguments.</summary>
    /// <param name="arguments">Writes the constructor's arguments in order.</param>
    public static byte[] Of(Action<BinaryWriter> arguments)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write((ushort)1); // prolog
        arguments(writer);
        writer.Write((ushort)0); // named arguments
        return stream.ToArray();
    }

    /// <summary>
    /// A string or the name of a type: its length (one byte up to 127, else two big-endian with the top bit set), then UTF-8.
    /// </summary>
    public static void WriteString(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length < 0x80)
        {
            writer.Write((byte)bytes.Length);
        }
        else
        {
            writer.Write((byte)(0x80 | (bytes.Length >> 8)));
            writer.Write((byte)bytes.Length);
        }
        writer.Write(bytes);
    }

    /// <summary>A null in place of a string or type.</summary>
    public static void WriteNullString(BinaryWriter writer) => writer.Write((byte)0xFF);
}

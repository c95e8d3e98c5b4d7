using System.Buffers.Binary;
using System.Text;

namespace DeepML.Distributed;

/// <summary>What one process tells another beside MPI: that it lives, that it leaves, or which one is lost and why.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Text">What is lost, for <see cref="WatchKind.Lost"/>.</param>
internal readonly record struct WatchMessage(WatchKind Kind, string Text = "")
{
    private const int HeaderBytes = 5; // kind, length of the text
    private const int MostText = 1 << 16;

    /// <summary>The message as bytes.</summary>
    public byte[] ToBytes()
    {
        var text = Encoding.UTF8.GetBytes(Text.Length > MostText / 4 ? Text[..(MostText / 4)] : Text);
        var bytes = new byte[HeaderBytes + text.Length];
        bytes[0] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), text.Length);
        text.CopyTo(bytes, HeaderBytes);
        return bytes;
    }

    /// <summary>Takes whole messages off the front of what has been received.</summary>
    /// <exception cref="FormatException">These are no messages.</exception>
    public static IReadOnlyList<WatchMessage> Take(List<byte> received)
    {
        var found = new List<WatchMessage>();
        while (received.Count >= HeaderBytes)
        {
            var header = received.GetRange(0, HeaderBytes).ToArray();
            var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1));
            if (!Enum.IsDefined((WatchKind)header[0]) || length is < 0 or > MostText)
                throw new FormatException("What came over the connection is none of this library's messages.");
            if (received.Count < HeaderBytes + length)
                break;
            found.Add(new WatchMessage(
                (WatchKind)header[0], Encoding.UTF8.GetString([.. received.GetRange(HeaderBytes, length)])));
            received.RemoveRange(0, HeaderBytes + length);
        }
        return found;
    }
}

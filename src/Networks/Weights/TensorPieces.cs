using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Moves the elements of tensors between files and memory, a piece at a time: no array and no span holds a whole tensor.</summary>
internal static class TensorPieces
{
    private const long PieceBytes = 64 << 20;

    /// <summary>Writes the elements of a tensor, in row-major order.</summary>
    /// <param name="writer">Receives them.</param>
    /// <param name="tensor">On any device.</param>
    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        foreach (var piece in Pieces(tensor.detach().contiguous()))
        {
            using var inner = NewDisposeScope();
            writer.Write(piece.cpu().bytes);
        }
    }

    /// <summary>Reads a new tensor.</summary>
    /// <exception cref="FormatException">The stream ends before: little more is then allocated than there was to read.</exception>
    public static Tensor Read(Stream stream, string name, long[] shape, ScalarType type)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var pieceCount = PieceBytes / type.ElementSize();
        if (count <= pieceCount || HasLeft(stream, count * type.ElementSize(), name))
        {
            var whole = empty(shape, dtype: type);
            ReadInto(stream, name, whole);
            return whole;
        }
        // The length may be a lie, and the stream does not tell how long it is.
        using var scope = NewDisposeScope();
        var pieces = new List<Tensor>();
        for (var start = 0L; start < count; start += pieceCount)
        {
            pieces.Add(empty(Math.Min(pieceCount, count - start), dtype: type));
            Fill(stream, name, pieces[^1]);
        }
        return cat(pieces, 0).view(shape).MoveToOuterDisposeScope();
    }

    /// <summary>Reads into a tensor that is there already.</summary>
    /// <param name="stream">Holds the elements, in row-major order.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="target">On any device; its values must not be followed by gradients now.</param>
    /// <exception cref="FormatException">The stream ends before.</exception>
    public static void ReadInto(Stream stream, string name, Tensor target)
    {
        using var scope = NewDisposeScope();
        var place = target.detach();
        var isPlain = place.device_type == DeviceType.CPU && place.is_contiguous();
        var values = place.is_contiguous() ? place : empty(place.shape, dtype: place.dtype, device: place.device);
        foreach (var piece in Pieces(values))
        {
            using var inner = NewDisposeScope();
            if (isPlain)
            {
                Fill(stream, name, piece);
                continue;
            }
            var read = empty(piece.shape, dtype: piece.dtype);
            Fill(stream, name, read);
            piece.copy_(read);
        }
        if (!ReferenceEquals(values, place))
            place.copy_(values);
    }

    // Views of a contiguous tensor, one after the other.
    private static IEnumerable<Tensor> Pieces(Tensor tensor)
    {
        var count = tensor.numel();
        if (count == 0)
            yield break;
        var flat = tensor.view(-1);
        var most = PieceBytes / tensor.element_size();
        for (var start = 0L; start < count; start += most)
            yield return flat.narrow(0, start, Math.Min(most, count - start));
    }

    private static void Fill(Stream stream, string name, Tensor piece) => Fill(stream, name, piece.bytes);

    /// <summary>Reads the elements of a tensor, or of a piece of one, into memory.</summary>
    /// <exception cref="FormatException">The stream ends before.</exception>
    public static void Fill(Stream stream, string name, Span<byte> bytes)
    {
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length)
            throw new FormatException($"Weight '{name}' ends {bytes.Length - read} bytes early: the file is truncated.");
    }

    private static bool HasLeft(Stream stream, long bytes, string name)
    {
        if (!stream.CanSeek)
            return false;
        return stream.Length - stream.Position >= bytes
            ? true
            : throw new FormatException(
                $"Weight '{name}' ends {bytes - stream.Length + stream.Position} bytes early: the file is truncated.");
    }
}

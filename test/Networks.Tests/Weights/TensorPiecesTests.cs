using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Weights;

/// <summary>Tensors on their way into files and out of them.</summary>
[TestClass]
public sealed class TensorPiecesTests
{
    [TestMethod]
    public void What_was_written_is_read_in_the_order_of_rows_whatever_its_place_in_memory()
    {
        using var scope = NewDisposeScope();
        var turned = arange(0, 6, ScalarType.Float32).view(2, 3).t();
        using var stream = Written(turned);
        CollectionAssert.AreEqual(
            new float[] { 0, 3, 1, 4, 2, 5 }, Enumerable.Range(0, 6).Select(i => BitConverter.ToSingle(stream.ToArray(), 4 * i)).ToArray());
        var read = TensorPieces.Read(stream, "w", [3, 2], ScalarType.Float32);
        Assert.IsTrue(read.Equals(turned));
        stream.Position = 0;
        var into = zeros(2, 3).t();
        TensorPieces.ReadInto(stream, "w", into);
        Assert.IsTrue(into.Equals(turned), "into a tensor whose rows do not follow each other");
        foreach (var type in new[] { ScalarType.Int64, ScalarType.Byte, ScalarType.Float64, ScalarType.BFloat16 })
        {
            var values = arange(0, 5, ScalarType.Float32).to(type);
            using var bytes = Written(values);
            Assert.IsTrue(TensorPieces.Read(bytes, "w", [5], type).Equals(values), $"{type}");
        }
        Assert.AreEqual(0, TensorPieces.Read(new MemoryStream(), "w", [0, 3], ScalarType.Float32).numel());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_stream_that_ends_before_says_which_weight_and_how_many_bytes_are_missing(bool canSeek)
    {
        using var scope = NewDisposeScope();
        using var half = new MemoryStream(new byte[10]);
        using Stream stream = canSeek ? half : new DeflateStream(Packed(half), CompressionMode.Decompress);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => TensorPieces.Read(stream, "deep.weight", [4], ScalarType.Float32)).Message,
            "Weight 'deep.weight' ends 6 bytes early: the file is truncated.");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_length_that_is_a_lie_takes_no_memory(bool canSeek)
    {
        using var scope = NewDisposeScope();
        using var bytes = new MemoryStream(new byte[1 << 16]);
        using Stream stream = canSeek ? bytes : new DeflateStream(Packed(bytes), CompressionMode.Decompress);
        // 4 TB: the machine has no room for it
        Assert.ThrowsExactly<FormatException>(() => TensorPieces.Read(stream, "w", [1L << 20, 1L << 20], ScalarType.Float32));
    }

    private static MemoryStream Written(Tensor tensor)
    {
        var stream = new MemoryStream();
        TensorPieces.Write(new BinaryWriter(stream), tensor);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Packed(Stream bytes)
    {
        var packed = new MemoryStream();
        using (var writer = new DeflateStream(packed, CompressionMode.Compress, leaveOpen: true))
            bytes.CopyTo(writer);
        packed.Position = 0;
        return packed;
    }
}

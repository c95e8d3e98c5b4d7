using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Weights;

[TestClass]
public sealed class SafeTensorsTests
{
    [TestMethod]
    public void Tensors_come_back_with_name_type_shape_and_value()
    {
        using var scope = NewDisposeScope();
        var written = new Dictionary<string, Tensor>
        {
            ["layer.weight"] = tensor(new[] { 1.5f, -2f, 3f, float.MinValue, 0f, 1e-30f }, [2, 3]),
            ["layer.steps"] = tensor(42L),
            ["empty"] = zeros(0, 4),
            ["double"] = tensor(new[] { Math.PI }),
            ["half"] = tensor(new[] { 1.5f, -65504f }).to(ScalarType.Float16),
            ["brain"] = tensor(new[] { 1.5f, -3e38f }).to(ScalarType.BFloat16),
            ["short"] = tensor(new short[] { short.MinValue, 7 }),
            ["signed"] = tensor(new sbyte[] { -128, 127 }),
            ["byte"] = tensor(new byte[] { 0, 255 }),
            ["int"] = tensor(new[] { int.MinValue }),
            ["flag"] = tensor(new[] { true, false, true }),
        };
        var read = Read(Write(written));
        CollectionAssert.AreEquivalent(written.Keys, read.Keys);
        foreach (var (name, tensor) in written)
        {
            Assert.AreEqual(tensor.dtype, read[name].dtype, name);
            CollectionAssert.AreEqual(tensor.shape, read[name].shape, name);
            CollectionAssert.AreEqual(tensor.bytes.ToArray(), read[name].bytes.ToArray(), name);
        }
    }

    [TestMethod]
    public void The_file_has_the_layout_that_other_programs_read()
    {
        using var scope = NewDisposeScope();
        var bytes = Write(new Dictionary<string, Tensor> { ["a"] = tensor(new[] { 1f, 2f }) });
        var headerLength = BitConverter.ToInt64(bytes);
        var header = Encoding.UTF8.GetString(bytes, 8, (int)headerLength);
        Assert.AreEqual("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", header);
        CollectionAssert.AreEqual(new byte[] { 0, 0, 128, 63, 0, 0, 0, 64 }, bytes[(8 + (int)headerLength)..]);
    }

    [TestMethod]
    public void A_file_cut_anywhere_is_called_truncated_or_damaged()
    {
        using var scope = NewDisposeScope();
        var bytes = Write(new Dictionary<string, Tensor> { ["a"] = ones(3, 5), ["b"] = ones(7) });
        for (var length = 0; length < bytes.Length; length++)
            Assert.ThrowsExactly<FormatException>(() => Read(bytes[..length]), $"cut after {length} bytes");
    }

    [TestMethod]
    [DataRow("""{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}""", "bytes early")]
    [DataRow("""{"a":{"dtype":"F32","shape":[4000000000,4000000000,4],"data_offsets":[0,0]}}""", "cannot take")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":null}}""", "no valid shape or place")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[]}}""", "no valid shape or place")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "cannot take")]
    [DataRow("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,4]}}""", "no valid shape")]
    [DataRow("""{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,4]}}""", "not supported")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "starts at byte 4")]
    [DataRow("""{"a":""", "damaged")]
    [DataRow("""["a"]""", "damaged")]
    public void A_header_that_lies_is_refused_before_anything_is_allocated(string header, string says)
    {
        using var scope = NewDisposeScope();
        var text = Encoding.UTF8.GetBytes(header);
        byte[] file = [.. BitConverter.GetBytes((long)text.Length), .. text, 0, 0, 0, 0, 0, 0, 0, 0];
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => Read(file)).Message, says);
    }

    [TestMethod]
    public void Hundreds_of_thousands_of_empty_tensors_are_refused_at_once()
    {
        using var scope = NewDisposeScope();
        var entries = Enumerable.Range(0, 300_000).Select(i => $$"""
            "{{i}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}
            """);
        var text = Encoding.UTF8.GetBytes("{" + string.Join(",", entries) + "}");
        byte[] file = [.. BitConverter.GetBytes((long)text.Length), .. text];
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => Read(file)).Message, "names 300000 tensors");
    }

    [TestMethod]
    public void A_header_length_beyond_reason_is_refused()
    {
        using var scope = NewDisposeScope();
        byte[] file = [.. BitConverter.GetBytes(long.MaxValue), 1, 2, 3];
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => Read(file)).Message, "claims");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_tensor_of_several_pieces_comes_back_whether_or_not_the_stream_can_seek(bool canSeek)
    {
        using var scope = NewDisposeScope();
        var written = arange(0, 20_000_000, dtype: ScalarType.Int32).view(4, 5_000_000); // 80 MB
        using var stream = new MemoryStream();
        SafeTensors.Write(new BinaryWriter(stream), new Dictionary<string, Tensor> { ["big"] = written });
        stream.Position = 0;
        var read = SafeTensors.Read(new BinaryReader(canSeek ? stream : new OneWay(stream)))["big"];
        CollectionAssert.AreEqual(written.shape, read.shape);
        Assert.IsTrue(written.bytes.SequenceEqual(read.bytes));
    }

    [TestMethod]
    public void Tensors_that_are_there_already_are_filled_whatever_their_layout()
    {
        using var scope = NewDisposeScope();
        var written = new Dictionary<string, Tensor> { ["a"] = arange(6, dtype: ScalarType.Float32).view(2, 3), ["b"] = tensor(3L) };
        var bytes = Write(written);
        var targets = new Dictionary<string, Tensor> { ["a"] = zeros(3, 2).t(), ["b"] = tensor(0L) };
        SafeTensors.ReadInto(new BinaryReader(new MemoryStream(bytes)), targets);
        Assert.IsFalse(targets["a"].is_contiguous());
        Assert.IsTrue(written["a"].bytes.SequenceEqual(targets["a"].contiguous().bytes));
        Assert.IsTrue(written["b"].bytes.SequenceEqual(targets["b"].bytes));
    }

    [TestMethod]
    public void Filling_other_tensors_than_were_written_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var bytes = Write(new Dictionary<string, Tensor> { ["a"] = ones(2, 3) });
        Refuses("no 'b'", new() { ["a"] = ones(2, 3), ["b"] = ones(1) });
        Refuses("'a' of the file has no place", []);
        Refuses("'a' is Float32 [2x3] in the file where Float32 [3x2] is needed", new() { ["a"] = ones(3, 2) });
        Refuses("'a' is Float32 [2x3] in the file where Float64 [2x3] is needed", new() { ["a"] = ones(2, 3, dtype: ScalarType.Float64) });

        void Refuses(string says, Dictionary<string, Tensor> targets) => StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => SafeTensors.ReadInto(new BinaryReader(new MemoryStream(bytes)), targets)).Message,
            says);
    }

    private static byte[] Write(Dictionary<string, Tensor> tensors)
    {
        var stream = new MemoryStream();
        SafeTensors.Write(new BinaryWriter(stream), tensors);
        return stream.ToArray();
    }

    private static Dictionary<string, Tensor> Read(byte[] bytes) => SafeTensors.Read(new BinaryReader(new MemoryStream(bytes)));

    private sealed class OneWay(Stream stream) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}

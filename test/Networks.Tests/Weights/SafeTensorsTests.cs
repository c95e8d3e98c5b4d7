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
    [DataRow("""{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}""", "cannot take")]
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
    public void A_header_length_beyond_reason_is_refused()
    {
        using var scope = NewDisposeScope();
        byte[] file = [.. BitConverter.GetBytes(long.MaxValue), 1, 2, 3];
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => Read(file)).Message, "claims");
    }

    private static byte[] Write(Dictionary<string, Tensor> tensors)
    {
        var stream = new MemoryStream();
        SafeTensors.Write(new BinaryWriter(stream), tensors);
        return stream.ToArray();
    }

    private static Dictionary<string, Tensor> Read(byte[] bytes) => SafeTensors.Read(new BinaryReader(new MemoryStream(bytes)));
}

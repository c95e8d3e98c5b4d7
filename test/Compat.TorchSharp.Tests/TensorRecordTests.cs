using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class TensorRecordTests
{
    static byte[] Record(Tensor t)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        t.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    [TestMethod]
    public void Record_is_dtype_rank_sizes_and_bytes() =>
        Assert.AreEqual("060201020000803F00000040", Convert.ToHexString(Record(tensor(new[,] { { 1f, 2f } }))));

    [TestMethod]
    public void Long_sizes_take_several_bytes() =>
        Assert.AreEqual("0001AC02", Convert.ToHexString(Record(zeros(300, uint8)).AsSpan(0, 4)));

    [TestMethod]
    public void Tensors_of_every_dtype_come_back()
    {
        foreach (var type in new[] { uint8, int8, int16, int32, int64, float16, float32, float64, torch.@bool, bfloat16, complex64, complex128 })
        {
            var t = arange(6).reshape(2, 3).to(type);
            var back = Tensor.Load(new BinaryReader(new MemoryStream(Record(t))));
            Assert.AreEqual(type, back.dtype);
            Assert.IsTrue(back.Equals(t), type.ToString());
        }
        Assert.AreEqual(0, Tensor.Load(new BinaryReader(new MemoryStream(Record(tensor(4f))))).ndim);
    }

    [TestMethod]
    public void Files_keep_a_tensor()
    {
        var path = Path.GetTempFileName();
        try
        {
            var t = rand(3, 4);
            t.Save(path);
            Assert.IsTrue(Tensor.Load(path).Equals(t));
            t.save(path);
            Assert.IsTrue(torch.load(path).Equals(t), "the library's own archive");
        }
        finally { File.Delete(path); }
        Assert.ThrowsExactly<FileNotFoundException>(() => Tensor.Load(path));
    }

    [TestMethod]
    public void Existing_tensor_is_filled_only_when_dtype_and_shape_agree()
    {
        var bytes = Record(tensor(new[] { 1f, 2f }));
        var target = zeros(2);
        target.Load(new BinaryReader(new MemoryStream(bytes)));
        Assert.AreEqual(3f, target.sum().item<float>());
        var wide = zeros(2, 2);
        wide[.., 0].Load(new BinaryReader(new MemoryStream(bytes)));
        CollectionAssert.AreEqual(new[] { 1f, 0f, 2f, 0f }, wide.data<float>().ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => zeros(3).Load(new BinaryReader(new MemoryStream(bytes))));
        Assert.ThrowsExactly<ArgumentException>(() => zeros(2, int32).Load(new BinaryReader(new MemoryStream(bytes))));
    }

    [TestMethod]
    public void Skipped_records_are_read_past()
    {
        var reader = new BinaryReader(new MemoryStream([.. Record(ones(1000)), .. Record(tensor(7L))]));
        var target = zeros(5);
        target.Load(reader, skip: true);
        Assert.AreEqual(0f, target.sum().item<float>());
        Assert.AreEqual(7, Tensor.Load(reader).item<long>());
    }

    [TestMethod]
    public void Tensors_that_are_not_contiguous_cannot_be_saved() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => Record(zeros(2, 3).t()));

    [TestMethod]
    public void Shortened_records_are_refused() =>
        Assert.ThrowsExactly<EndOfStreamException>(() => Tensor.Load(new BinaryReader(new MemoryStream(Record(ones(10))[..20]))));
}

using System.Collections;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class TensorReadingTests
{
    static readonly float[] s_six = [1, 2, 3, 4, 5, 6];

    [TestMethod]
    public void Array_is_in_logical_order_whatever_the_strides()
    {
        var t = tensor(s_six, 2, 3);
        CollectionAssert.AreEqual(new[] { 1f, 4f, 2f, 5f, 3f, 6f }, t.t().data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 5f }, t[.., 1].data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 4f, 2f, 5f, 3f, 6f }, t.t().data<float>().ToList());
        var nested = (float[,])t.t().data<float>().ToNDArray();
        Assert.AreEqual(3, nested.GetLength(0));
        Assert.AreEqual(5f, nested[1, 1]);
        var required = tensor(s_six, requires_grad: true);
        CollectionAssert.AreEqual(s_six, required.data<float>().ToArray());
    }

    [TestMethod]
    public void Element_type_must_match_exactly()
    {
        Assert.ThrowsExactly<ArgumentException>(() => ones(1).data<double>());
        Assert.ThrowsExactly<ArgumentException>(() => ones(1).item<int>());
        Assert.ThrowsExactly<ArgumentException>(() => ones(2).item<float>());
        Assert.ThrowsExactly<ArgumentException>(() => ones(1, bfloat16).data<float>());
        Assert.AreEqual(1f, ones(1, 1).item<float>());
    }

    [TestMethod]
    public void Accessor_reads_writes_and_checks_indices()
    {
        var t = tensor(s_six, 2, 3);
        var a = t.data<float>();
        Assert.AreEqual(6, a.Count);
        Assert.AreEqual(6f, a[1, 2]);
        Assert.AreEqual(5f, a[4]);
        a[0, 1] = 20;
        Assert.AreEqual(20f, t[0, 1].item<float>());
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => a[4] = 1);
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => a[6]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => a[-1]);
        Assert.AreEqual(5f, t.t().data<float>()[1, 1]);
        a.Dispose();
        Assert.IsFalse(t.IsInvalid);
    }

    [TestMethod]
    public void Copies_go_both_ways_with_offsets()
    {
        var t = tensor(s_six, 2, 3);
        var target = new float[8];
        t.data<float>().CopyTo(target, 2);
        CollectionAssert.AreEqual(new[] { 0f, 0, 1, 2, 3, 4, 5, 6 }, target);
        t.t().data<float>().CopyTo(target.AsSpan(0, 2), tensorIndex: 1);
        Assert.AreEqual(4f, target[0]);
        t.t().data<float>().CopyFrom([10f, 40f, 20f]);
        CollectionAssert.AreEqual(new[] { 10f, 20f, 3f, 40f, 5f, 6f }, t.data<float>().ToArray());
        t.data<float>().CopyFrom(s_six, tensorIndex: 4);
        CollectionAssert.AreEqual(new[] { 10f, 20f, 3f, 40f, 1f, 2f }, t.data<float>().ToArray());
    }

    [TestMethod]
    public void Empty_tensors_give_an_array_only_in_one_dimension()
    {
        Assert.IsEmpty(zeros(0).data<float>().ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => zeros(0, 3).data<float>().ToArray());
    }

    [TestMethod]
    public void Bytes_are_the_live_storage()
    {
        var t = zeros(2);
        MemoryMarshal.Cast<byte, float>(t.bytes)[1] = 3f;
        Assert.AreEqual(3f, t[1].item<float>());
        t.bytes = new byte[8];
        Assert.AreEqual(0f, t[1].item<float>());
        Assert.ThrowsExactly<ArgumentException>(() => t.bytes = new byte[7]);
        Assert.ThrowsExactly<InvalidOperationException>(() => _ = zeros(2, 3).t().bytes.Length);
        Assert.AreEqual(0, zeros(0).bytes.Length);
    }

    [TestMethod]
    public void Streams_carry_the_bytes()
    {
        using var stream = new MemoryStream();
        var t = rand(700, 3);
        t.WriteBytesToStream(stream);
        Assert.AreEqual(8400, stream.Length);
        stream.Position = 0;
        var u = empty(700, 3);
        u.ReadBytesFromStream(stream);
        Assert.IsTrue(u.Equals(t));
        Assert.ThrowsExactly<InvalidOperationException>(() => t.t().WriteBytesToStream(stream));
    }

    [TestMethod]
    public void Single_numbers_convert_across_dtypes()
    {
        Assert.AreEqual(2, tensor(2.7f).ToInt32());
        Assert.AreEqual(-2, (int)tensor(-2.7));
        Assert.AreEqual(3f, (float)tensor(3L));
        Assert.IsTrue(tensor(5).ToBoolean());
        Assert.AreEqual(255, tensor(255).ToByte());
        Assert.AreEqual(long.MaxValue, tensor(long.MaxValue).ToInt64());
        Assert.ThrowsExactly<ExternalException>(() => tensor(300).ToByte());
        Assert.ThrowsExactly<ExternalException>(() => ones(2).ToSingle());
        Assert.AreEqual(ScalarType.Int64, tensor(3).ToScalar().Type);
        Assert.AreEqual(3.5, tensor(3.5f).ToScalar().ToDouble());
        Assert.AreEqual(2f, tensor(s_six).ReadCpuSingle(1));
    }

    [TestMethod]
    public void Lists_nest_as_the_dimensions_do()
    {
        var list = (ArrayList)tensor(new[,] { { 1, 2 }, { 3, 4 } }).tolist();
        Assert.AreEqual(2, list.Count);
        Assert.AreEqual(3, ((ArrayList)list[1]!)[0]);
        Assert.AreEqual(2.5f, tensor(2.5f).tolist());
    }

    [TestMethod]
    public void Conversions_always_give_a_new_object_and_share_when_nothing_changes()
    {
        var t = zeros(2);
        var same = t.to(float32);
        Assert.AreNotSame(t, same);
        same[0] = 5f;
        Assert.AreEqual(5f, t[0].item<float>());
        t.to(float32, copy: true)[0] = 1f;
        t.cpu().clone()[0] = 2f;
        Assert.AreEqual(5f, t[0].item<float>());
        Assert.AreEqual(ScalarType.Int64, t.@long().dtype);
        Assert.AreEqual(ScalarType.Float64, t.to(zeros(1, float64)).dtype);
        var source = zeros(2);
        source.to(float64, disposeAfter: true);
        Assert.IsTrue(source.IsInvalid);
        var other = zeros(2);
        t.to(other, true)[0] = 8f;
        Assert.AreEqual(5f, t[0].item<float>(), "the flag asks for a copy");
    }

    [TestMethod]
    public void Text_is_metadata_unless_values_are_asked_for()
    {
        var t = tensor(new[,] { { 1f, 2.5f, 3f }, { 4f, 5f, 6f } });
        Assert.AreEqual("[2x3], type = Float32, device = cpu", t.ToString());
        Assert.AreEqual("[], type = Int32, device = cpu", tensor(1).ToString());
        StringAssert.Contains(t.ToString(true), "2.5");
        Assert.AreEqual("[[1, 2.5, 3],\n [4, 5, 6]]", t.npstr());
        StringAssert.Contains(t.cstr(), "float[,] {{1f, 2.5f, 3f}, {4f, 5f, 6f}}");
        Assert.AreEqual(t.ToString(), t.metastr());
        StringAssert.Contains(arange(1000).npstr(), "...");
    }

    [TestMethod]
    public void Metadata_describe_the_tensor()
    {
        var t = zeros(2, 3, 4, int16);
        Assert.AreEqual(3, t.dim());
        Assert.AreEqual(3, t.ndim);
        Assert.AreEqual(24, t.numel());
        Assert.AreEqual(4, t.size(-1));
        Assert.ThrowsExactly<ExternalException>(() => t.size(3));
        Assert.AreEqual(2, t.element_size());
        CollectionAssert.AreEqual(new long[] { 12, 4, 1 }, t.stride());
        Assert.IsTrue(t.is_contiguous() && t.is_integral() && !t.is_floating_point());
        Assert.IsFalse(t.permute(2, 0, 1).is_contiguous());
        Assert.AreEqual(4, t[0, 1].storage_offset());
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class TensorCreationTests
{
    [TestMethod]
    public void Element_type_decides_the_dtype()
    {
        Assert.AreEqual(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.AreEqual(ScalarType.Int64, tensor(new[] { 1L }).dtype);
        Assert.AreEqual(ScalarType.Float32, tensor(new[] { 1f }).dtype);
        Assert.AreEqual(ScalarType.Float64, tensor(new[] { 1.0 }).dtype);
        Assert.AreEqual(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.AreEqual(ScalarType.Int8, tensor(new sbyte[] { 1 }).dtype);
        Assert.AreEqual(ScalarType.Int16, tensor(new short[] { 1 }).dtype);
        Assert.AreEqual(ScalarType.Bool, tensor(new[] { true }).dtype);
        Assert.AreEqual(ScalarType.Float16, tensor(new[] { (Half)1 }).dtype);
        Assert.AreEqual(ScalarType.ComplexFloat64, tensor(new[] { new System.Numerics.Complex(1, 2) }).dtype);
        Assert.AreEqual(ScalarType.Float32, tensor(1f).dtype);
        Assert.AreEqual(0, tensor(1f).ndim);
        Assert.AreEqual(ScalarType.Int64, tensor(1f, dtype: int64).dtype);
        Assert.AreEqual(ScalarType.Float32, tensor(new[] { 1, 2 }, dtype: float32).dtype);
    }

    [TestMethod]
    public void Arrays_of_several_dimensions_keep_their_shape()
    {
        CollectionAssert.AreEqual(new long[] { 2, 3 }, tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        CollectionAssert.AreEqual(new long[] { 1, 2, 1 }, tensor(new[,,] { { { 1f }, { 2f } } }).shape);
        CollectionAssert.AreEqual(new long[] { 1, 1, 1, 2 }, tensor(new[,,,] { { { { 1.0, 2.0 } } } }).shape);
        var t = tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.AreEqual(6, t[1, 2].item<int>());
        CollectionAssert.AreEqual(new long[] { 3, 2 }, tensor(new List<float> { 1, 2, 3, 4, 5, 6 }, 3, 2).shape);
        CollectionAssert.AreEqual(new long[] { 2, 2 }, tensor(new Memory<float>(new float[4]), [2, 2]).shape);
    }

    [TestMethod]
    public void Dimensions_may_describe_fewer_elements_but_not_more()
    {
        CollectionAssert.AreEqual(new[] { 1f, 2f }, tensor(new[] { 1f, 2f, 3f }, [2]).data<float>().ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => tensor(new[] { 1f, 2f, 3f }, [2, 2]));
    }

    [TestMethod]
    public void Tensors_of_arrays_copy_and_from_array_shares()
    {
        var data = new[] { 1f, 2f };
        var copy = tensor(data);
        var list = tensor((IList<float>)data);
        var shared = from_array(data);
        var viewed = as_tensor(data);
        data[0] = 9;
        Assert.AreEqual(1f, copy[0].item<float>());
        Assert.AreEqual(1f, list[0].item<float>());
        Assert.AreEqual(9f, shared[0].item<float>());
        Assert.AreEqual(9f, viewed[0].item<float>());
        shared[1] = 7f;
        Assert.AreEqual(7f, data[1]);
        CollectionAssert.AreEqual(new long[] { 1, 2 }, from_array(new[,] { { true, false } }).shape);
    }

    [TestMethod]
    public void Shared_array_outlives_collections_as_long_as_a_view_lives()
    {
        static Tensor View()
        {
            using var t = from_array(Enumerable.Range(0, 10000).Select(i => (float)i).ToArray());
            return t.slice(0, 5000, 10000, 1);
        }
        var view = View();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.AreEqual(7500f - 0.5f, view.mean().item<float>(), 0.01f);
    }

    [TestMethod]
    public void Buffers_convert_values_and_never_reinterpret_bytes()
    {
        var t = frombuffer(new byte[] { 1, 2, 3, 4 }, float32);
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f, 4f }, t.data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 3, 4 }, frombuffer(new[] { 1, 2, 3, 4, 5 }, int32, 2, 2).data<int>().ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => frombuffer(new[] { 1, 2 }, int32, 3));
    }

    [TestMethod]
    public void Factories_use_the_default_dtype()
    {
        Assert.AreEqual(ScalarType.Float32, zeros(2).dtype);
        try
        {
            set_default_dtype(float64);
            Assert.AreEqual(ScalarType.Float64, zeros(2).dtype);
            Assert.AreEqual(ScalarType.Float64, rand(2).dtype);
            Assert.AreEqual(ScalarType.Float64, full(2, 0.5).dtype);
            Assert.AreEqual(ScalarType.Float32, tensor(1f).dtype);
        }
        finally { set_default_dtype(float32); }
        Assert.ThrowsExactly<ArgumentException>(() => set_default_dtype(int32));
    }

    [TestMethod]
    public void Full_and_arange_take_the_dtype_of_their_numbers()
    {
        Assert.AreEqual(ScalarType.Int64, full(2, 1).dtype);
        Assert.AreEqual(ScalarType.Int64, full(2, true).dtype);
        Assert.AreEqual(ScalarType.Float32, full(2, 1.5).dtype);
        Assert.AreEqual(ScalarType.Float32, full(2, 1.5f).dtype);
        Assert.AreEqual(ScalarType.Int64, arange(3).dtype);
        Assert.AreEqual(ScalarType.Int64, arange(1, 3).dtype);
        Assert.AreEqual(ScalarType.Float32, arange(1, 3.0).dtype);
        Assert.AreEqual(ScalarType.Float32, arange(0, 3, 0.5).dtype);
    }

    [TestMethod]
    public void Like_factories_inherit_dtype_but_not_the_wish_for_gradients()
    {
        var x = ones(2, 3, float64, requires_grad: true);
        var y = zeros_like(x);
        Assert.AreEqual(ScalarType.Float64, y.dtype);
        Assert.IsFalse(y.requires_grad);
        Assert.IsTrue(x.ones_like(requires_grad: true).requires_grad);
        Assert.AreEqual(ScalarType.Int32, x.full_like(2, int32).dtype);
        CollectionAssert.AreEqual(x.shape, x.randn_like().shape);
    }

    [TestMethod]
    public void Numbers_and_arrays_convert_implicitly()
    {
        Tensor number = 5, array = new[] { 1f, 2f };
        Assert.AreEqual(ScalarType.Int32, number.dtype);
        Assert.AreEqual(0, number.ndim);
        CollectionAssert.AreEqual(new long[] { 2 }, array.shape);
        Assert.ThrowsExactly<InvalidOperationException>(() => { Tensor t = (Scalar)1; });
        Assert.ThrowsExactly<InvalidOperationException>(() => { Tensor t = TensorIndex.Colon; });
    }

    [TestMethod]
    public void Sizes_convert_from_numbers_arrays_and_tuples()
    {
        torch.Size one = 3, two = (2, 3);
        Assert.AreEqual(1, one.Length);
        Assert.AreEqual(6, two.numel());
        Assert.IsTrue(two == new torch.Size(new long[] { 2, 3 }));
        Assert.IsTrue((one + two).Shape.SequenceEqual(new long[] { 3, 2, 3 }));
        CollectionAssert.AreEqual(new long[] { 3 }, randint(10, 3).shape);
    }

    [TestMethod]
    public void Devices_parse_print_and_refuse_what_is_absent()
    {
        Device cpu = "CPU";
        Assert.AreEqual("cpu", cpu.ToString());
        Assert.AreEqual(-1, cpu.index);
        Assert.AreEqual(DeviceType.CPU, zeros(1).device.type);
        Assert.AreEqual("cuda:1", new Device("cuda:1").ToString());
        Assert.AreEqual("cuda", new Device("cuda").ToString());
        if (cuda.is_available()) return;
        Assert.AreEqual(0, cuda.device_count());
        Assert.ThrowsExactly<InvalidOperationException>(() => device("cuda:0"));
        Assert.ThrowsExactly<InvalidOperationException>(() => zeros(1).cuda());
        Assert.ThrowsExactly<InvalidOperationException>(() => zeros(1, device: new Device("cuda")));
        Assert.ThrowsExactly<InvalidOperationException>(() => zeros(1).to("cuda"));
    }

    [TestMethod]
    public void Names_of_dimensions_are_kept()
    {
        var t = zeros(2, 3, names: ["rows", "columns"]);
        Assert.IsTrue(t.has_names());
        CollectionAssert.AreEqual(new[] { "rows", "columns" }, t.names);
        Assert.IsFalse(zeros(2).has_names());
    }

    [TestMethod]
    public void Impossible_sizes_are_errors_of_the_library()
    {
        Assert.ThrowsExactly<ExternalException>(() => zeros(-1));
        Assert.ThrowsExactly<ExternalException>(() => zeros(2, 3).view(7));
    }
}

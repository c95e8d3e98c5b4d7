using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Numerics;

[TestClass]
public sealed class TensorArithmeticTests
{
    [TestMethod]
    public void Arithmetic_gives_new_tensors_with_the_values_of_school()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new float[] { 1, -2, 4 });
        var b = tensor(new float[] { 10, 20, 30 });
        Check(a.Plus(b), 11, 18, 34);
        Check(a.Plus(0.5), 1.5f, -1.5f, 4.5f);
        Check(a.Plus(3L), 4, 1, 7);
        Check(a.Plus(b, 0.5), 6, 8, 19);
        Check(a.Minus(0.5), 0.5f, -2.5f, 3.5f);
        Check(a.Minus(1L), 0, -3, 3);
        Check(a.SubtractedFrom(1.0), 0, 3, -3);
        Check(a.SubtractedFrom(2L), 1, 4, -2);
        Check(a.Times(-2.0), -2, 4, -8);
        Check(a.Times(3L), 3, -6, 12);
        Check(a.Over(4), 0.25f, -0.5f, 1);
        Check(a.Dividing(8), 8, -4, 2);
        Check(a.Squared(), 1, 4, 16);
        Check(a, 1, -2, 4);
    }

    [TestMethod]
    public void Arithmetic_in_place_changes_its_tensor_and_gives_it_back()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new float[] { 1, -2, 4 });
        var handle = a.Handle;
        Check(a.PlusInPlace(tensor(new float[] { 1, 1, 1 })), 2, -1, 5);
        Check(a.PlusInPlace(tensor(new float[] { 1, 2, 3 }), -2), 0, -5, -1);
        Check(a.PlusInPlace(0.5), 0.5f, -4.5f, -0.5f);
        Assert.AreEqual(handle, a.Handle);
    }

    [TestMethod]
    public void Whole_numbers_stay_whole()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1L << 60, -1 });
        foreach (var result in new[] { a.Plus(1L), a.Minus(1L), a.Times(2L), a.SubtractedFrom(5L) })
            Assert.AreEqual(ScalarType.Int64, result.dtype);
        Assert.AreEqual((1L << 60) + 1, a.Plus(1L)[0].item<long>());
        Assert.AreEqual(ScalarType.Float32, tensor(new[] { 1f }).Plus(1L).dtype, "the tensor decides");
    }

    [TestMethod]
    public void A_share_is_that_of_the_true_ones()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(0.75, tensor(new[] { true, false, true, true }).ShareTrue());
        Assert.AreEqual(0, zeros(3, dtype: ScalarType.Bool).ShareTrue());
    }

    [TestMethod]
    public void Ranges_begin_at_their_start_and_end_before_their_end()
    {
        using var scope = NewDisposeScope();
        CollectionAssert.AreEqual(new long[] { 0, 1, 2 }, Ranges.Below(3, CPU).data<long>().ToArray());
        CollectionAssert.AreEqual(new float[] { 2, 3 }, Ranges.Between(2, 4, CPU, ScalarType.Float32).data<float>().ToArray());
        Assert.AreEqual(0L, Ranges.Below(0, CPU).numel());
    }

    [TestMethod]
    public void A_number_is_kept_as_one_object_and_told_apart_by_kind_and_bits()
    {
        Assert.AreSame(Networks.Numbers.Kept(0.1), Networks.Numbers.Kept(0.1));
        Assert.AreSame(Networks.Numbers.Kept(7L), Networks.Numbers.Kept(7L));
        Assert.AreNotSame(Networks.Numbers.Kept(7L), Networks.Numbers.Kept(7.0));
        Assert.AreNotSame(Networks.Numbers.Kept(0.0), Networks.Numbers.Kept(-0.0));
        Assert.AreSame(Networks.Numbers.Kept(double.NaN), Networks.Numbers.Kept(double.NaN));
    }

    [TestMethod]
    public void Very_many_numbers_do_not_push_out_the_one_in_use()
    {
        using var scope = NewDisposeScope();
        var used = Networks.Numbers.Kept(0.123456);
        for (var i = 0; i < 5000; i++)
        {
            Assert.AreEqual(i + 0.5, tensor(new[] { 0.0 }).Plus(i + 0.5).item<double>());
            if (i % 500 == 0)
                Assert.AreSame(used, Networks.Numbers.Kept(0.123456), $"after {i} others");
        }
    }

    private static void Check(Tensor tensor, params float[] expected) =>
        CollectionAssert.AreEqual(expected, tensor.data<float>().ToArray());
}

using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Numbers;

[TestClass]
public sealed class TensorReadingTests
{
    [TestMethod]
    public void All_numbers_come_in_the_order_of_the_dimensions()
    {
        using var scope = NewDisposeScope();
        var matrix = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, matrix.ReadAll<float>());
        CollectionAssert.AreEqual(new float[] { 1, 4, 2, 5, 3, 6 }, matrix.t().ReadAll<float>(), "a view");
        CollectionAssert.AreEqual(new float[] { 2, 5 }, matrix.select(1, 1).ReadAll<float>(), "a column");
        CollectionAssert.AreEqual(new double[] { 1, 2, 3, 4, 5, 6 }, matrix.to(ScalarType.Float64).ReadAll<double>());
        CollectionAssert.AreEqual(new long[] { 1, 2, 3, 4, 5, 6 }, matrix.to(ScalarType.Int64).ReadAll<long>());
        Assert.IsEmpty(matrix.narrow(0, 0, 0).ReadAll<float>());
    }

    [TestMethod]
    public void A_number_that_is_not_finite_is_found_wherever_it_stands()
    {
        using var scope = NewDisposeScope();
        foreach (var count in new[] { 1, 7, 64, 77 })
            for (var place = 0; place < count; place++)
                foreach (var number in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                {
                    var numbers = Enumerable.Repeat(float.MaxValue, count).ToArray();
                    Assert.IsTrue(tensor(numbers).IsFinite());
                    numbers[place] = number;
                    Assert.IsFalse(tensor(numbers).IsFinite(), $"{number} at {place} of {count}");
                }
        Assert.IsTrue(zeros(0).IsFinite());
        Assert.IsFalse(tensor(new[] { 1, double.NaN, 3 }).IsFinite());
        var matrix = tensor(new[] { 1, 2, 3, float.NaN }, [2, 2]);
        Assert.IsTrue(matrix.select(1, 0).IsFinite(), "a view beside it");
        Assert.IsFalse(matrix.t().IsFinite());
    }

    [TestMethod]
    public void A_weight_is_read_and_stays_alive()
    {
        using var weight = nn.Parameter(ones(2, 2));
        using var turned = weight.t();
        CollectionAssert.AreEqual(new float[] { 1, 1, 1, 1 }, weight.ReadAll<float>());
        CollectionAssert.AreEqual(new float[] { 1, 1, 1, 1 }, turned.ReadAll<float>());
        Assert.IsFalse(weight.IsInvalid || turned.IsInvalid);
    }

    [TestMethod]
    public void A_single_number_is_read_wherever_it_lies_and_whatever_follows_it()
    {
        using var scope = NewDisposeScope();
        var matrix = tensor(new float[] { 1, 2, 3, 4 }, [2, 2]);
        Assert.AreEqual(4f, matrix.t()[1, 1].Read<float>());
        Assert.AreEqual(3f, matrix[1, 0].Read<float>());
        Assert.AreEqual(10f, matrix.sum().Read<float>());
        var weight = nn.Parameter(tensor(2f));
        Assert.AreEqual(4f, (weight * weight).Read<float>(), "with a graph behind it");
        Assert.AreEqual(7L, tensor(7L).Read<long>());
        Assert.AreEqual(0.1, tensor(0.1).Read<double>());
        Assert.IsTrue(tensor(true).Read<bool>());
        Assert.AreEqual(5, tensor(5).Read<int>());
        Assert.ThrowsExactly<ArgumentException>(() => matrix.Read<float>());
        Assert.ThrowsExactly<ArgumentException>(() => matrix.sum().Read<double>());
    }

    [TestMethod]
    public void Numbers_of_another_type_are_refused()
    {
        using var whole = ones(2, ScalarType.Int64);
        var error = Assert.ThrowsExactly<ArgumentException>(() => whole.ReadAll<double>());
        Assert.StartsWith("The tensor holds Int64, not Double.", error.Message);
        Assert.ThrowsExactly<NotSupportedException>(() => whole.ReadAll<short>());
    }
}

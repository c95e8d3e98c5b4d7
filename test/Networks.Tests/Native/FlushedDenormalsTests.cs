using static TorchSharp.torch;

namespace DeepML.Networks.Tests;

[TestClass]
public sealed class FlushedDenormalsTests
{
    // no constants: the compiler multiplies those itself
    private static readonly float Small = float.Parse("1e-30"), Smaller = float.Parse("1e-10");

    [TestMethod]
    public void Denormal_numbers_are_zero_while_it_lives_and_numbers_again_afterwards()
    {
        using (var flushed = new FlushedDenormals(withHelpers: false))
        {
            if (!flushed.IsInForce)
                Assert.Inconclusive("It is not known how to take denormal numbers for zero on this system.");
            Assert.AreEqual(0f, Small * Smaller);
        }
        Assert.AreNotEqual(0f, Small * Smaller);
    }

    [TestMethod]
    public void The_threads_that_share_an_operation_take_them_for_zero_too_and_no_longer_afterwards()
    {
        var before = get_num_threads();
        set_num_threads(2);
        try
        {
            Assert.AreEqual(0, Products(), "a thread of torch's own began with them flushed");
            using (var flushed = new FlushedDenormals(withHelpers: true))
            {
                if (!flushed.IsInForce)
                    Assert.Inconclusive("It is not known how to take denormal numbers for zero on this system.");
                Assert.AreEqual(Count, Products());
            }
            Assert.AreEqual(0, Products());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private const int Count = 1 << 20; // enough for torch to share the product among its threads

    // How many of the products are 0.
    private static long Products()
    {
        using var scope = NewDisposeScope();
        var product = full([Count], DeepML.Networks.Numbers.Kept(Small), ScalarType.Float32)
            .mul(full([Count], DeepML.Networks.Numbers.Kept(Smaller), ScalarType.Float32));
        return product.data<float>().ToArray().LongCount(x => x == 0);
    }
}

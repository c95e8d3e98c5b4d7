using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Rbm;

[TestClass]
public sealed class GibbsRandomTests
{
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.01)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    [DataRow(1.0)]
    public void Bits_are_on_as_often_as_asked(double probability)
    {
        using var scope = NewDisposeScope();
        using var random = new GibbsRandom(1, CPU);
        var bits = random.Bits(full([1003, 997], (float)probability));
        Assert.IsTrue(bits.eq(0).logical_or(bits.eq(1)).all().ToBoolean());
        Assert.AreEqual(probability, bits.mean().ToDouble(), probability is 0 or 1 ? 0 : 0.002);
    }

    [TestMethod]
    public void Neighbouring_bits_do_not_depend_on_each_other()
    {
        using var scope = NewDisposeScope();
        using var random = new GibbsRandom(1, CPU);
        var bits = random.Bits(full([100000], 0.5f)) - 0.5;
        foreach (var distance in new[] { 1, 7, 8, 9, 16 })
        {
            var product = bits.narrow(0, 0, 90000) * bits.narrow(0, distance, 90000);
            Assert.AreEqual(0, product.mean().ToDouble(), 0.004, $"at distance {distance}");
        }
    }

    [TestMethod]
    public void The_same_seed_draws_the_same_and_another_seed_otherwise()
    {
        using var scope = NewDisposeScope();
        Assert.IsTrue(Draw(1).allclose(Draw(1), 0, 0));
        Assert.IsFalse(Draw(1).allclose(Draw(2), 0, 0));

        static Tensor Draw(long seed)
        {
            using var random = new GibbsRandom(seed, CPU);
            var half = full([101], 0.5f);
            return cat([random.Bits(half), random.Bits(half), random.Normal(half)]);
        }
    }

    [TestMethod]
    public void A_stream_of_the_fit_follows_torchs_seed()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var first = GibbsRandom.FromTorch();
        manual_seed(3);
        using var second = GibbsRandom.FromTorch();
        using var third = GibbsRandom.FromTorch();
        var half = full([64], 0.5f);
        var expected = first.Bits(half);
        Assert.IsTrue(expected.allclose(second.Bits(half), 0, 0));
        Assert.IsFalse(expected.allclose(third.Bits(half), 0, 0));
    }

    [TestMethod]
    public void Streams_side_by_side_follow_torchs_seed_and_are_unlike()
    {
        using var scope = NewDisposeScope();
        var half = full([64], 0.5f);
        var drawn = new List<string>();
        for (var time = 0; time < 2; time++)
        {
            manual_seed(3);
            foreach (var stream in GibbsRandom.FromTorch(3))
                using (stream)
                    drawn.Add(string.Concat(stream.Bits(half).ReadAll<float>()));
        }
        CollectionAssert.AreEqual(drawn[..3], drawn[3..]);
        Assert.HasCount(3, drawn.Distinct().ToArray());
    }
}

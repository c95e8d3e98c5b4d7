namespace DeepML.Data.Tests;

[TestClass]
public sealed class MixingTests
{
    [TestMethod]
    public void The_sequence_is_that_of_splitmix64()
    {
        // The first numbers of the generator of Steele, Lea and Flood (OOPSLA 2014) from seed 0, whose state grows by the golden ratio.
        Assert.AreEqual(0xE220A8397B1DCDAFul, Mixing.Next(0));
        Assert.AreEqual(0x6E789E6AA1B965F4ul, Mixing.Next(0x9E3779B97F4A7C15));
        Assert.AreEqual(0x06C45D188009454Ful, Mixing.Next(unchecked(2 * 0x9E3779B97F4A7C15)));
    }

    [TestMethod]
    public void Seeds_are_never_negative_and_differ_with_each_part()
    {
        var seeds = new HashSet<int>();
        foreach (var seed in new[] { int.MinValue, -1, 0, 1, int.MaxValue })
            for (var a = 0; a < 20; a++)
                for (var b = 0; b < 20; b++)
                {
                    var mixed = Mixing.Seed(seed, a, b);
                    Assert.IsGreaterThanOrEqualTo(0, mixed);
                    seeds.Add(mixed);
                }
        Assert.HasCount(5 * 20 * 20, seeds);
    }

    [TestMethod]
    public void The_two_parts_of_a_seed_cannot_be_exchanged()
    {
        Assert.AreNotEqual(Mixing.Seed(1, 2, 3), Mixing.Seed(1, 3, 2));
        Assert.AreNotEqual(Mixing.Seed(1, 2), Mixing.Seed(2, 1));
    }

    [TestMethod]
    public void A_seed_of_one_part_is_never_negative_and_tells_the_batches_of_an_epoch_apart()
    {
        var seeds = Enumerable.Range(0, 10_000).Select(batch => Mixing.Seed(-7, batch)).ToArray();
        Assert.IsTrue(seeds.All(seed => seed >= 0));
        Assert.HasCount(10_000, seeds.Distinct().ToArray());
    }
}

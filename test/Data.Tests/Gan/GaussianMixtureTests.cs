namespace DeepML.Data.Tests.Tables;

[TestClass]
public sealed class GaussianMixtureTests
{
    [TestMethod]
    public void Two_heaps_are_found_with_their_shares_means_and_deviations()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 3000).Select(i => i % 4 == 0 ? -5 + (0.5 * Normal(random)) : 10 + (2 * Normal(random))).ToArray();
        var mixture = GaussianMixture.Fit(values, 10, random);
        Assert.AreEqual(2, mixture.Weights.Length);
        var low = mixture.Means[0] < mixture.Means[1] ? 0 : 1;
        Assert.AreEqual(-5, mixture.Means[low], 0.1);
        Assert.AreEqual(10, mixture.Means[1 - low], 0.3);
        Assert.AreEqual(0.5, mixture.Deviations[low], 0.1);
        Assert.AreEqual(2, mixture.Deviations[1 - low], 0.2);
        Assert.AreEqual(0.25, mixture.Weights[low], 0.03);
        Assert.AreEqual(1, mixture.Weights.Sum(), 1e-6);
    }

    [TestMethod]
    public void One_heap_is_one_Gaussian_even_when_more_are_allowed()
    {
        var random = new Random(2);
        var mixture = GaussianMixture.Fit([.. Enumerable.Range(0, 2000).Select(_ => 3 + Normal(random))], 10, random);
        Assert.AreEqual(1, mixture.Weights.Length);
        Assert.AreEqual(3, mixture.Means[0], 0.1);
    }

    [TestMethod]
    public void A_value_comes_back_from_its_mode_and_place()
    {
        var random = new Random(3);
        var mixture = new GaussianMixture([0.5, 0.5], [0, 100], [1, 2]);
        foreach (var value in new[] { -2.5, 0, 3.9, 94, 100, 107.5 })
        {
            var (mode, place) = mixture.Encode(value, random);
            Assert.AreEqual(value < 50 ? 0 : 1, mode);
            Assert.AreEqual(value, mixture.Decode(mode, place), 1e-9);
        }
        Assert.AreEqual(GaussianMixture.Reach, mixture.Encode(1e6, random).Place);
        Assert.AreEqual(100 + (2 * GaussianMixture.Reach), mixture.Decode(1, 1e9));
    }

    [TestMethod]
    public void A_value_between_two_Gaussians_belongs_to_each_by_its_share()
    {
        var random = new Random(4);
        var mixture = new GaussianMixture([0.8, 0.2], [-1, 1], [1, 1]);
        var first = Enumerable.Range(0, 4000).Count(_ => mixture.Encode(0, random).Mode == 0);
        Assert.AreEqual(0.8, first / 4000.0, 0.03);
    }

    [TestMethod]
    public void A_number_that_never_changes_is_itself()
    {
        var mixture = GaussianMixture.Fit([7, 7, 7], 5, new Random(1));
        Assert.AreEqual(1, mixture.Weights.Length);
        Assert.AreEqual((0, 0.0), mixture.Encode(7, new Random(1)));
        Assert.AreEqual(7, mixture.Decode(0, 3));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

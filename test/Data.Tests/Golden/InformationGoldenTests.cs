namespace DeepML.Data.Tests.Golden;

/// <summary>Worked numbers of information.</summary>
[TestClass]
public sealed class InformationGoldenTests
{
    private static readonly double[] P = [.36, .48, .16];
    private static readonly double[] Q = [.33, .33, .33];

    [TestMethod]
    [DataRow(new[] { .5, .5 }, 1.0)]
    [DataRow(new[] { .99, .01 }, 0.0808)]
    [DataRow(new[] { .25, .25, .25, .25 }, 2.0)]
    public void Coins_and_dice_have_their_bits(double[] probabilities, double bits) =>
        Assert.AreEqual(bits, Information.Entropy(probabilities), 5e-5);

    [TestMethod]
    public void Two_distributions_are_apart_by_different_amounts_either_way()
    {
        Assert.AreEqual(0.0414, Information.KullbackLeibler(P, Q, InformationUnit.Hartleys), 5e-5);
        Assert.AreEqual(0.0375, Information.KullbackLeibler(Q, P, InformationUnit.Hartleys), 1e-4);
        Assert.AreEqual(0.095350, Information.KullbackLeibler(P, Q, InformationUnit.Nats), 5e-7);
        Assert.AreEqual(0.086531, Information.KullbackLeibler(Q, P, InformationUnit.Nats), 5e-7);
    }

    [TestMethod]
    public void The_game_of_two_networks_is_worth_minus_log_4_where_rows_are_alike_and_more_by_their_divergence_elsewhere()
    {
        Assert.AreEqual(-1.386294, AdversarialOptimum.Value(P, P), 5e-7);
        double[][] others = [[.1, .2, .7], [0, .5, .5], [1, 0, 0]];
        foreach (var other in others)
        {
            var apart = Information.JensenShannon(P, other, InformationUnit.Nats);
            Assert.AreEqual((-2 * Math.Log(2)) + (2 * apart), AdversarialOptimum.Value(P, other), 1e-12);
        }
    }

    [TestMethod]
    public void A_full_house_tells_more_of_waiting_for_a_table_than_the_kind_of_kitchen()
    {
        // Twelve guests of a restaurant, who wait or not: by how full it is, and by its kitchen.
        Assert.AreEqual(0.541, Information.Gain([[0, 2], [4, 0], [2, 4]]), 5e-4);
        Assert.AreEqual(0, Information.Gain([[1, 1], [1, 1], [2, 2], [2, 2]]), 1e-12);
    }
}

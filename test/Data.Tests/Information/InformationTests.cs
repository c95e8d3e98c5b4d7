namespace DeepML.Data.Tests.Informations;

/// <summary>Entropy, gain and divergences.</summary>
[TestClass]
public sealed class InformationTests
{
    [TestMethod]
    public void A_unit_is_the_base_of_the_logarithm()
    {
        double[] p = [.7, .2, .1];
        var nats = -p.Sum(x => x * Math.Log(x));
        Assert.AreEqual(nats, Information.Entropy(p, InformationUnit.Nats), 1e-12);
        Assert.AreEqual(nats / Math.Log(2), Information.Entropy(p), 1e-12);
        Assert.AreEqual(nats / Math.Log(10), Information.Entropy(p, InformationUnit.Hartleys), 1e-12);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Information.Entropy(p, (InformationUnit)7));
    }

    [TestMethod]
    public void What_never_occurs_adds_nothing_and_what_only_one_has_is_infinitely_far()
    {
        Assert.AreEqual(1, Information.Entropy([.5, 0, .5]), 1e-12);
        Assert.AreEqual(1, Information.KullbackLeibler([1, 0], [.5, .5]), 1e-12);
        Assert.AreEqual(double.PositiveInfinity, Information.KullbackLeibler([.5, .5], [1, 0]));
    }

    [TestMethod]
    public void The_divergence_of_two_sides_is_even_0_of_equals_and_one_bit_without_a_value_in_common()
    {
        double[] p = [.2, .3, .5], q = [.6, .3, .1];
        Assert.AreEqual(Information.JensenShannon(p, q), Information.JensenShannon(q, p), 1e-15);
        Assert.AreEqual(0, Information.JensenShannon(p, p), 1e-15);
        Assert.AreEqual(1, Information.JensenShannon([1, 0], [0, 1]), 1e-15);
        var middle = p.Zip(q, (a, b) => (a + b) / 2).ToArray();
        double Half(double[] side) => side.Zip(middle, (x, m) => x * Math.Log2(x / m)).Sum() / 2;
        Assert.AreEqual(Half(p) + Half(q), Information.JensenShannon(p, q), 1e-12);
    }

    [TestMethod]
    public void A_value_that_tells_all_gains_the_whole_entropy_whatever_the_counts_are_scaled_by()
    {
        Assert.AreEqual(Information.Entropy([.25, .75]), Information.Gain([[5, 0], [0, 15]]), 1e-12);
        Assert.AreEqual(Information.Gain([[1, 2], [3, 1]]), Information.Gain([[10, 20], [30, 10]]), 1e-12);
    }

    [TestMethod]
    public void What_is_no_probability_or_count_is_refused_in_words()
    {
        Refused(() => Information.Entropy([.5, .3]), "add up to 0.8; they must add up to 1");
        Refused(() => Information.Entropy([1.5, -.5]), "A probability is -0.5; it must be at least 0");
        Refused(() => Information.Entropy([double.NaN, 1]), "A probability is NaN");
        Refused(() => Information.Entropy([]), "add up to 0");
        Refused(() => Information.KullbackLeibler([1], [.5, .5]), "P has 1 values and Q 2");
        Refused(() => Information.Gain([[1, 2], [3]]), "a count for each class");
        Refused(() => Information.Gain([[0, 0]]), "There is no row");
        Refused(() => Information.Gain([]), "There is no row");
        Assert.ThrowsExactly<ArgumentNullException>(() => Information.Entropy(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Information.Gain(null!));

        static void Refused(Action action, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, said);
    }
}

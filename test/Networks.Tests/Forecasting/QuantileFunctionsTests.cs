namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Two-sided quantiles, against printed tables.</summary>
[TestClass]
public sealed class QuantileFunctionsTests
{
    [TestMethod]
    [DataRow(0.5, 0.6744897501960817)]
    [DataRow(0.6826894921370859, 1.0)]
    [DataRow(0.8, 1.2815515655446004)]
    [DataRow(0.95, 1.959963984540054)]
    [DataRow(0.99, 2.5758293035489004)]
    [DataRow(0.9999, 3.890591886413124)]
    [DataRow(1e-6, 1.2533141373e-6)]
    public void The_normal_quantile_is_that_of_the_tables(double level, double expected) =>
        Assert.AreEqual(expected, QuantileFunctions.Normal(level), 1e-9 * Math.Max(1, expected));

    [TestMethod]
    [DataRow(0.5, 1.0, 1.0)]
    [DataRow(0.9, 1.0, 6.313751514675043)]
    [DataRow(0.95, 1.0, 12.706204736432095)]
    [DataRow(0.95, 2.0, 4.302652729749464)]
    [DataRow(0.99, 3.0, 5.840909309726854)]
    [DataRow(0.95, 5.0, 2.570581835636314)]
    [DataRow(0.9, 10.0, 1.8124611228107335)]
    [DataRow(0.95, 30.0, 2.0422724563012373)]
    [DataRow(0.8, 120.0, 1.2886462)]
    public void The_quantile_of_Students_t_is_that_of_the_tables(double level, double degrees, double expected) =>
        Assert.AreEqual(expected, QuantileFunctions.StudentT(level, degrees), 1e-5 * expected);

    [TestMethod]
    public void With_many_degrees_of_freedom_it_is_the_normal_one()
    {
        Assert.AreEqual(QuantileFunctions.Normal(0.95), QuantileFunctions.StudentT(0.95, 99_999), 1e-4);
        Assert.AreEqual(QuantileFunctions.Normal(0.95), QuantileFunctions.StudentT(0.95, 100_001));
        Assert.AreEqual(QuantileFunctions.Normal(0.95), QuantileFunctions.StudentT(0.95, double.MaxValue));
    }

    [TestMethod]
    public void Below_one_degree_of_freedom_the_tails_grow_heavier()
    {
        Assert.IsGreaterThan(QuantileFunctions.StudentT(0.9, 1), QuantileFunctions.StudentT(0.9, 0.5));
        Assert.AreEqual(QuantileFunctions.StudentT(0.9, 1.001), QuantileFunctions.StudentT(0.9, 0.999), 0.05,
            "no jump between the two ways of integrating");
    }

    [TestMethod]
    public void A_higher_level_is_a_wider_interval()
    {
        double[] levels = [0.01, 0.1, 0.5, 0.9, 0.99, 0.999];
        foreach (var quantiles in new[] { levels.Select(QuantileFunctions.Normal),
            levels.Select(level => QuantileFunctions.StudentT(level, 3)) })
            CollectionAssert.AreEqual(quantiles.Order().Distinct().ToArray(), quantiles.ToArray());
    }
}

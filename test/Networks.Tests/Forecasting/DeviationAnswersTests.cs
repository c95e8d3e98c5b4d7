using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Deviations from raw answers, and the bounds of several networks together.</summary>
[TestClass]
public sealed class DeviationAnswersTests
{
    [TestMethod]
    [DataRow(0.0, 0.6931471805599453)]
    [DataRow(1.0, 1.3132616875182228)]
    [DataRow(-1.0, 0.31326168751822286)]
    [DataRow(100.0, 100.0)]
    [DataRow(-100.0, 0.0)]
    [DataRow(1e30, 1e30)]
    public void A_deviation_is_ln_of_1_plus_e_to_the_raw_answer_and_a_thousandth(double raw, double expected)
    {
        Assert.AreEqual(expected + 1e-3, DeviationAnswers.Deviation(raw), 1e-12 * Math.Max(1, expected));
        using var scope = NewDisposeScope();
        var one = tensor(new[] { (float)raw });
        Assert.AreEqual(expected + 1e-3, DeviationAnswers.Deviation(one).item<float>(), 1e-6 * Math.Max(1, expected));
    }

    [TestMethod]
    public void Of_one_network_the_bounds_are_its_own_deviations()
    {
        var (centre, below, above) = DeviationAnswers.Combine([2.5f, 1], 1, width: 3);
        Assert.AreEqual(2.5, centre, 1e-12);
        Assert.AreEqual(3 * (1.3132616875182228 + 1e-3), below, 1e-9);
        Assert.AreEqual(below, above);
    }

    [TestMethod]
    public void Networks_that_differ_widen_the_bounds_by_the_spread_of_their_centres()
    {
        // centres 1 and 5: mean 3, variance 4; deviations ln 2 + 0.001 both
        var (centre, below, _) = DeviationAnswers.Combine([1, 0, 5, 0], 2, width: 1);
        Assert.AreEqual(3, centre, 1e-12);
        var own = Math.Log(2) + 1e-3;
        Assert.AreEqual(Math.Sqrt((own * own) + 4), below, 1e-9);
    }

    [TestMethod]
    public void Networks_that_agree_have_the_root_of_the_mean_variance()
    {
        var (small, large) = (DeviationAnswers.Deviation(-1), DeviationAnswers.Deviation(2));
        var (_, below, _) = DeviationAnswers.Combine([1e6f, -1, 1e6f, 2], 2, width: 2);
        Assert.AreEqual(2 * Math.Sqrt(((small * small) + (large * large)) / 2), below, 1e-3, "though their squares are large");
    }

    [TestMethod]
    public void Crossed_quantiles_are_put_in_order_and_stretched_to_another_level()
    {
        var quantiles = new QuantileForecast();
        var (centre, below, above) = quantiles.Combine([2, 5, 1], 1, quantiles.Width(0.8, 0.8));
        Assert.AreEqual((2.0, 1.0, 3.0), (centre, below, above));
        Assert.AreEqual(QuantileFunctions.Normal(0.95) / QuantileFunctions.Normal(0.8), quantiles.Width(0.95, 0.8), 1e-12);
        (_, below, above) = quantiles.Combine([9, 5, 1], 1, 1);
        Assert.AreEqual((8.0, 0.0), (below, above), "a median outside has no bound on that side");
    }

    [TestMethod]
    public void A_point_is_the_mean_of_the_members_with_bounds_that_are_measured_elsewhere()
    {
        var point = new PointForecast();
        Assert.AreEqual((2.0, 0.0, 0.0), point.Combine([1, 3, 2], 3, 1));
        Assert.IsTrue(point.BoundsAreMeasured);
        Assert.IsFalse(new GaussianForecast().BoundsAreMeasured);
    }

    [TestMethod]
    public void Heavier_tails_reach_further_for_the_same_level()
    {
        var widths = new[] { 1.0, 3, 10, 1e6 }.Select(df => new StudentTForecast { DegreesOfFreedom = df }.Width(0.95, 0.8)).ToArray();
        CollectionAssert.AreEqual(widths.OrderDescending().ToArray(), widths);
        Assert.AreEqual(new GaussianForecast().Width(0.95, 0.8), widths[^1], 1e-4);
        Assert.AreEqual(12.706, widths[0], 1e-2);
    }
}

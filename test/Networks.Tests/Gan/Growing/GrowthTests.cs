namespace DeepML.Networks.Tests.Gan;

/// <summary>When pictures grow.</summary>
[TestClass]
public sealed class GrowthTests
{
    [TestMethod]
    [DataRow(0.0, 0.0)]
    [DataRow(0.124, 0.0)]
    [DataRow(0.1875, 0.5)]
    [DataRow(0.25, 1.0)]
    [DataRow(0.37, 1.0)]
    [DataRow(0.40625, 1.25)]
    [DataRow(0.499999, 2.0)]
    [DataRow(0.5, 2.0)]
    [DataRow(1.0, 2.0)]
    public void Each_size_stays_for_a_quarter_of_the_growing_and_the_next_fades_in_for_a_quarter(double progress, double doublings)
    {
        var growth = new ProgressiveGenerator { GrowingShare = 0.5 }.GrowthAt(progress, halvings: 2);
        Assert.AreEqual(doublings * 1000, growth.Thousandths, 1);
    }

    [TestMethod]
    [DataRow(0.0, 1)]
    [DataRow(0.3, 3)]
    [DataRow(0.99, 5)]
    public void Pictures_never_shrink_and_are_whole_in_time(double share, int halvings)
    {
        var form = new StyleGenerator { GrowingShare = share };
        var before = form.GrowthAt(0, halvings);
        Assert.AreEqual(share == 0 ? halvings : 0, before.Doublings);
        for (var step = 1; step <= 1000; step++)
        {
            var now = form.GrowthAt(step / 1000.0, halvings);
            Assert.IsGreaterThanOrEqualTo(0, now.CompareTo(before), $"at {step}");
            Assert.IsLessThanOrEqualTo(halvings, now.Visible);
            before = now;
        }
        Assert.AreEqual(Growth.Whole(halvings), before);
        Assert.AreEqual(Growth.Whole(halvings), form.GrowthAt(share, halvings));
    }

    [TestMethod]
    public void A_doubling_that_fades_in_is_seen_and_not_yet_whole()
    {
        var growth = Growth.Of(1.25);
        Assert.AreEqual((1, 2, 0.25), (growth.Doublings, growth.Visible, growth.Share));
        Assert.AreEqual((1, 1, 0.0), (Growth.Whole(1).Doublings, Growth.Whole(1).Visible, Growth.Whole(1).Share));
    }

    [TestMethod]
    public void A_pyramid_is_whole_from_the_beginning() =>
        Assert.AreEqual(Growth.Whole(3), new LaplacianPyramidGenerator().GrowthAt(0, halvings: 3));
}

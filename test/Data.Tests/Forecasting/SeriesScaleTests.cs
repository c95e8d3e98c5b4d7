namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesScaleTests
{
    [TestMethod]
    public void Mean_and_deviation_are_those_of_all_values()
    {
        var scale = SeriesScale.Of([2, 4, 4, 4, 5, 5, 7, 9]);
        Assert.AreEqual(5, scale.Mean, 1e-12);
        Assert.AreEqual(2, scale.Deviation, 1e-12);
        Assert.AreEqual(1.5, scale.Forward(8), 1e-12);
        Assert.AreEqual(8, scale.Back(1.5), 1e-12);
    }

    [TestMethod]
    public void A_small_spread_on_a_high_level_keeps_its_digits()
    {
        var scale = SeriesScale.Of([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
        Assert.AreEqual(1e9 + 10, scale.Mean);
        Assert.AreEqual(Math.Sqrt(22.5), scale.Deviation, 1e-6);
    }

    [TestMethod]
    public void Values_that_never_change_are_divided_by_1()
    {
        Assert.AreEqual(new SeriesScale(0, 1), SeriesScale.Of([]));
        Assert.AreEqual(new SeriesScale(7, 1), SeriesScale.Of([7]));
        Assert.AreEqual(new SeriesScale(0, 1), SeriesScale.Of([0, 0, 0]));
        Assert.AreEqual(1, SeriesScale.Of(Enumerable.Repeat(0.1, 1000)).Deviation, "what rounding leaves is no spread");
        Assert.AreEqual(1, SeriesScale.Of(Enumerable.Repeat(-1e15 / 3, 1000)).Deviation);
    }

    [TestMethod]
    public void A_tiny_spread_around_0_is_a_spread() => Assert.AreEqual(1e-20, SeriesScale.Of([-1e-20, 1e-20]).Deviation, 1e-32);
}

namespace DeepML.Trainers.Tests.Options;

[TestClass]
public sealed class EarlyStoppingTests
{
    [TestMethod]
    [DataRow(new double[] { }, false)]
    [DataRow(new[] { 5.0 }, false)]
    [DataRow(new[] { 5.0, 4, 3, 2, 1 }, false)]
    [DataRow(new[] { 5.0, 5, 5 }, true)]
    [DataRow(new[] { 5.0, 6, 4, 7 }, false)]
    [DataRow(new[] { 5.0, 6, 4, 7, 8 }, true)]
    [DataRow(new[] { 5.0, 6, 4, 7, 3, 9 }, false)]
    [DataRow(new[] { 5.0, double.NaN, double.NaN }, true)]
    public void It_is_reached_after_so_many_epochs_without_a_gain(double[] losses, bool reached) =>
        Assert.AreEqual(reached, new EarlyStopping { Patience = 2 }.IsReached(losses));

    [TestMethod]
    public void A_gain_below_the_minimum_is_none()
    {
        double[] losses = [5, 4.9, 4.8, 4.7];
        Assert.IsFalse(new EarlyStopping { Patience = 3 }.IsReached(losses));
        Assert.IsTrue(new EarlyStopping { Patience = 3, MinimumGain = 0.5 }.IsReached(losses));
        Assert.IsFalse(new EarlyStopping { Patience = 3, MinimumGain = 0.25 }.IsReached(losses), "small gains add up to one");
        Assert.IsTrue(new EarlyStopping { Patience = 1, MinimumGain = 1 }.IsReached([5, 4]), "a gain of just the minimum is not more");
    }

    [TestMethod]
    public void Negative_losses_fall_too()
    {
        Assert.IsFalse(new EarlyStopping { Patience = 1 }.IsReached([-1, -2, -3]));
        Assert.IsTrue(new EarlyStopping { Patience = 1 }.IsReached([-3, -2]));
    }

    [TestMethod]
    public void A_first_loss_without_end_counts_as_none_yet() =>
        Assert.IsFalse(new EarlyStopping { Patience = 1 }.IsReached([double.PositiveInfinity, double.PositiveInfinity, 3]));
}

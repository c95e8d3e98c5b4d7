namespace DeepML.Networks.Tests.History;

/// <summary>The loss over rising learning rates.</summary>
[TestClass]
public sealed class LearningRateCurveTests
{
    [TestMethod]
    public void The_running_mean_weighs_the_last_losses_most_and_does_not_begin_at_0()
    {
        double[] losses = [5, 3, 4, 1];
        var curve = new LearningRateCurve([1e-4, 1e-3, 1e-2, 1e-1], losses);
        for (var last = 0; last < losses.Length; last++)
        {
            var (sum, weights) = (0.0, 0.0);
            for (var i = 0; i <= last; i++)
                (sum, weights) = (sum + (Math.Pow(0.9, last - i) * losses[i]), weights + Math.Pow(0.9, last - i));
            Assert.AreEqual(sum / weights, curve.Smoothed[last], 1e-12);
        }
        CollectionAssert.AreEqual(losses, curve.Losses.ToArray());
    }

    [TestMethod]
    public void The_rate_to_train_with_is_a_tenth_of_that_of_the_lowest_mean_and_not_of_the_lowest_loss()
    {
        // One lucky batch at 0.01; the mean goes on falling up to 0.1.
        double[] losses = [8, 8, 1, 4, 4, 60];
        var curve = new LearningRateCurve([1e-4, 1e-3, 1e-2, 5e-2, 1e-1, 1], losses);
        Assert.AreEqual(1e-1, curve.LowestAt);
        Assert.AreEqual(1e-2, curve.Suggestion, 1e-15);
        Assert.AreEqual(
            "learning rate 0.01: a tenth of 0.1, where the loss was lowest over 6 batches at rates from 0.0001 to 1", curve.ToString());
    }
}

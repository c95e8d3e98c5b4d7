namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class StreamingThresholdTests
{
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.3)]
    [DataRow(-0.3)]
    public void The_tail_that_scores_were_drawn_from_is_found(double shape)
    {
        var random = new Random(1);
        var (foundShape, scale) = ParetoTail.Fit([.. Enumerable.Range(0, 20_000).Select(_ => Pareto(random, shape, 2))]);
        Assert.AreEqual(shape, foundShape, 0.03);
        Assert.AreEqual(2, scale, 0.08);
    }

    [TestMethod]
    public void A_normal_row_lies_above_the_threshold_about_as_rarely_as_asked()
    {
        var random = new Random(2);
        var threshold = new StreamingThreshold(
            [.. Enumerable.Range(0, 5000).Select(_ => -Math.Log(1 - random.NextDouble()))], new TailThreshold { Risk = 1e-4 });
        // of an exponential distribution: log 10000 = 9.2
        Assert.AreEqual(Math.Log(10_000), threshold.Threshold, 3);
        var above = Enumerable.Range(0, 50_000).Count(_ => threshold.Observe(-Math.Log(1 - random.NextDouble())));
        Assert.IsLessThan(60, above); // 5 expected
    }

    [TestMethod]
    public void Ordinary_scores_move_the_threshold()
    {
        var random = new Random(5);
        var threshold = new StreamingThreshold([.. Enumerable.Range(0, 1000).Select(_ => -Math.Log(1 - random.NextDouble()))]);
        var before = threshold.Threshold;
        for (var i = 0; i < 300; i++) // a tail that is fuller near the threshold
            Assert.IsFalse(threshold.Observe(before - 0.5 - random.NextDouble()));
        Assert.IsGreaterThan(before + 0.2, threshold.Threshold);
    }

    [TestMethod]
    public void Anomalies_are_not_learned_from()
    {
        var random = new Random(3);
        var threshold = new StreamingThreshold([.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())]);
        var before = threshold.Threshold;
        for (var i = 0; i < 100; i++)
            Assert.IsTrue(threshold.Observe(50));
        Assert.IsTrue(threshold.Observe(double.NaN));
        Assert.AreEqual(before, threshold.Threshold);
        Assert.IsFalse(threshold.Observe(0.5));
    }

    [TestMethod]
    public void Equal_scores_and_too_few_are_no_tail()
    {
        var threshold = new StreamingThreshold([.. Enumerable.Repeat(2.0, 50)]);
        Assert.IsFalse(threshold.Observe(2));
        Assert.IsTrue(threshold.Observe(2.1));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new StreamingThreshold([1, 2, double.NaN])).Message, "There are 2 scores");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new StreamingThreshold(
            new double[50], new TailThreshold { Risk = 0, Level = 1 })).Message, "Risk is 0");
    }

    private static double Pareto(Random random, double shape, double scale)
    {
        var left = 1 - random.NextDouble();
        return shape == 0 ? -scale * Math.Log(left) : scale / shape * (Math.Pow(left, -shape) - 1);
    }
}

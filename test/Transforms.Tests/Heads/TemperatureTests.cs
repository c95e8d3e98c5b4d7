using DeepML.Transforms;

namespace DeepML.Transforms.Tests.Heads;

[TestClass]
public sealed class TemperatureTests
{
    [TestMethod]
    [DataRow(3.0)]
    [DataRow(0.5)]
    public void Logits_that_are_too_large_by_a_factor_get_that_factor_for_a_temperature(double factor)
    {
        var random = new Random(1);
        var (logits, classes) = (new List<float[]>(), new List<int>());
        for (var row = 0; row < 20_000; row++)
        {
            double[] right = [random.NextDouble() * 4, random.NextDouble() * 4, random.NextDouble() * 4];
            var weights = right.Select(Math.Exp).ToArray();
            var drawn = random.NextDouble() * weights.Sum();
            classes.Add(drawn < weights[0] ? 0 : drawn < weights[0] + weights[1] ? 1 : 2);
            logits.Add([.. right.Select(logit => (float)(logit * factor))]);
        }
        Assert.AreEqual(factor, Temperature.Fit(logits, classes), 0.06 * factor);
    }

    [TestMethod]
    public void Answers_that_are_always_right_may_be_as_sure_as_the_range_allows_and_wrong_ones_hardly_at_all()
    {
        List<float[]> logits = [[2, 0], [0, 1]];
        Assert.AreEqual(Temperature.Least, Temperature.Fit(logits, [0, 1]), 1e-3);
        Assert.AreEqual(Temperature.Most, Temperature.Fit(logits, [1, 0]), 1e-3);
    }

    [TestMethod]
    public void The_loss_is_that_of_the_formula_and_large_logits_do_not_overflow()
    {
        // -ln of e / (e + 1) and of 1 / (e² + 1), at temperature 2 of logits 2 and 4
        var expected = (Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(2))) / 2;
        Assert.AreEqual(expected, Temperature.LogLoss([[2, 0], [4, 0]], [0, 1], 2), 1e-9);
        Assert.AreEqual(3e4, Temperature.LogLoss([[3e4f, 0]], [1], 1), 1e-3);
    }
}

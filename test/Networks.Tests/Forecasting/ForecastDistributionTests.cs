using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Loss, centre and bounds of each distribution against the formulas, in double precision.</summary>
[TestClass]
public sealed class ForecastDistributionTests
{
    // Of two members, for one step.
    private static readonly float[] Centres = [1.5f, -0.5f];
    private static readonly float[] Seconds = [0.25f, -2];
    private static readonly float[] Thirds = [3, 0.75f];
    private const float Target = 0.5f;

    public static IEnumerable<object[]> All =>
    [
        [new PointForecast(), 1, new[] { Math.Pow(Target - 1.5, 2), Math.Pow(Target + 0.5, 2) }],
        [
            new QuantileForecast(), 3,
            new[] { Pinball(-1, 0.5) + Pinball(0.25, 0.1) + Pinball(-2.5, 0.9), Pinball(1, 0.5) + Pinball(2.5, 0.1) + Pinball(-0.25, 0.9) },
        ],
        [new GaussianForecast(), 2, new[] { Normal(-1, 0.25), Normal(1, -2) }],
        [new StudentTForecast { DegreesOfFreedom = 3 }, 2, new[] { Student(-1, 0.25, 3), Student(1, -2, 3) }],
    ];

    [TestMethod]
    [DynamicData(nameof(All))]
    public void The_loss_of_each_member_is_that_of_the_formula(ForecastDistribution distribution, int answers, double[] expected)
    {
        using var scope = NewDisposeScope();
        var answer = tensor(Answers(answers), [1, 2, 1, answers]);
        var loss = distribution.Loss(answer, full(1, 1, 1, Target), 0.8);
        CollectionAssert.AreEqual(new long[] { 1, 2, 1 }, loss.shape);
        for (var member = 0; member < 2; member++)
            Assert.AreEqual(expected[member], loss[0, member, 0].item<float>(), 1e-5, $"member {member}");
        Assert.AreEqual(answers, distribution.Answers);
    }

    [TestMethod]
    public void Members_agree_on_a_mean_and_those_with_deviations_on_the_spread_of_their_mixture()
    {
        Assert.AreEqual((0.5, 0, 0), new PointForecast().Combine(Answers(1), 2, 9));
        var variance = ((Math.Pow(Deviation(0.25), 2) + Math.Pow(Deviation(-2), 2)) / 2) + 1; // the centres lie 1 from their mean
        foreach (var distribution in new ForecastDistribution[] { new GaussianForecast(), new StudentTForecast() })
        {
            var (centre, below, above) = distribution.Combine(Answers(2), 2, 1.5);
            Assert.AreEqual(0.5, centre, 1e-12);
            Assert.AreEqual(1.5 * Math.Sqrt(variance), below, 1e-9);
            Assert.AreEqual(below, above);
        }
    }

    [TestMethod]
    public void Quantiles_that_cross_are_put_in_order()
    {
        var straight = new QuantileForecast().Combine([1, 0.5f, 3], 1, 2);
        Assert.AreEqual((1, 1, 4), straight);
        Assert.AreEqual(straight, new QuantileForecast().Combine([1, 3, 0.5f], 1, 2));
        Assert.AreEqual((1, 0, 4), new QuantileForecast().Combine([1, 2, 3], 1, 2), "both above the median");
    }

    [TestMethod]
    public void Bounds_widen_as_the_distribution_has_it()
    {
        Assert.AreEqual(1.959964, new PointForecast().Width(0.95, 0.8), 1e-5);
        Assert.AreEqual(1.959964, new GaussianForecast().Width(0.95, 0.8), 1e-5);
        Assert.AreEqual(2.570582, new StudentTForecast { DegreesOfFreedom = 5 }.Width(0.95, 0.8), 1e-4);
        Assert.AreEqual(1, new QuantileForecast().Width(0.8, 0.8));
        Assert.AreEqual(1.959964 / 1.281552, new QuantileForecast().Width(0.95, 0.8), 1e-5);
    }

    [TestMethod]
    public void Only_point_forecasts_have_bounds_that_must_be_measured() => CollectionAssert.AreEqual(
        new[] { true, false, false, false }, All.Select(row => ((ForecastDistribution)row[0]).BoundsAreMeasured).ToArray());

    private static float[] Answers(int count) =>
        [.. Enumerable.Range(0, 2).SelectMany(member => new[] { Centres[member], Seconds[member], Thirds[member] }.Take(count))];

    private static double Deviation(double raw) => Math.Log(1 + Math.Exp(raw)) + 1e-3;

    private static double Pinball(double error, double quantile) => Math.Max(quantile * error, (quantile - 1) * error);

    private static double Normal(double error, double raw) => Math.Log(Deviation(raw)) + (Math.Pow(error / Deviation(raw), 2) / 2);

    private static double Student(double error, double raw, double freedom) =>
        Math.Log(Deviation(raw)) + ((freedom + 1) / 2 * Math.Log(1 + (Math.Pow(error / Deviation(raw), 2) / freedom)));
}

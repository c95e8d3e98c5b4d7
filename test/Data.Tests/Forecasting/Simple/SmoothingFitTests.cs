namespace DeepML.Data.Tests.Series;

/// <summary>The smoothing that is found, against all that a search at random over every kind of it finds.</summary>
[TestClass]
public sealed class SmoothingFitTests
{
    private const int Tries = 400;

    private static readonly Dictionary<string, double[]> Series = new()
    {
        ["noise around a level"] = Made(24, (t, noise) => 50 + noise),
        ["a walk"] = Walk(30),
        ["a line with noise"] = Made(30, (t, noise) => (4 * t) + noise),
        ["a season with noise"] = Made(26, (t, noise) => (t % 4 == 0 ? 30 : 3 * (t % 4)) + noise),
        ["a season over a line"] = Made(28, (t, noise) => (2 * t) + (t % 4 == 1 ? 20 : 0) + noise),
        ["few values with a season"] = Made(10, (t, noise) => (t % 4 == 0 ? 30 : 0) + (0.1 * noise)),
        ["few values"] = Made(6, (t, noise) => (3 * t) + (0.5 * noise)),
    };

    [TestMethod]
    [DataRow("noise around a level")]
    [DataRow("a walk")]
    [DataRow("a line with noise")]
    [DataRow("a season with noise")]
    [DataRow("a season over a line")]
    [DataRow("few values with a season")]
    [DataRow("few values")]
    public void None_that_chance_finds_has_a_lower_criterion(string name)
    {
        var values = Series[name];
        var found = SmoothingFit.Best(values, 4);
        var least = Criterion(found, values);
        var random = new Random(7);
        for (var i = 0; i < Tries; i++)
            foreach (var (trend, damped) in new[] { (false, false), (true, false), (true, true) })
                foreach (var seasonal in values.Length >= 10 ? new[] { false, true } : [false])
                {
                    var tried = new ExponentialSmoothing(
                        0.01 + (0.98 * random.NextDouble()), trend ? 0.99 * random.NextDouble() : null,
                        damped ? 0.8 + (0.18 * random.NextDouble()) : 1, seasonal ? 0.99 * random.NextDouble() : null, seasonal ? 4 : 0);
                    Assert.IsGreaterThan(least - 0.35, Criterion(tried, values), $"{name}: {tried} rather than {found}");
                }
    }

    [TestMethod]
    public void A_level_is_found_between_those_that_are_looked_at_first()
    {
        var values = Walk(400);
        var best = Enumerable.Range(1, 99).Select(i => i / 100.0)
            .MinBy(level => new ExponentialSmoothing(level, null, 1, null, 0).Run(values, []));
        var found = SmoothingFit.Best(values, 0);
        Assert.IsNull(found.Season);
        Assert.AreEqual(best, found.Level, 0.02);
    }

    [TestMethod]
    public void Growth_that_dies_away_is_damped_and_a_line_is_not()
    {
        var found = SmoothingFit.Best(Made(60, (t, noise) => (100 * (1 - Math.Pow(0.87, t))) + (0.01 * noise)), 0);
        Assert.IsTrue(found is { Trend: > 0, Damping: > 0.8 and < 0.98 }, $"{found}");
        Assert.IsNull(SmoothingFit.Best(Made(60, (t, noise) => 7 + noise), 0).Trend, "noise has none");
        Assert.AreEqual(1, SmoothingFit.Best(Made(60, (t, noise) => (5 * t) + (0.1 * noise)), 0).Damping, "a line goes on");
    }

    [TestMethod]
    [DataRow(9, false)]
    [DataRow(10, true)]
    public void A_season_is_looked_for_in_two_of_them_and_two_values_more(int count, bool seasonal)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(t => (t % 4 == 0 ? 100.0 : t % 4) + (0.001 * t))];
        Assert.AreEqual(seasonal, SmoothingFit.Best(values, 4).Season is not null);
    }

    [TestMethod]
    public void One_two_and_three_values_have_a_level()
    {
        foreach (var values in new double[][] { [5], [5, 9], [5, 9, 1] })
        {
            var found = SmoothingFit.Best(values, 4);
            Assert.IsTrue(found is { Trend: null, Season: null, Level: > 0 and < 1 }, $"{values.Length} values");
        }
    }

    // Akaike's, corrected for few values (Hurvich and Tsai, Biometrika 76, 1989), of a level and what else there is.
    private static double Criterion(ExponentialSmoothing method, double[] values)
    {
        var (n, k) = ((double)values.Length, 2.0 + (method.Trend is null ? 0 : 2) + (method.Damping < 1 ? 1 : 0) + method.Period);
        return n - k - 1 <= 0 && k > 2
            ? double.PositiveInfinity
            : (n * Math.Log(Math.Max(1e-12, method.Run(values, [])) / n)) + (2 * k * n / Math.Max(1, n - k - 1));
    }

    private static double[] Made(int count, Func<int, double, double> value)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(t => value(t, (2 * random.NextDouble()) - 1))];
    }

    // A level that walks, seen with noise.
    private static double[] Walk(int count)
    {
        var (random, level) = (new Random(5), 0.0);
        return [.. Enumerable.Range(0, count).Select(_ => (level += random.NextDouble() - 0.5) + (2 * (random.NextDouble() - 0.5)))];
    }
}

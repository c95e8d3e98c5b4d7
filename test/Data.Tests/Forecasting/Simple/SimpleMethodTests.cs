namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SimpleMethodTests
{
    private static readonly double[] Season = [3, -1, 0, 2, -4, 0];

    [TestMethod]
    public void Smoothing_goes_on_along_a_line_and_through_a_season()
    {
        double[] line = [.. Enumerable.Range(0, 40).Select(t => 5 + (2.0 * t))];
        double[] both = [.. Enumerable.Range(0, 48).Select(t => 5 + (0.5 * t) + Season[t % 6])];
        Near(Forecast(SmoothingFit.Best(line, 0), line, 4), [85, 87, 89, 91], 0.6);
        Near(Forecast(SmoothingFit.Best(both, 6), both, 6), [.. Enumerable.Range(48, 6).Select(t => 5 + (0.5 * t) + Season[t % 6])], 0.3);
    }

    [TestMethod]
    public void Smoothing_follows_a_walk_and_holds_to_a_level()
    {
        var random = new Random(1);
        var walk = new double[200];
        for (var t = 1; t < walk.Length; t++)
            walk[t] = walk[t - 1] + random.NextDouble() - 0.5;
        double[] noise = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        Assert.AreEqual(walk[^1], Forecast(SmoothingFit.Best(walk, 0), walk, 1)[0], 0.2);
        Assert.AreEqual(0.5, Forecast(SmoothingFit.Best(noise, 0), noise, 3)[2], 0.1);
    }

    [TestMethod]
    public void Theta_takes_half_the_slope_and_the_season_if_there_is_one()
    {
        double[] both = [.. Enumerable.Range(0, 60).Select(t => 5 + (0.5 * t) + Season[t % 6])];
        var theta = ThetaMethod.Fit(both, 6);
        Assert.AreEqual(6, theta.Period);
        var forecast = new double[6];
        theta.Run(both, forecast);
        for (var step = 0; step < 6; step++)
            Assert.AreEqual(34.5 + (0.25 * (step + 1)) + Season[step], forecast[step], 0.4, $"step {step}");
        var random = new Random(2);
        Assert.AreEqual(0, ThetaMethod.Fit([.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())], 6).Period);
    }

    [TestMethod]
    public void Few_values_have_a_forecast_too()
    {
        foreach (var values in new double[][] { [7], [7, 7], [7, 7, 7, 7, 7] })
            foreach (var method in SimpleMethod.Fit(values, 12))
                Near(method.Forecast(values, 3), [7, 7, 7], 1e-9);
    }

    [TestMethod]
    public void The_best_method_is_found_on_a_rolling_origin_with_errors_that_never_fall()
    {
        var random = new Random(3);
        double[] jagged = [.. Enumerable.Range(0, 90).Select(t => Season[t % 6] + (0.001 * random.NextDouble()))];
        var trial = SimpleTrial.Run(jagged, [.. jagged.Select(_ => true)], 6, 4);
        Assert.IsLessThan(0.01, Math.Sqrt(trial.Squares[^1]));
        var walk = new double[140];
        for (var t = 1; t < walk.Length; t++)
            walk[t] = walk[t - 1] + random.NextDouble() - 0.5;
        trial = SimpleTrial.Run(walk, [.. walk.Select(_ => true)], 0, 6);
        for (var step = 1; step < 6; step++)
            Assert.IsGreaterThanOrEqualTo(trial.Squares[step - 1], trial.Squares[step]);
        Assert.AreEqual(Math.Sqrt(1 / 12.0), Math.Sqrt(trial.Squares[0]), 0.06, "deviation of one step of the walk");
        Assert.IsLessThan(trial.Freedom[0], trial.Freedom[5], "errors of later steps resemble each other");
    }

    private static double[] Forecast(ExponentialSmoothing method, double[] values, int horizon)
    {
        var forecast = new double[horizon];
        method.Run(values, forecast);
        return forecast;
    }

    private static void Near(double[] actual, double[] expected, double tolerance)
    {
        for (var step = 0; step < expected.Length; step++)
            Assert.AreEqual(expected[step], actual[step], tolerance, $"step {step}");
    }
}

namespace DeepML.Trainers.Tests.Optimizers;

/// <summary>Steps along lines whose losses are known functions.</summary>
[TestClass]
public sealed class WolfeSearchTests
{
    private const double Decrease = 1e-4;

    private static readonly Dictionary<string, (Func<double, double> Loss, Func<double, double> Slope)> Lines = new()
    {
        ["a parabola"] = (t => (t - 3) * (t - 3), t => 2 * (t - 3)),
        ["far away"] = (t => (t - 300) * (t - 300), t => 2 * (t - 300)),
        ["very near"] = (t => (t - 1e-4) * (t - 1e-4), t => 2 * (t - 1e-4)),
        ["waves"] = (t => Math.Cos(3 * t) - (0.1 * t), t => (-3 * Math.Sin(3 * t)) - 0.1),
        ["a wall"] = (t => t < 2 ? -t : double.NaN, t => t < 2 ? -1 + t : double.NaN),
        ["Moré and Thuente's first"] = (t => -t / ((t * t) + 2), t => ((t * t) - 2) / Math.Pow((t * t) + 2, 2)),
    };

    public static IEnumerable<object[]> Cases =>
        from name in Lines.Keys
        from first in new[] { 1e-2, 1, 50 }
        from curvature in new[] { 0.1, 0.9 }
        select new object[] { name, first, curvature };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void What_is_found_meets_the_strong_wolfe_conditions(string name, double first, double curvature)
    {
        var (loss, slope) = Lines[name];
        var measured = 0;
        var start = new SearchPoint(0, loss(0), name == "waves" ? -0.1 : slope(0), []);
        var found = WolfeSearch.Run(
            step =>
            {
                measured++;
                return new SearchPoint(step, loss(step), slope(step), []);
            },
            start, first, curvature, most: 60);
        Assert.IsNotNull(found);
        Assert.IsLessThanOrEqualTo(60, measured);
        Assert.IsLessThanOrEqualTo(start.Loss + (Decrease * found.Step * start.Slope), found.Loss, "it has fallen enough");
        if (name != "a wall") // whose loss falls to its end
            Assert.IsLessThanOrEqualTo(-curvature * start.Slope, Math.Abs(found.Slope), "it is flat enough");
    }

    [TestMethod]
    public void Where_nothing_lies_lower_there_is_nothing()
    {
        var start = new SearchPoint(0, 0, -1, []);
        Assert.IsNull(WolfeSearch.Run(step => new SearchPoint(step, 1 + step, 1, []), start, 1, 0.9, 20));
        Assert.IsNull(WolfeSearch.Run(step => new SearchPoint(step, double.NaN, double.NaN, []), start, 1, 0.9, 20));
    }

    [TestMethod]
    public void Out_of_measurements_the_lowest_point_seen_is_taken()
    {
        var found = WolfeSearch.Run(step => new SearchPoint(step, -step, -1, []), new SearchPoint(0, 0, -1, []), 1, 0.5, 3);
        Assert.AreEqual(9, found!.Step); // 1, 3, 9
    }
}

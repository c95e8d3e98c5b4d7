using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>Places in series turned into forecasts by networks whose answers are known.</summary>
[TestClass]
public sealed class ForecastModelTests
{
    // Of an answer of 0 the deviation is ln 2, and a thousandth that keeps it above nothing.
    private static readonly double Deviation = Math.Log(2) + 1e-3;

    private static readonly SeriesWindowing Plain = Forecasters.Plain;

    [TestMethod]
    public void Beyond_its_own_horizon_a_network_goes_on_from_what_it_said()
    {
        using var network = Forecasters.Line();
        Check([4, 5, 6, 7, 8], Model(network).Forecast([Window(Plain, [9, 2, 3])], 5, 0.95).Forecast);
        Check([3, 3], Model(network).Forecast([Window(Plain, [3, 3])], 2, 0.95).Forecast);
    }

    [TestMethod]
    public void Forecasts_are_in_the_unit_of_their_series()
    {
        using var network = Forecasters.Network(Plain, 1, [[0.5f]]);
        var windows = new[] { Window(Plain, [1, 2], new SeriesScale(100, 10)), Window(Plain, [1, 2], new SeriesScale(-5, 2)) };
        Check([105, -4], Model(network).Forecast(windows, 1, 0.95).Forecast, "100 + 0.5 · 10, and -5 + 0.5 · 2");
    }

    [TestMethod]
    public void Members_have_equal_shares_in_every_step()
    {
        var windowing = Plain with { Horizon = 2 };
        using var network = Forecasters.Network(windowing, 1, [[1, 10], [4, 20], [1, 60]]);
        Check([2, 30], Model(network).Forecast([Window(windowing, [0, 0])], 2, 0.95).Forecast);
        Check([2, 30, 2], Model(network).Forecast([Window(windowing, [0, 0])], 3, 0.95).Forecast, "a part of the second answer");
    }

    [TestMethod]
    public void Windows_are_answered_side_by_side()
    {
        using var network = Forecasters.Line();
        var made = Model(network).Forecast([Window(Plain, [1, 2]), Window(Plain, [10, 8]), Window(Plain, [0, 0.5f])], 2, 0.95);
        Check([3, 4, 6, 4, 1, 1.5f], made.Forecast);
    }

    [TestMethod]
    public void What_is_fed_back_carries_its_own_doubt()
    {
        var windowing = Plain with { Horizon = 2 };
        using var network = Forecasters.Network(windowing, 2, [[7, 0, 7, 0]]);
        var (centre, lower, upper) = Model(network, new GaussianForecast())
            .Forecast([Window(windowing, [0, 0], new SeriesScale(0, 10))], 5, 0.95);
        var own = 10 * Deviation * 1.959964; // the 97.5 % point of the normal distribution
        double[] grown = [1, 1, Math.Sqrt(2), Math.Sqrt(2), Math.Sqrt(3)];
        for (var step = 0; step < 5; step++)
        {
            Assert.AreEqual(70, centre[step], 1e-4, $"step {step}");
            Assert.AreEqual(70 - (own * grown[step]), lower[step], 1e-3, $"step {step}");
            Assert.AreEqual(70 + (own * grown[step]), upper[step], 1e-3, $"step {step}");
        }
    }

    [TestMethod]
    [DataRow(0.8, 1.281552)]
    [DataRow(0.5, 0.674490)]
    public void Bounds_hold_the_share_that_is_asked_for(double level, double width)
    {
        using var network = Forecasters.Network(Plain, 2, [[0, 0]]);
        var (_, lower, upper) = Model(network, new GaussianForecast()).Forecast([Window(Plain, [0, 0])], 1, level);
        Assert.AreEqual(width * Deviation, upper[0], 1e-4);
        Assert.AreEqual(-upper[0], lower[0]);
    }

    [TestMethod]
    public void Quantiles_bound_each_side_by_itself()
    {
        using var network = Forecasters.Network(Plain, 3, [[5, 4, 8]]);
        var (centre, lower, upper) = Model(network, new QuantileForecast()).Forecast([Window(Plain, [0, 0])], 1, 0.95);
        Assert.AreEqual((5f, 4f, 8f), (centre[0], lower[0], upper[0]));
    }

    [TestMethod]
    public void A_point_has_no_bounds_until_errors_were_measured()
    {
        using var network = Forecasters.Network(Plain, 1, [[5]]);
        var (centre, lower, upper) = Model(network).Forecast([Window(Plain, [0, 0])], 2, 0.95);
        Check([5, 5], centre);
        Check([float.NaN, float.NaN, float.NaN, float.NaN], [.. lower, .. upper]);
        var guard = Guard(null) with { Deviations = [2, 3], Freedom = [1000, 1000] };
        (_, lower, upper) = Model(network, guard: guard).Forecast([Window(Plain, [0, 0], name: "guarded")], 3, 0.8);
        double[] measured = [2 * 1.281552, 3 * 1.281552, 3 * 1.281552 * Math.Sqrt(1.5)];
        for (var step = 0; step < 3; step++)
        {
            Assert.AreEqual(5 + measured[step], upper[step], 0.02, $"step {step}");
            Assert.AreEqual(5 - measured[step], lower[step], 0.02, $"step {step}");
        }
    }

    [TestMethod]
    public void Measured_errors_may_be_counted_in_the_networks_own_bounds()
    {
        using var network = Forecasters.Network(Plain, 2, [[0, 0]]);
        var guard = Guard(null) with { Deviations = [2], Freedom = [1e6], BoundsOfNetwork = true };
        var (_, _, upper) = Model(network, new GaussianForecast(), guard).Forecast([Window(Plain, [0, 0], name: "guarded")], 1, 0.5);
        Assert.AreEqual(Deviation * 1.959964 * 2 * 0.674490, upper[0], 1e-3, "bounds at the level of training, moved to that asked for");
    }

    [TestMethod]
    public void What_is_held_back_is_counted_by_forecasts_and_fed_back_as_it_was_said()
    {
        using var network = Forecasters.Network(Plain, 1, [[0]], [0, 2]); // twice the last value
        var model = Model(network, guard: Guard(new SimpleMethod(SimpleKind.LastValue, null, null, 0)) with { NetworkWeight = 0.5 });
        var windows = new[] { Window(Plain, [1, 8], name: "guarded"), Window(Plain, [1, 8], name: "free") };
        var made = model.Forecast(windows, 3, 0.95).Forecast;
        // half of 16, 32, 64 and of the last value, 8; beyond 15 a span of 5 is all that is left
        Check([12, 15 + (5 * MathF.Tanh(1)), 15 + (5 * MathF.Tanh(4.2f)), 16, 32, 64], made);
        Assert.AreEqual(1L, model.HeldBack, "one forecast, though two of its steps");
        model.Forecast([Window(Plain, [1, 2], name: "guarded")], 1, 0.95);
        Assert.AreEqual(1L, model.HeldBack, "nothing was held back");
        model.Forecast([Window(Plain, [1, 90], name: "guarded")], 1, 0.95);
        Assert.AreEqual(1L, model.HeldBack, "90 was seen, and widens what may be");
        model.Forecast([Window(Plain, [9, 9], name: "guarded")], 2, 0.95);
        Assert.AreEqual(2L, model.HeldBack, "half of 36 and of 9 in the second step");
    }

    [TestMethod]
    public void A_step_of_which_not_everything_is_known_ahead_has_no_forecast()
    {
        const float nan = float.NaN;
        var windowing = Plain with { Horizon = 2, ExtraScales = [new SeriesScale(0, 1)] };
        using var network = Forecasters.Network(windowing, 1, [[3, 3]]);
        var model = Model(network);
        Check([3 + MathF.Tanh(0.5f), 3 - MathF.Tanh(1)], model.Forecast([Ahead(0.5f, -1)], 2, 0.95).Forecast);
        Check([3 + MathF.Tanh(0.5f)], model.Forecast([Ahead(0.5f)], 1, 0.95).Forecast, "no more is needed");
        Check([nan, nan, 3, 3], model.Forecast([Ahead(0.5f), Ahead(0, 0)], 2, 0.95).Forecast, "and others are not touched by it");
        Check([3, 3, nan, nan], model.Forecast([Ahead(0, 0, 0)], 4, 0.95).Forecast, "those before it were known");

        SeriesWindow Ahead(params float[] known)
        {
            var series = new SeriesHistory("");
            for (var row = 0; row < 2 + known.Length; row++)
                series.Add(new SeriesObservation("", row < 2 ? 1 : nan, null, [row < 2 ? 9 : known[row - 2]], row));
            return new SeriesWindow(new PreparedSeries(series, new SeriesScale(0, 1), windowing, known: 2), 2, 4);
        }
    }

    [TestMethod]
    public void Differences_lead_back_to_values()
    {
        var first = Plain with { Horizon = 2, Differencing = SeriesDifferencing.First };
        using var rising = Forecasters.Network(first, 1, [[1, 3]]);
        Check([11, 13, 14, 16], Model(rising).Forecast([Window(first, [1, 5, 10])], 4, 0.95).Forecast);
        var seasonal = Plain with { Horizon = 2, Differencing = SeriesDifferencing.Seasonal, Period = 3 };
        using var later = Forecasters.Network(seasonal, 1, [[10, 10]]);
        Check([14, 15, 16, 24], Model(later).Forecast([Window(seasonal, [1, 2, 3, 4, 5, 6])], 4, 0.95).Forecast);
    }

    [TestMethod]
    [DataRow(InstanceScaling.None, 1.5f, 3f)]
    [DataRow(InstanceScaling.LastValue, 9.5f, 8f)]
    [DataRow(InstanceScaling.Mean, 7.5f, 6f)]
    [DataRow(InstanceScaling.MeanAndDeviation, 9.0015f, 6f)]
    public void The_level_of_a_window_is_taken_out_and_given_back(InstanceScaling scaling, float said, float nothingSaid)
    {
        var windowing = Plain with { Scaling = scaling };
        using var network = Forecasters.Network(windowing, 1, [[1.5f]]);
        Check([said], Model(network).Forecast([Window(windowing, [4, 8])], 1, 0.95).Forecast);
        using var silent = Forecasters.Network(windowing, 1, [[scaling == InstanceScaling.None ? 3 : 0]]);
        Check([nothingSaid], Model(silent).Forecast([Window(windowing, [4, 8])], 1, 0.95).Forecast);
    }

    [TestMethod]
    public void Forecasting_leaves_no_tensor_behind_however_far()
    {
        using var network = Forecasters.Line();
        var model = Model(network);
        LiveTensors.AreIndependentOfSteps(
            () => model.Forecast([Window(Plain, [1, 2])], 1, 0.95), () => model.Forecast([Window(Plain, [1, 2])], 40, 0.95));
    }

    private static ForecastModel Model(
        RecurrentForecastNetwork network, ForecastDistribution? distribution = null, SeriesGuard? guard = null)
    {
        network.eval();
        return new ForecastModel(
            network, (RecurrentForecastArchitecture)network.Architecture, new ForecastSpread(distribution ?? new PointForecast(), 0.95),
            CPU, guard is null ? new Dictionary<string, SeriesGuard>() : new() { ["guarded"] = guard });
    }

    private static SeriesGuard Guard(SimpleMethod? method) => new(method, 1, 10, 0, 10, 100, false, false, [], []);

    // The values are scaled already.
    private static SeriesWindow Window(SeriesWindowing windowing, double[] scaled, SeriesScale? scale = null, string name = "")
    {
        var own = scale ?? new SeriesScale(0, 1);
        var series = Forecasters.History(name, Array.ConvertAll(scaled, value => (float)own.Back(value)));
        return new SeriesWindow(new PreparedSeries(series, own, windowing), scaled.Length, 60);
    }

    private static void Check(float[] expected, float[] found, string? why = null)
    {
        Assert.HasCount(expected.Length, found, why);
        for (var i = 0; i < expected.Length; i++)
            Assert.IsTrue(
                expected[i].Equals(found[i]) || Math.Abs(expected[i] - found[i]) < 1e-3, $"{i}: {expected[i]} was {found[i]}. {why}");
    }
}

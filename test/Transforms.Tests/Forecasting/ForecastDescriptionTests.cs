using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>What a saved forecaster says of itself is held against itself.</summary>
[TestClass]
public sealed class ForecastDescriptionTests
{
    private static readonly RecurrentForecastDescription Sound = Sane();

    [TestMethod]
    public void A_description_that_fits_together_is_taken() => Sound.Check();

    [TestMethod]
    public void Parts_that_do_not_fit_together_are_told_by_name()
    {
        var stack = Sound.Architecture.Stack;
        Refused(Sound with { Horizon = 0 }, "Horizon is 0");
        Refused(Sound with { Architecture = Sound.Architecture with { WindowSize = 3 } }, "the steps of windows");
        Refused(Sound with { Architecture = Sound.Architecture with { Horizon = 2 } }, "the steps ahead of windows and");
        Refused(Sound with { Architecture = Sound.Architecture with { Stack = stack with { InputSize = 2 } } }, "the numbers of a step");
        Refused(Sound with { Architecture = Sound.Architecture with { FutureNumbers = 1 } }, "the numbers known ahead");
        Refused(Sound with { Architecture = Sound.Architecture with { Members = 0 } }, "Members is 0");
        Refused(Sound with { Architecture = Sound.Architecture with { Answers = 2 } }, "the answers for each step");
        Refused(Sound with { Windowing = Sound.Windowing with { Period = -1 } }, "Period is -1");
        Refused(Sound with { Gaps = Sound.Gaps with { Period = -1 } }, "Period is -1");
        foreach (var level in new[] { -0.1, 1.1, double.NaN })
            Refused(Sound with { Spread = Sound.Spread with { ConfidenceLevel = level } }, "ConfidenceLevel");
        Refused(
            Sound with { Spread = new ForecastSpread(new StudentTForecast { DegreesOfFreedom = 0 }, 0.9) }, "DegreesOfFreedom is 0");
    }

    [TestMethod]
    [DataRow(0, 60)]
    [DataRow(12, 120)]
    [DataRow(365, 600)]
    [DataRow(1000, 1002)]
    public void As_much_is_remembered_as_window_gaps_and_simple_methods_look_back(int period, int kept)
    {
        Assert.AreEqual(kept, (Sound with { Gaps = Sound.Gaps with { Period = period } }).Kept);
        var windowing = Sound.Windowing with { WindowSize = 900, Differencing = SeriesDifferencing.Seasonal, Period = 200 };
        Assert.AreEqual(1100, (Sound with { Windowing = windowing }).Kept, "a window and the season before it");
    }

    [TestMethod]
    public void Only_the_end_of_a_series_is_saved_with_its_scale_and_its_safeguard()
    {
        var series = Forecasters.History("north", [.. Enumerable.Range(0, 100).Select(i => (float)i)]);
        var guard = new SeriesGuard(null, 1, 60, 0, 99, 100, true, false, [], []);
        var saved = Sound.Remembering(
            [series], new Dictionary<string, SeriesScale> { ["north"] = new(3, 4) },
            new Dictionary<string, SeriesGuard> { ["north"] = guard });
        var kept = saved.Series.Single();
        Assert.HasCount(60, kept.Values);
        Assert.AreEqual((40f, 99f, 40L), (kept.Values[0], kept.Values[^1], kept.Rows[0]));
        Assert.AreEqual(new SeriesScale(3, 4), kept.Scale);
        Assert.AreSame(guard, saved.Guards["north"]);
        Assert.AreEqual(60, saved.RestoreState().Find("north", null).Count);
        Assert.IsEmpty(Sound.Guards, "not every series has one");
    }

    [TestMethod]
    public void What_a_forecaster_is_can_be_read_off_it()
    {
        using var network = Forecasters.Line();
        var steps = new SeriesSteps(Frequency.EveryMonths(3), Even: true);
        var windowing = Forecasters.Plain with { Scaling = InstanceScaling.Mean, Transform = new ValueTransform(0.5), Steps = steps };
        using var model = new RecurrentForecastTransformer(
            new Microsoft.ML.MLContext(1),
            Forecasters.Describe(network, [], 7, windowing, gaps: new SeriesGaps(GapHandling.Mask, 2, 12)), network, TorchSharp.torch.CPU);
        Assert.AreEqual((7, 2, InstanceScaling.Mean, 0.5, 12), (
            model.Horizon, model.WindowSize, model.InstanceScaling, model.TransformExponent, model.SeasonalPeriod));
        Assert.AreEqual(Frequency.EveryMonths(3), model.Frequency);
        using var other = Forecasters.Line();
        using var uneven = new RecurrentForecastTransformer(
            new Microsoft.ML.MLContext(1),
            Forecasters.Describe(other, [], 7, windowing with { Steps = steps with { Even = false } }), other, TorchSharp.torch.CPU);
        Assert.AreEqual(Frequency.RowOrder, uneven.Frequency, "readings that come when they come");
    }

    private static void Refused(RecurrentForecastDescription damaged, string said)
    {
        var error = Assert.ThrowsExactly<FormatException>(damaged.Check, said);
        StringAssert.StartsWith(error.Message, "The model's description is damaged: ");
        StringAssert.Contains(error.Message, said);
    }

    private static RecurrentForecastDescription Sane()
    {
        using var network = Forecasters.Line();
        return Forecasters.Describe(network, [Forecasters.Remembered("", 1, 2, 3)]);
    }
}

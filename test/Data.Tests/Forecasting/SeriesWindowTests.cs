using static TorchSharp.torch;

namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class SeriesWindowTests
{
    private static readonly SeriesWindowing Plain = new(
        3, 2, SeriesDifferencing.None, 0, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, Mask: false, 0, [], null);

    [TestMethod]
    public void Every_window_stands_before_the_values_that_follow_it()
    {
        var (training, heldOut) = SeriesWindows.Create([Prepare(Plain, 1, 2, 3, 4, 5, 6)], Plain, CPU);
        using var rows = training!;
        Assert.IsNull(heldOut);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 2, 3, 4 }, rows.Rows.Features.data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 4, 5, 5, 6 }, rows.Rows.Targets.data<float>().ToArray());
    }

    [TestMethod]
    public void Held_out_windows_are_the_latest_and_their_targets_are_never_learned()
    {
        var series = Prepare(Plain, [.. Enumerable.Range(1, 30).Select(i => (float)i)]);
        var (training, heldOut) = SeriesWindows.Create([series], Plain, CPU, heldOut: 0.25);
        using (training)
        using (heldOut)
        {
            Assert.AreEqual(6, heldOut!.RowCount, "a quarter of 26 windows");
            Assert.IsLessThan(heldOut.Range(BatchMember.Targets).Minimum, training!.Range(BatchMember.Targets).Maximum);
        }
    }

    [TestMethod]
    public void A_series_that_is_too_short_gives_no_window()
    {
        var (training, heldOut) = SeriesWindows.Create([Prepare(Plain, 1, 2, 3, 4)], Plain, CPU, 0.5);
        Assert.IsNull(training);
        Assert.IsNull(heldOut);
    }

    [TestMethod]
    [DataRow(InstanceScaling.LastValue, new float[] { -4, -2, 0 })]
    [DataRow(InstanceScaling.Mean, new float[] { -2, 0, 2 })]
    [DataRow(InstanceScaling.MeanAndDeviation, new[] { -1.224f, 0, 1.224f })]
    public void What_is_taken_off_a_window_is_given_back_to_the_answer(InstanceScaling scaling, float[] expected)
    {
        var windowing = Plain with { Scaling = scaling };
        var window = new SeriesWindow(Prepare(windowing, 10, 12, 14, 17, 18), 3);
        var input = Written(window, windowing);
        for (var i = 0; i < 3; i++)
            Assert.AreEqual(expected[i], input[i], 1e-3f);
        Assert.AreEqual(17, window.Back(0, window.Target(0)), 1e-5);
        Assert.AreEqual(18, window.Back(1, window.Target(1)), 1e-5);
    }

    [TestMethod]
    [DataRow(SeriesDifferencing.First, 0, new float[] { 2, 2, 3 }, 3f)]
    [DataRow(SeriesDifferencing.Seasonal, 2, new float[] { 4, 5, 6 }, 5f)]
    public void Changes_are_read_and_answered(SeriesDifferencing differencing, int period, float[] expected, float target)
    {
        var windowing = Plain with { Differencing = differencing, Period = period, Horizon = 1 };
        float[] values = differencing == SeriesDifferencing.First ? [10, 12, 14, 17, 20] : [10, 12, 14, 17, 20, 22];
        var window = new SeriesWindow(Prepare(windowing, values), values.Length - 1);
        CollectionAssert.AreEqual(expected, Written(window, windowing));
        Assert.AreEqual(target, window.Target(0));
        Assert.AreEqual(values[^1], window.Back(0, target), 1e-5);
    }

    [TestMethod]
    public void Appended_values_are_looked_back_on_in_turn()
    {
        var window = new SeriesWindow(Prepare(Plain, 1, 2, 3), 3, appended: 2);
        window.Append([40, 50]);
        Assert.AreEqual(5, window.End);
        CollectionAssert.AreEqual(new float[] { 3, 40, 50 }, Written(window, Plain));
    }

    [TestMethod]
    public void The_mask_tells_what_was_measured_and_a_filled_target_is_none()
    {
        var windowing = Plain with { Mask = true, Horizon = 1 };
        var history = History(1, float.NaN, 3, float.NaN);
        new SeriesGaps(GapHandling.Mask, 2, 0).Fill(history, "Value");
        var window = new SeriesWindow(new PreparedSeries(history, new SeriesScale(0, 1), windowing), 3);
        CollectionAssert.AreEqual(new float[] { 1, 1, 2, 0, 3, 1 }, Written(window, windowing));
        Assert.IsTrue(float.IsNaN(window.Target(0)));
    }

    internal static PreparedSeries Prepare(SeriesWindowing windowing, params float[] values) =>
        new(History(values), new SeriesScale(0, 1), windowing);

    private static SeriesHistory History(params float[] values)
    {
        var series = new SeriesHistory("");
        for (var row = 0; row < values.Length; row++)
            series.Add(new SeriesObservation("", values[row], null, [], row));
        return series;
    }

    private static float[] Written(SeriesWindow window, SeriesWindowing windowing)
    {
        var input = new float[windowing.InputSize];
        Assert.IsTrue(window.Write(input));
        return input;
    }
}

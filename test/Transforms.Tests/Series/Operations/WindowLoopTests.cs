using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Operations;

/// <summary>Windows of mixed series beside a plain loop.</summary>
[TestClass]
public sealed class WindowLoopTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1, 1, 1, false)]
    [DataRow(3, 1, 2, false)]
    [DataRow(3, 4, 3, false)]
    [DataRow(2, 5, 7, true)]
    [DataRow(5, 1, 1, true)]
    [DataRow(4, 3, 2, true)]
    [DataRow(4, 0, 3, false)]
    public void Windows_and_what_follows_are_those_of_a_loop(int length, int horizon, int step, bool open)
    {
        var rows = RandomSeries.Of(3, series: 3, rows: 70);
        using var model = RandomSeries.Step(
            _ml, new SlidingWindows
            {
                Length = length,
                Horizon = horizon,
                Step = step,
                TargetColumnName = horizon > 0 ? "Next" : null,
                KeepOpenWindows = open,
            }, "Pair", 2);
        var made = model.Transform(_ml.View(rows));
        var expected = Expected(rows, length, horizon, step, open);
        Assert.IsGreaterThan(3, expected.Length);
        Cells.AreEqual([.. expected.Select(window => window.Window)], [.. made.GetColumn<float[]>("Out")], 0, "windows");
        if (horizon > 0)
            Cells.AreEqual([.. expected.Select(window => window.Next)], [.. made.GetColumn<float[]>("Next")], 0, "targets");
        CollectionAssert.AreEqual(
            expected.Select(window => window.Last.Time).ToArray(), made.GetColumn<DateTime>("Time").ToArray(),
            "a window stands in the row that it ends with");
        Assert.AreEqual(expected.Length, Cells.Count(made));
    }

    [TestMethod]
    [DataRow(1, false, new int[0])]
    [DataRow(2, false, new[] { 2 })]
    [DataRow(1, true, new[] { 1, 2 })]
    [DataRow(3, true, new[] { 3, 2 })]
    public void A_target_of_one_number_is_a_number_and_others_have_their_dimensions(int horizon, bool isVector, int[] dimensions)
    {
        using var model = RandomSeries.Step(
            _ml, new SlidingWindows { Length = 4, Horizon = horizon, TargetColumnName = "Next" }, isVector ? "Pair" : "Value",
            isVector ? 2 : 1);
        var schema = model.GetOutputSchema(_ml.View([]).Schema);
        var type = schema["Next"].Type;
        CollectionAssert.AreEqual(dimensions, type is VectorDataViewType vector ? vector.Dimensions.ToArray() : []);
        CollectionAssert.AreEqual(
            isVector ? new[] { 4, 2 } : [4], ((VectorDataViewType)schema["Out"].Type).Dimensions.ToArray());
    }

    [TestMethod]
    public void A_missing_number_lies_in_every_window_that_holds_its_row()
    {
        var data = _ml.View(Reading.Of("", 1, float.NaN, 3, 4, 5));
        var windows = new SlidingWindows { Length = 2, TargetColumnName = "Next" };
        var made = _ml.Transforms.SlidingWindows("Window", "Value", windows).Fit(data).Transform(data);
        Cells.AreEqual([[1, float.NaN], [float.NaN, 3], [3, 4]], [.. made.GetColumn<float[]>("Window")], 0, "windows");
        Cells.AreEqual([[3, 4, 5]], [made.GetColumn<float>("Next").ToArray()], 0, "targets");
    }

    [TestMethod]
    public void Rows_that_end_no_window_are_left_out_though_only_a_column_that_passes_is_read()
    {
        using var model = RandomSeries.Step(
            _ml, new SlidingWindows { Length = 3, Horizon = 1, Step = 2, TargetColumnName = "Next" }, "Value", 1, series: null);
        var made = model.Transform(_ml.View(Reading.Of("a", 1, 2, 3, 4, 5, 6, 7)));
        CollectionAssert.AreEqual(new float[] { 3, 5 }, made.GetColumn<float>("Value").ToArray());
        CollectionAssert.AreEqual(new[] { "a", "a" }, made.GetColumn<string>("Machine").ToArray());
        Assert.IsFalse(made.CanShuffle, "their order is what windows are made of");
    }

    [TestMethod]
    public void A_window_of_every_row_of_a_series_comes_out_once()
    {
        using var model = RandomSeries.Step(
            _ml, new SlidingWindows { Length = 4, Horizon = 0, Step = 1_000_000 }, "Value", 1, series: null);
        var data = _ml.View(Reading.Of("a", 1, 2, 3, 4, 5, 6));
        Cells.AreEqual([[1, 2, 3, 4]], model.Vectors(data, "Out"), 0, "windows");
    }

    private static (float[] Window, float[] Next, Reading Last)[] Expected(
        Reading[] rows, int length, int horizon, int step, bool open)
    {
        var found = new List<(float[] Window, float[] Next, Reading Last)>();
        foreach (var series in rows.GroupBy(row => row.Machine).Select(series => series.ToArray()))
            for (var start = 0; start + length <= series.Length; start += step)
                if (open || start + length + horizon <= series.Length)
                    found.Add((
                        [.. series[start..(start + length)].SelectMany(row => row.Pair)],
                        [.. Enumerable.Range(start + length, horizon)
                            .SelectMany(i => i < series.Length ? series[i].Pair : [float.NaN, float.NaN])],
                        series[start + length - 1]));
        return [.. found.OrderBy(window => window.Last.Time)];
    }
}

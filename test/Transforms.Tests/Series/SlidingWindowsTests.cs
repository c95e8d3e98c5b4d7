using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series;

/// <summary>Windows, and what follows them.</summary>
[TestClass]
public sealed class SlidingWindowsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_window_stands_in_the_row_it_ends_with_and_steps_leave_out_others()
    {
        var data = _ml.View(Reading.Of("a", 1, 2, 3, 4, 5, 6, 7, 8));
        var model = _ml.Transforms.SlidingWindows("Window", "Next", "Value", length: 3, horizon: 2, step: 2).Fit(data);
        var windows = model.Transform(data);
        Cells.AreEqual([[1, 2, 3], [3, 4, 5]], [.. windows.GetColumn<float[]>("Window")], 0, "windows");
        Cells.AreEqual([[4, 5], [6, 7]], [.. windows.GetColumn<float[]>("Next")], 0, "targets");
        CollectionAssert.AreEqual(new float[] { 3, 5 }, windows.GetColumn<float>("Value").ToArray());
        Assert.IsNull(windows.GetRowCount());
        Assert.AreEqual(2, Cells.Count(windows), "rows are left out, whatever columns are asked for");
        using var cursor = windows.GetRowCursor([]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(0, cursor.Position);
    }

    [TestMethod]
    public void Windows_of_mixed_series_are_of_one_series_each_and_of_vectors_in_two_dimensions()
    {
        var data = _ml.View(Reading.Mixed(Reading.Of("a", 1, 2, 3), Reading.Of("b", 4, 5, 6)));
        var model = _ml.Transforms.SlidingWindows("Window", "Next", "Pair", 2, seriesColumnName: "Machine").Fit(data);
        var windows = model.Transform(data);
        Cells.AreEqual([[1, -1, 2, -2], [4, -4, 5, -5]], [.. windows.GetColumn<float[]>("Window")], 0, "windows");
        Cells.AreEqual([[3, -3], [6, -6]], [.. windows.GetColumn<float[]>("Next")], 0, "targets");
        CollectionAssert.AreEqual(new[] { 2, 2 }, ((VectorDataViewType)windows.Schema["Window"].Type).Dimensions.ToArray());
    }

    [TestMethod]
    public void Windows_that_a_forecast_is_wanted_for_are_kept_with_NaN_where_nothing_is_known()
    {
        var data = _ml.View(Reading.Of("a", 1, 2, 3, 4));
        var windows = new SlidingWindows { Length = 2, Horizon = 2, TargetColumnName = "Next", KeepOpenWindows = true };
        var kept = _ml.Transforms.SlidingWindows("Window", "Value", windows).Vectors(data, "Next");
        Cells.AreEqual([[3, 4], [4, float.NaN], [float.NaN, float.NaN]], kept, 0, "targets");
        var without = new SlidingWindows { Length = 2, Horizon = 0 };
        Cells.AreEqual([[1, 2], [2, 3], [3, 4]], _ml.Transforms.SlidingWindows("Window", "Value", without).Vectors(data, "Window"), 0, "");
    }

    [TestMethod]
    public void A_series_shorter_than_a_window_has_none()
    {
        var data = _ml.View(Reading.Of("a", 1, 2, 3));
        Assert.IsEmpty(_ml.Transforms.SlidingWindows("Window", "Next", "Value", length: 3).Vectors(data, "Window"));
    }
}

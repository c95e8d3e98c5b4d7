using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series;

/// <summary>What becomes of missing values.</summary>
[TestClass]
public sealed class GapFillingTests
{
    private const float No = float.NaN;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_gap_between_two_values_lies_on_their_line_and_is_marked()
    {
        var data = _ml.View(Reading.Of("a", 1, No, No, 4, No, 8));
        var model = _ml.Transforms.FillGaps("Filled", "Value", new GapFilling { MarkColumnName = "Marks" }).Fit(data);
        var filled = model.Transform(data);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 6, 8 }, filled.GetColumn<float>("Filled").ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 1, 1, 0, 1, 0 }, filled.GetColumn<float>("Marks").ToArray());
    }

    [TestMethod]
    public void With_times_the_line_is_drawn_by_time()
    {
        var rows = Reading.Of("a", 0, No, 10);
        rows[1].Time = rows[0].Time.AddMinutes(1);
        rows[2].Time = rows[0].Time.AddMinutes(10);
        var filled = _ml.Transforms.FillGaps("Value", timeColumnName: "Time").Column(_ml.View(rows), "Value");
        CollectionAssert.AreEqual(new float[] { 0, 1, 10 }, filled);
    }

    [TestMethod]
    public void A_gap_that_is_longer_than_the_limit_or_has_one_side_only_stays()
    {
        var values = new[] { No, 1, No, No, No, 5, No, 7, No };
        var filled = _ml.Transforms.FillGaps("Filled", "Value", new GapFilling { Limit = 2 })
            .Column(_ml.View(Reading.Of("a", values)), "Filled");
        Cells.AreEqual([[No, 1, No, No, No, 5, 6, 7, No]], [filled], 0, "filled");
    }

    [TestMethod]
    public void The_value_before_is_taken_for_as_many_rows_as_the_limit_says()
    {
        var filled = _ml.Transforms.FillGaps("Filled", "Value", new GapFilling { Method = GapFillMethod.Previous, Limit = 2 })
            .Column(_ml.View(Reading.Of("a", No, 1, No, No, No, 5)), "Filled");
        Cells.AreEqual([[No, 1, 1, 1, No, 5]], [filled], 0, "filled");
    }

    [TestMethod]
    public void The_value_of_a_season_before_is_taken_though_that_was_filled_too()
    {
        var filled = _ml.Transforms.FillGaps("Filled", "Value", new GapFilling { Method = GapFillMethod.Seasonal, Period = 3 })
            .Column(_ml.View(Reading.Of("a", 1, 2, 3, 4, No, 6, No, No, 9)), "Filled");
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 2, 6, 4, 2, 9 }, filled);
    }

    [TestMethod]
    public void Slots_of_a_vector_and_mixed_series_are_filled_each_by_themselves()
    {
        var (a, b) = (Reading.Of("a", 1, No, 3, 4), Reading.Of("b", 10, 20, No, 40));
        a[1].Pair = [No, 7];
        a[2].Pair = [3, No];
        b[2].Pair = [No, No];
        var data = _ml.View(Reading.Mixed(a, b));
        var filled = _ml.Transforms.FillGaps("Pair", seriesColumnName: "Machine").Vectors(data, "Pair");
        Cells.AreEqual([[1, -1], [10, -10], [2, 7], [20, -20], [3, 1.5f], [30, -30], [4, -4], [40, -40]], filled, 1e-6, "filled");
    }

    [TestMethod]
    public void Rows_come_out_as_soon_as_their_gaps_are_closed()
    {
        var taken = 0;
        var endless = _ml.Data.LoadFromEnumerable(Endless());
        var model = _ml.Transforms.FillGaps("Value").Fit(_ml.View(Reading.Of("a", 1, 2)));
        using var cursor = model.Transform(endless).GetRowCursor([model.GetOutputSchema(endless.Schema)["Value"]]);
        for (var i = 0; i < 100; i++)
            Assert.IsTrue(cursor.MoveNext());
        Assert.IsLessThan(300, taken, "rows that were read for 100");

        IEnumerable<Reading> Endless()
        {
            while (true)
                yield return new Reading { Value = taken++ % 3 == 1 ? No : taken };
        }
    }

    [TestMethod]
    public void A_sensor_without_any_value_is_said_by_slot_and_series()
    {
        var rows = Reading.Mixed(Reading.Of("a", 1, 2), Reading.Of("b", 3, 4));
        foreach (var row in rows.Where(row => row.Machine == "b"))
            row.Pair = [1, No];
        var said = new List<string>();
        _ml.Log += (_, e) => said.Add(e.Message);
        var model = _ml.Transforms.FillGaps("Pair", seriesColumnName: "Machine").Fit(_ml.View(rows));
        Assert.HasCount(1, model.Remarks);
        StringAssert.StartsWith(model.Remarks[0], "Column 'Pair', slot 1, of series 'b' is missing in every row");
        Assert.IsTrue(said.Any(message => message.Contains(model.Remarks[0], StringComparison.Ordinal)), "it is a warning of the log");
    }

    [TestMethod]
    public void Time_that_goes_backwards_is_an_error_and_so_are_two_rows_at_one_time()
    {
        var rows = Reading.Of("a", 1, 2, 3);
        rows[2].Time = rows[1].Time;
        StringAssert.Contains(Error(), "is 2026-01-01 00:01:00 twice of series 'a', again in row 2 (counted from 0)");
        rows[2].Time = rows[0].Time;
        StringAssert.Contains(Error(), "goes backwards of series 'a', from 2026-01-01 00:01:00 to 2026-01-01 00:00:00 in row 2");

        string Error()
        {
            var model = _ml.Transforms.FillGaps("Value", seriesColumnName: "Machine", timeColumnName: "Time").Fit(_ml.View(rows));
            return Assert.ThrowsExactly<InvalidOperationException>(
                () => model.Transform(_ml.View(rows)).GetColumn<float>("Value").Count()).Message;
        }
    }
}

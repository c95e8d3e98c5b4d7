using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Series.Operations;

/// <summary>Gaps drawn by chance, filled beside plain loops.</summary>
[TestClass]
public sealed class GapLoopTests
{
    private const float No = float.NaN;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1, 3)]
    [DataRow(2, 1)]
    [DataRow(3, 1_000_000)]
    public void Lines_are_those_of_a_loop_over_each_series_and_slot(int seed, int limit)
    {
        var rows = RandomSeries.Of(seed, series: 3, rows: 120, missing: 0.45);
        var filled = Filled(rows, new GapFilling { Limit = limit, MarkColumnName = "Marks" });
        var expected = RandomSeries.BySeries(rows, series => ByLine(series, limit));
        Cells.AreEqual([.. expected.Select(row => row.Values)], filled.Values, 1e-4, "filled");
        Cells.AreEqual([.. expected.Select(row => row.Marks)], filled.Marks, 0, "marks");
        Assert.IsTrue(expected.Any(row => row.Marks.Contains(1)), "something was filled");
    }

    [TestMethod]
    [DataRow(GapFillMethod.Previous, null, 2)]
    [DataRow(GapFillMethod.Previous, null, 1_000_000)]
    [DataRow(GapFillMethod.Seasonal, 4, 2)]
    [DataRow(GapFillMethod.Seasonal, 1, 3)]
    [DataRow(GapFillMethod.Seasonal, 7, 1_000_000)]
    public void What_was_before_is_taken_as_a_loop_takes_it(GapFillMethod method, int? period, int limit)
    {
        var rows = RandomSeries.Of(5, series: 2, rows: 150, missing: 0.4);
        var filled = Filled(
            rows, new GapFilling { Method = method, Period = period, Limit = limit, MarkColumnName = "Marks" });
        var expected = RandomSeries.BySeries(rows, series => FromPast(series, period ?? 1, limit));
        Cells.AreEqual([.. expected.Select(row => row.Values)], filled.Values, 0, "filled");
        Cells.AreEqual([.. expected.Select(row => row.Marks)], filled.Marks, 0, "marks");
    }

    [TestMethod]
    [DataRow(2, new[] { 1, No, No, No, 5, 6, 7 })]
    [DataRow(3, new float[] { 1, 2, 3, 4, 5, 6, 7 })]
    public void A_gap_of_as_many_rows_as_the_limit_is_filled_whole_and_a_longer_one_not_at_all(int limit, float[] expected)
    {
        var data = _ml.View(Reading.Of("", 1, No, No, No, 5, No, 7));
        var filled = _ml.Transforms.FillGaps("Out", "Value", new GapFilling { Limit = limit }).Column(data, "Out");
        Cells.AreEqual([expected], [filled], 1e-6, "filled");
    }

    [TestMethod]
    public void Rows_of_a_gap_that_is_too_long_come_out_before_it_ends()
    {
        var taken = 0;
        var endless = _ml.Data.LoadFromEnumerable(Endless());
        using var model = RandomSeries.Step(_ml, new GapFilling { Limit = 5 }, "Value", 1, series: null);
        using var cursor = model.Transform(endless).GetRowCursor([model.GetOutputSchema(endless.Schema)["Out"]]);
        for (var i = 0; i < 50; i++)
            Assert.IsTrue(cursor.MoveNext());
        Assert.IsLessThan(120, taken, "rows that both cursors read for 50 of a gap without end");

        IEnumerable<Reading> Endless()
        {
            while (true)
                yield return new Reading { Value = taken++ == 0 ? 1 : No };
        }
    }

    [TestMethod]
    public void Times_with_an_offset_draw_the_line_by_the_time_that_has_passed()
    {
        // 01:00+02:00, 02:00+02:00 and 02:00+01:00 lie an hour apart each, whatever the clock on the wall shows.
        var start = new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.FromHours(2));
        Instant[] rows =
        [
            new() { Time = start, Value = 10 }, new() { Time = start.AddHours(1), Value = No },
            new() { Time = start.AddHours(2).ToOffset(TimeSpan.FromHours(1)), Value = No },
            new() { Time = start.AddHours(4).ToOffset(TimeSpan.FromHours(1)), Value = 30 },
        ];
        var filled = _ml.Transforms.FillGaps("Value", timeColumnName: "Time").Column(_ml.Data.LoadFromEnumerable(rows), "Value");
        Cells.AreEqual([[10, 15, 20, 30]], [filled], 1e-5, "filled");
    }

    [TestMethod]
    public void Whole_numbers_and_flags_of_any_type_have_no_gap_and_pass_as_they_are()
    {
        Whole[] rows = [new() { Count = 3, Long = -9 }, new() { Count = 250, Long = 12 }];
        var data = _ml.Data.LoadFromEnumerable(rows);
        Cells.AreEqual([[3, 250]], [_ml.Transforms.FillGaps("Out", "Count").Column(data, "Out")], 0, "bytes");
        Cells.AreEqual([[-9, 12]], [_ml.Transforms.FillGaps("Out", "Long").Column(data, "Out")], 0, "whole numbers");
    }

    private (float[][] Values, float[][] Marks) Filled(Reading[] rows, GapFilling options)
    {
        using var model = RandomSeries.Step(_ml, options, "Pair", 2);
        var data = _ml.View(rows);
        return (model.Vectors(data, "Out"), model.Vectors(data, "Marks"));
    }

    private static (float[] Values, float[] Marks)[] ByLine(Reading[] series, int limit)
    {
        var answers = Answers(series);
        for (var slot = 0; slot < 2; slot++)
            for (var i = 0; i < series.Length; i++)
            {
                if (!float.IsNaN(series[i].Pair[slot]))
                    continue;
                var (left, right) = (i - 1, i + 1);
                while (left >= 0 && float.IsNaN(series[left].Pair[slot]))
                    left--;
                while (right < series.Length && float.IsNaN(series[right].Pair[slot]))
                    right++;
                if (left < 0 || right == series.Length || right - left - 1 > limit)
                    continue;
                var (from, to) = ((double)series[left].Pair[slot], (double)series[right].Pair[slot]);
                answers[i].Values[slot] = (float)(from + ((to - from) * (i - left) / (right - left)));
                answers[i].Marks[slot] = 1;
            }
        return answers;
    }

    private static (float[] Values, float[] Marks)[] FromPast(Reading[] series, int period, int limit)
    {
        var answers = Answers(series);
        for (var slot = 0; slot < 2; slot++)
        {
            var missing = 0;
            for (var i = 0; i < series.Length; i++)
            {
                missing = float.IsNaN(series[i].Pair[slot]) ? missing + 1 : 0;
                if (missing == 0 || missing > limit)
                    continue;
                // the latest row a whole number of seasons before that had a value
                for (var before = i - period; before >= 0; before -= period)
                    if (!float.IsNaN(series[before].Pair[slot]))
                    {
                        answers[i].Values[slot] = series[before].Pair[slot];
                        answers[i].Marks[slot] = 1;
                        break;
                    }
            }
        }
        return answers;
    }

    private static (float[] Values, float[] Marks)[] Answers(Reading[] series) =>
        [.. series.Select(row => (row.Pair.ToArray(), new float[2]))];

    private sealed class Instant
    {
        public DateTimeOffset Time { get; set; }

        public float Value { get; set; }
    }

    private sealed class Whole
    {
        public byte Count { get; set; }

        public long Long { get; set; }
    }
}

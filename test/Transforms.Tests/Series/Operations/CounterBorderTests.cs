using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Operations;

/// <summary>Counters at the edges of where they wrap around.</summary>
[TestClass]
public sealed class CounterBorderTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Bits => [[15], [16], [31], [32], [63], [64]];

    [TestMethod]
    [DynamicData(nameof(Bits))]
    public void A_counter_of_any_width_wraps_where_its_bits_end(int bits)
    {
        var border = Math.Pow(2, bits);
        var near = Math.Pow(2, bits - 8);
        Assert.AreEqual((2 * near, 2), new CounterDifferences().Growth(border - near, near));
        Assert.AreEqual((near, 2), new CounterDifferences().Growth(border - near, 0), "0 follows the largest number");
        Assert.AreEqual((near, 0), new CounterDifferences().Growth(border - (2 * near), border - near), "it rises as before");
    }

    [TestMethod]
    [DataRow(900, 100, 200, 2)]
    [DataRow(900, 101, 101, 1)]
    [DataRow(899, 100, 100, 1)]
    [DataRow(1000, 5, 5, 1)]
    [DataRow(1200, 5, 5, 1)]
    [DataRow(950, 950, 0, 0)]
    [DataRow(950, 951, 1, 0)]
    public void A_fall_is_a_wrap_around_from_the_last_tenth_to_the_first_and_a_reset_elsewhere(
        double before, double now, double growth, int fall) =>
        Assert.AreEqual((growth, fall), new CounterDifferences { WrapsAt = 1000 }.Growth(before, now));

    [TestMethod]
    public void The_first_width_above_the_value_before_is_taken_and_past_all_of_them_a_fall_is_a_reset()
    {
        var free = new CounterDifferences();
        Assert.AreEqual((32_768.0 - 32_000 + 10, 2), free.Growth(32_000, 10));
        Assert.AreEqual((10.0, 1), free.Growth(32_768, 10), "half of 16 bits is no end");
        Assert.AreEqual((10.0, 1), free.Growth(1e30, 10));
    }

    [TestMethod]
    public void Slots_have_falls_of_their_own_and_marks_beside_them()
    {
        float[][] pairs = [[32_760, 10], [5, 20], [6, 3], [float.NaN, 4]];
        var rows = Reading.Of("", 0, 0, 0, 0);
        for (var i = 0; i < rows.Length; i++)
            rows[i].Pair = pairs[i];
        using var model = RandomSeries.Step(_ml, new CounterDifferences { BreakColumnName = "Breaks", Initial = 0 }, "Pair", 2);
        var data = _ml.View(rows);
        Cells.AreEqual([[0, 0], [13, 10], [1, 3], [float.NaN, 1]], model.Vectors(data, "Out"), 0, "growth");
        Cells.AreEqual([[0, 0], [2, 0], [0, 1], [0, 0]], model.Vectors(data, "Breaks"), 0, "breaks");
    }

    [TestMethod]
    public void Growth_over_a_gap_is_shared_by_its_rows_each_series_by_itself()
    {
        var rows = RandomSeries.Of(4, series: 3, rows: 80, missing: 0.4);
        foreach (var row in rows)
            row.Pair = [.. row.Pair.Select(Math.Abs)];
        using var model = RandomSeries.Step(_ml, new CounterDifferences { WrapsAt = 0, Initial = -1 }, "Pair", 2);
        var expected = RandomSeries.BySeries(rows, series => series.Select((row, i) =>
            new[] { Rate(series, i, 0), Rate(series, i, 1) }));
        Cells.AreEqual(expected, model.Vectors(_ml.View(rows), "Out"), 1e-5, "rates");

        static float Rate(Reading[] series, int row, int slot)
        {
            var now = series[row].Pair[slot];
            if (float.IsNaN(now))
                return float.NaN;
            for (var before = row - 1; before >= 0; before--)
                if (series[before].Pair[slot] is var last && !float.IsNaN(last))
                    return (now >= last ? now - last : now) / (row - before); // never wraps: a fall is a reset
            return -1;
        }
    }

    [TestMethod]
    public void Large_counters_read_as_double_or_as_whole_numbers_lose_nothing()
    {
        Large[] rows = [new(9_000_000_000, 4_000_000_000), new(9_000_000_007, 4_000_000_003), new(9_000_000_010, 2)];
        var data = _ml.Data.LoadFromEnumerable(rows);
        Cells.AreEqual([[7, 3]], [Growth("Long")[1..]], 0, "whole numbers of 64 bits");
        Cells.AreEqual([[3, (float)(Math.Pow(2, 32) - 4_000_000_003 + 2)]], [Growth("Unsigned")[1..]], 0, "of 32 bits, which wrap");

        float[] Growth(string column) => _ml.Transforms.DifferenceCounters("Out", column).Column(data, "Out");
    }

    [TestMethod]
    public void A_rate_for_a_length_of_time_is_that_of_the_time_that_has_passed()
    {
        var rows = Reading.Of("", 10, 40, 40, 100);
        for (var i = 0; i < rows.Length; i++)
            rows[i].Time = rows[0].Time.AddSeconds(new[] { 0, 0.5, 90, 120 }[i]);
        var rates = _ml.Transforms.DifferenceCounters(
            "Rate", "Value", new CounterDifferences { Per = TimeSpan.FromMinutes(1), Initial = 0 }, timeColumnName: "Time")
            .Column(_ml.View(rows), "Rate");
        Cells.AreEqual([[0, 3600, 0, 120]], [rates], 1e-3, "growth for a minute");
    }

    [TestMethod]
    public void Numbers_that_no_counter_can_have_are_refused_by_slot_series_and_row()
    {
        var rows = Reading.Mixed(Reading.Of("a", 1, 2), Reading.Of("b", 3, -4));
        rows[3].Pair = [5, -4];
        using var model = RandomSeries.Step(_ml, new CounterDifferences(), "Pair", 2);
        rows[0].Pair = rows[1].Pair = rows[2].Pair = [0, 0];
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => model.Vectors(_ml.View(rows), "Out"));
        StringAssert.Contains(error.Message, "Column 'Pair', slot 1, of series 'b' is -4 in row 3 (counted from 0)");
    }

    [TestMethod]
    public void Options_past_their_limits_are_told_by_name_value_and_range()
    {
        Told(new CounterDifferences { Per = TimeSpan.Zero }, "Part.Per is 00:00:00; above 0, or null for the growth for a row");
        Told(new CounterDifferences { WrapsAt = -1 }, "Part.WrapsAt is -1; at least 0 and finite, or null to be found");
        Told(new CounterDifferences { WrapsAt = double.PositiveInfinity }, "Part.WrapsAt is Infinity");
        Told(new CounterDifferences { Initial = double.NegativeInfinity }, "Part.Initial is -Infinity; a finite number or NaN");
        Told(new CounterDifferences { BreakColumnName = "" }, "Part.BreakColumnName is \"\"; a name, or null for no such column");
        Told(new SeriesLag { By = 1_000_001 }, "Part.By is 1000001; in [1, 1000000]");
        Told(new SeriesLag { Initial = double.PositiveInfinity }, "Part.Initial is Infinity; a finite number or NaN");
        Told(new GapFilling { Limit = 0 }, "Part.Limit is 0; in [1, 1000000]");
        Told(new GapFilling { Method = (GapFillMethod)7 }, "Part.Method is 7; one of");
        Told(new GapFilling { Method = GapFillMethod.Seasonal }, "Part.Period is ; given for Seasonal");
        Told(new GapFilling { Period = 3 }, "Part.Period is 3; null for Linear");
        Told(new GapFilling { Method = GapFillMethod.Seasonal, Period = 0 }, "Part.Period is 0; in [1, 1000000]");
        Told(new RollingStatistics { Length = 0 }, "Part.Length is 0; in [1, 1000000]");
        Told(new RollingStatistics { Length = 3, MinimumCount = 4 }, "Part.MinimumCount is 4; in [1, 3]");
        Told(new RollingStatistics { Statistics = [] }, "Part.Statistics is []; a list of at least one of Mean");
        Told(
            new RollingStatistics { Statistics = [RollingStatistic.Mean, RollingStatistic.Mean] },
            "Part.Statistics is [Mean, Mean]; a list of at least one");
        Told(new SlidingWindows { TargetColumnName = null }, "Part.TargetColumnName is ; given for a horizon");
        Told(new SlidingWindows { Horizon = 0, TargetColumnName = "Next" }, "Part.TargetColumnName is Next; null for a horizon of 0");
        Told(new SlidingWindows { TargetColumnName = "Next", Step = 0 }, "Part.Step is 0; in [1, 1000000]");
        Told(new FaultsAhead { Horizon = 0 }, "Part.Horizon is 0; in [1, 1000000]");
        Told(new RemainingLife { Limit = 1_000_001 }, "Part.Limit is 1000001; in [1, 1000000]");
        Told(new SeriesScaling { Method = (SeriesScalingMethod)3 }, "Part.Method is 3; one of MinMax, Standard, Robust");

        static void Told(SeriesOperation operation, string said)
        {
            var faults = new List<string>();
            operation.Validate(new PartFaults("Part", (name, value, requirement) =>
                faults.Add(FormattableString.Invariant($"{name} is {value}; {requirement}"))));
            StringAssert.StartsWith(faults.Single(), said);
        }
    }

    private sealed class Large(long number, uint unsigned)
    {
        public Large()
            : this(0, 0)
        {
        }

        public long Long { get; set; } = number;

        public uint Unsigned { get; set; } = unsigned;
    }
}

using DeepML.Transforms.Tests.Series.Operations;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Aligning;

/// <summary>Rows at any time brought onto clocks, beside a plain loop.</summary>
[TestClass]
public sealed class AlignLoopTests
{
    private static readonly DateTime Start = new(2026, 3, 1);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(SeriesAggregate.Mean, 7)]
    [DataRow(SeriesAggregate.Last, 10)]
    [DataRow(SeriesAggregate.Minimum, 3)]
    [DataRow(SeriesAggregate.Maximum, 60)]
    [DataRow(SeriesAggregate.Count, 1)]
    public void Steps_of_each_series_are_those_of_a_loop(SeriesAggregate aggregate, int seconds)
    {
        var rows = RandomSeries.Of(21, series: 3, rows: 80, missing: 0.2);
        var random = new Random(4);
        foreach (var row in rows)
            row.Time = Start.AddSeconds(random.Next(200));
        var clock = Clocks.Of(TimeSpan.FromSeconds(seconds), aggregate) with { Series = "Machine" };
        using var model = Clocks.Of(_ml, clock);
        var made = model.Transform(_ml.View(rows));
        var expected = Expected(rows, seconds, aggregate);
        CollectionAssert.AreEqual(expected.Select(row => row.Machine).ToArray(), made.GetColumn<string>("Machine").ToArray());
        CollectionAssert.AreEqual(expected.Select(row => row.Time).ToArray(), made.GetColumn<DateTime>("Time").ToArray());
        Cells.AreEqual(
            [[.. expected.Select(row => row.Value)]], [made.GetColumn<float>("Value").ToArray()], 1e-4, "values");
    }

    [TestMethod]
    public void Rows_in_order_give_the_same_steps_whether_they_are_sorted_or_not()
    {
        var rows = RandomSeries.Of(22, series: 3, rows: 90, missing: 0.1);
        var clock = Clocks.Of(TimeSpan.FromSeconds(7)) with { Series = "Machine" };
        var (sorted, streamed) = (Steps(clock), Steps(clock with { Order = RowOrder.Refuse }));
        Assert.HasCount(sorted.Length, streamed);
        CollectionAssert.AreEquivalent(sorted, streamed, "they come out in another order only");

        (string, DateTime, float)[] Steps(AlignDescription description)
        {
            using var model = Clocks.Of(_ml, description);
            var made = model.Transform(_ml.View(rows));
            return [.. _ml.Data.CreateEnumerable<Reading3>(made, reuseRowObject: false).Select(row => (row.Machine, row.Time, row.Value))];
        }
    }

    [TestMethod]
    public void A_time_at_the_end_of_a_step_belongs_to_the_next()
    {
        var rows = Reading.Of("", 1, 2, 4);
        rows[0].Time = Start;
        rows[1].Time = Start.AddMinutes(1).AddTicks(-1);
        rows[2].Time = Start.AddMinutes(1);
        using var model = Clocks.Of(_ml, Clocks.Of(TimeSpan.FromMinutes(1)));
        Cells.AreEqual([[1.5f, 4]], [model.Transform(_ml.View(rows)).GetColumn<float>("Value").ToArray()], 0, "means");
    }

    [TestMethod]
    [DataRow(RowOrder.Sort)]
    [DataRow(RowOrder.Refuse)]
    public void As_many_absent_steps_as_are_allowed_are_made_and_one_more_is_refused(RowOrder order)
    {
        var clock = Clocks.Of(TimeSpan.FromSeconds(10)) with { Order = order, MaximumGap = 4 };
        using var model = Clocks.Of(_ml, clock);
        Assert.AreEqual(6, Rows(59));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Rows(60));
        StringAssert.Contains(error.Message, "5 steps without a row, of at most 4 (MaximumGap)");
        using var none = Clocks.Of(_ml, clock with { MaximumGap = 0 });
        Assert.AreEqual(2, none.Transform(Two(19)).GetColumn<float>("Value").Count());
        Assert.ThrowsExactly<InvalidOperationException>(() => none.Transform(Two(20)).GetColumn<float>("Value").Count());

        int Rows(int seconds) => model.Transform(Two(seconds)).GetColumn<float>("Value").Count();

        IDataView Two(int seconds)
        {
            var rows = Reading.Of("", 1, 2);
            (rows[0].Time, rows[1].Time) = (Start, Start.AddSeconds(seconds));
            return _ml.View(rows);
        }
    }

    [TestMethod]
    public void Faults_of_a_series_name_it_and_other_series_do_not_count()
    {
        var rows = Reading.Mixed(Reading.Of("a", 1, 2), Reading.Of("b", 3, 4));
        rows[3].Time = rows[1].Time; // b comes twice at one time; a has the same times
        using var twice = Clocks.Of(
            _ml, Clocks.Of(TimeSpan.FromSeconds(10)) with { Series = "Machine", Twice = EqualTimes.Refuse });
        StringAssert.Contains(Error(twice), "is 2026-01-01 00:00:00 twice of series 'b', again in row 3");
        rows[3].Time = rows[1].Time.AddMinutes(-5);
        using var ordered = Clocks.Of(
            _ml, Clocks.Of(TimeSpan.FromSeconds(10)) with { Series = "Machine", Order = RowOrder.Refuse });
        StringAssert.Contains(Error(ordered), "goes backwards of series 'b'");

        string Error(AlignSeriesTransformer model) => Assert.ThrowsExactly<InvalidOperationException>(
            () => model.Transform(_ml.View(rows)).GetColumn<float>("Value").Count()).Message;
    }

    [TestMethod]
    public void Rows_within_a_step_may_come_in_any_order_only_if_their_times_rise()
    {
        var rows = Reading.Of("", 1, 2, 3);
        (rows[0].Time, rows[1].Time, rows[2].Time) = (Start.AddSeconds(5), Start.AddSeconds(5), Start.AddSeconds(9));
        using var model = Clocks.Of(
            _ml, Clocks.Of(TimeSpan.FromMinutes(1), SeriesAggregate.Last) with { Order = RowOrder.Refuse });
        Assert.AreEqual(3, model.Transform(_ml.View(rows)).GetColumn<float>("Value").Single(), "equal times are no step back");
        rows[2].Time = Start.AddSeconds(4);
        Assert.ThrowsExactly<InvalidOperationException>(() => model.Transform(_ml.View(rows)).GetColumn<float>("Value").Count());
    }

    [TestMethod]
    public void Flags_counts_and_wide_numbers_come_out_in_types_of_their_own()
    {
        var rows = Reading.Of("", 1, 2, 3, 4);
        for (var i = 0; i < rows.Length; i++)
            (rows[i].Time, rows[i].Counter, rows[i].Fault) = (Start.AddSeconds(20 * i), 16_777_217 + i, i == 1);
        var clock = Clocks.Of(TimeSpan.FromMinutes(1)) with
        {
            Columns =
            [
                new("Counter", SeriesAggregate.Maximum, AlignedKind.Double), new("Fault", SeriesAggregate.Mean, AlignedKind.Single),
                new("Value", SeriesAggregate.Count, AlignedKind.Single),
            ],
        };
        using var model = Clocks.Of(_ml, clock);
        var made = model.Transform(_ml.View(rows));
        CollectionAssert.AreEqual(new double[] { 16_777_219, 16_777_220 }, made.GetColumn<double>("Counter").ToArray());
        Cells.AreEqual([[1 / 3f, 0]], [made.GetColumn<float>("Fault").ToArray()], 1e-6, "the share of rows with a fault");
        Cells.AreEqual([[3, 1]], [made.GetColumn<float>("Value").ToArray()], 0, "counts");
    }

    private static (string Machine, DateTime Time, float Value)[] Expected(Reading[] rows, int seconds, SeriesAggregate aggregate)
    {
        var found = new List<(string, DateTime, float)>();
        foreach (var series in rows.GroupBy(row => row.Machine))
        {
            var every = TimeSpan.FromSeconds(seconds).Ticks; // counted from the first of January of the year 1
            for (var step = series.Min(row => row.Time).Ticks / every; step <= series.Max(row => row.Time).Ticks / every; step++)
            {
                var from = new DateTime(step * every);
                var inside = series.Where(row => row.Time >= from && row.Time < from.AddSeconds(seconds) && !float.IsNaN(row.Value))
                    .OrderBy(row => row.Time).Select(row => row.Value).ToArray(); // stable: of equal times the later row comes last
                found.Add((series.Key, from, aggregate switch
                {
                    SeriesAggregate.Count => inside.Length,
                    _ when inside.Length == 0 => float.NaN,
                    SeriesAggregate.Mean => inside.Average(),
                    SeriesAggregate.Minimum => inside.Min(),
                    SeriesAggregate.Maximum => inside.Max(),
                    _ => inside[^1],
                }));
            }
        }
        return [.. found];
    }

    private sealed class Reading3
    {
        public DateTime Time { get; set; }

        public string Machine { get; set; } = "";

        public float Value { get; set; }
    }
}

using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series;

/// <summary>Rows that come at any time, on one clock.</summary>
[TestClass]
public sealed class AlignSeriesTests
{
    private const float No = float.NaN;

    private static readonly DateTime Start = new(2026, 1, 1, 8, 0, 0);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(SeriesAggregate.Mean, new[] { 2, No, 5 })]
    [DataRow(SeriesAggregate.Last, new[] { 3, No, 5 })]
    [DataRow(SeriesAggregate.Minimum, new[] { 1, No, 5 })]
    [DataRow(SeriesAggregate.Maximum, new[] { 3, No, 5 })]
    [DataRow(SeriesAggregate.Count, new float[] { 2, 0, 1 })]
    public void Values_of_a_step_become_one_and_steps_without_a_row_are_missing(SeriesAggregate aggregate, float[] expected)
    {
        // Out of order: 3 has the latest time of the first minute, and comes before 1.
        var data = _ml.View([At(30, 3), At(10, 1), At(20, No), At(125, 5)]);
        var aligned = Aligned(data, aggregate);
        Cells.AreEqual([expected], [aligned.GetColumn<float>("Value").ToArray()], 0, "values");
        CollectionAssert.AreEqual(
            new[] { Start, Start.AddMinutes(1), Start.AddMinutes(2) }, aligned.GetColumn<DateTime>("Time").ToArray());
        CollectionAssert.AreEqual(new[] { "Time", "Value", "Counter", "Fault" }, aligned.Schema.Select(column => column.Name).ToArray());
    }

    [TestMethod]
    [DataRow(RowOrder.Sort)]
    [DataRow(RowOrder.Refuse)]
    public void Series_keep_their_own_steps_flags_are_up_if_one_is_and_single_columns_may_be_told_apart(RowOrder order)
    {
        var data = _ml.View([
            At(0, 1, "a"), At(5, 10, "b", fault: true), At(30, 2, "a"), At(50, 20, "b"), At(130, 4, "a", fault: true), At(190, 30, "b")]);
        var aligned = _ml.Transforms.AlignSeries(new AlignSeriesOptions
        {
            SeriesColumnName = "Machine",
            ColumnNames = ["Value", "Fault", "Counter"],
            Order = order,
            Aggregates = new Dictionary<string, SeriesAggregate> { ["Counter"] = SeriesAggregate.Last },
        }).Fit(data).Transform(data);
        var rows = _ml.Data.CreateEnumerable<Aligned3>(aligned, reuseRowObject: false).ToArray();
        var a = rows.Where(row => row.Machine == "a").ToArray();
        var b = rows.Where(row => row.Machine == "b").ToArray();
        Cells.AreEqual([[1.5f, No, 4], [15, No, No, 30]], [[.. a.Select(r => r.Value)], [.. b.Select(r => r.Value)]], 0, "means");
        CollectionAssert.AreEqual(new[] { 2, double.NaN, 4 }, a.Select(row => row.Counter).ToArray());
        CollectionAssert.AreEqual(new[] { false, false, true }, a.Select(row => row.Fault).ToArray());
        CollectionAssert.AreEqual(new[] { true, false, false, false }, b.Select(row => row.Fault).ToArray());
    }

    [TestMethod]
    public void Rows_that_name_their_metric_become_a_column_for_each()
    {
        var data = _ml.View([At(0, 1, "heat"), At(10, 5, "load"), At(20, 3, "heat"), At(30, 9, "noise"), At(70, 7, "load")]);
        var aligned = _ml.Transforms.AlignSeries(new AlignSeriesOptions
        {
            MetricColumnName = "Machine",
            Metrics = ["heat", "load"],
            ColumnNames = ["Value"],
        }).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "Time", "heat", "load" }, aligned.Schema.Select(column => column.Name).ToArray());
        Cells.AreEqual([[2, No]], [aligned.GetColumn<float>("heat").ToArray()], 0, "heat");
        Cells.AreEqual([[5, 7]], [aligned.GetColumn<float>("load").ToArray()], 0, "load");
    }

    [TestMethod]
    public void An_hour_that_the_clock_on_the_wall_shows_twice_is_two_hours_and_one_that_it_leaves_out_is_no_gap()
    {
        // Berlin: 03:00 summer time is 02:00 winter time on 25 October 2026; 02:00 is 03:00 on 29 March.
        var autumn = new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.FromHours(2));
        var (twice, offsets) = Hours(autumn, hour => TimeSpan.FromHours(hour < 2 ? 2 : 1), 4);
        Cells.AreEqual([[0, 1, 2, 3]], [twice], 0, "the hour twice");
        CollectionAssert.AreEqual(new[] { 2, 2, 1, 1 }, offsets);
        var spring = new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.FromHours(1));
        Cells.AreEqual([[0, 1, 2]], [Hours(spring, hour => TimeSpan.FromHours(hour < 1 ? 1 : 2), 3).Values], 0, "no gap");
    }

    [TestMethod]
    public void Days_are_those_of_the_clock_on_the_wall_though_one_of_them_has_25_hours()
    {
        var rows = Enumerable.Range(0, 49).Select(hour => new Instant
        {
            Time = new DateTimeOffset(2026, 10, 24, 22, 0, 0, TimeSpan.Zero).AddHours(hour).ToOffset(TimeSpan.FromHours(hour < 3 ? 2 : 1)),
            Value = 1,
        });
        var aligned = Align(_ml.Data.LoadFromEnumerable(rows.ToArray()), TimeSpan.FromDays(1));
        CollectionAssert.AreEqual(new float[] { 25, 24 }, aligned.GetColumn<float>("Value").ToArray());
        CollectionAssert.AreEqual(
            new[] { new DateTime(2026, 10, 25), new DateTime(2026, 10, 26) },
            aligned.GetColumn<DateTimeOffset>("Time").Select(time => time.DateTime).ToArray());

        IDataView Align(IDataView data, TimeSpan every) =>
            _ml.Transforms.AlignSeries("Time", every, SeriesAggregate.Count).Fit(data).Transform(data);
    }

    [TestMethod]
    public void Keys_of_series_keep_their_values_and_two_cursors_read_the_same_rows_at_once()
    {
        var rows = Reading.Mixed(Reading.Of("a", 1, 2, 3), Reading.Of("b", 4, 5, 6));
        var chain = _ml.Transforms.Conversion.MapValueToKey("Key", "Machine")
            .Append(_ml.Transforms.AlignSeries("Time", TimeSpan.FromMinutes(1), seriesColumnName: "Key"))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Key"));
        var aligned = chain.Fit(_ml.View(rows)).Transform(_ml.View(rows));
        CollectionAssert.AreEqual(new[] { "a", "a", "a", "b", "b", "b" }, aligned.GetColumn<string>("Key").ToArray());
        using var first = aligned.GetRowCursor([aligned.Schema["Value"]]);
        using var second = aligned.GetRowCursor([aligned.Schema["Value"]]);
        var (one, two) = (Cells.Reader(first, aligned.Schema["Value"]), Cells.Reader(second, aligned.Schema["Value"]));
        Assert.IsTrue(first.MoveNext() && first.MoveNext() && second.MoveNext());
        Assert.AreEqual(2, one()[0]);
        Assert.AreEqual(1, two()[0]);
    }

    [TestMethod]
    public void A_time_that_goes_backwards_two_rows_at_one_time_and_a_leap_are_errors_where_that_is_asked_for()
    {
        Refused(new() { Order = RowOrder.Refuse }, "goes backwards, from 2026-01-01 08:00:30 to 2026-01-01 08:00:10 in row 1", 30, 10);
        Refused(new() { EqualTimes = EqualTimes.Refuse }, "is 2026-01-01 08:00:30 twice, again in row 2", 30, 10, 30);
        Refused(new() { EqualTimes = EqualTimes.Refuse, Order = RowOrder.Refuse }, "twice, again in row 1", 30, 30);
        Refused(
            new() { MaximumGap = 2 }, "leaps from 2026-01-01 08:00:00 to 2026-01-01 08:04:00: 3 steps without a row, of at most 2", 0, 240);
        Refused(
            new() { MaximumGap = 2, Order = RowOrder.Refuse }, "3 steps without a row", 0, 240);

        void Refused(AlignSeriesOptions options, string said, params int[] seconds)
        {
            var data = _ml.View([.. seconds.Select(second => At(second, 1))]);
            var aligned = _ml.Transforms.AlignSeries(options).Fit(data).Transform(data);
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(() => aligned.GetColumn<float>("Value").Count()).Message, said);
        }
    }

    [TestMethod]
    public void In_order_rows_come_out_while_others_are_still_to_come()
    {
        var taken = 0;
        var endless = _ml.Data.LoadFromEnumerable(Endless());
        var model = _ml.Transforms.AlignSeries(new AlignSeriesOptions { Order = RowOrder.Refuse }).Fit(_ml.View([At(0, 1)]));
        using var cursor = model.Transform(endless).GetRowCursor([]);
        for (var i = 0; i < 10; i++)
            Assert.IsTrue(cursor.MoveNext());
        Assert.IsLessThan(70, taken, "rows that were read for 10 minutes of 6");

        IEnumerable<Reading> Endless()
        {
            while (true)
                yield return At(10 * taken++, 1);
        }
    }

    private IDataView Aligned(IDataView data, SeriesAggregate aggregate) =>
        _ml.Transforms.AlignSeries("Time", TimeSpan.FromMinutes(1), aggregate).Fit(data).Transform(data);

    private (float[] Values, int[] Offsets) Hours(DateTimeOffset first, Func<int, TimeSpan> offset, int count)
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(
            hour => new Instant { Time = first.AddHours(hour).ToOffset(offset(hour)), Value = hour }).ToArray());
        var aligned = _ml.Transforms.AlignSeries("Time", TimeSpan.FromHours(1)).Fit(data).Transform(data);
        return ([.. aligned.GetColumn<float>("Value")], [.. aligned.GetColumn<DateTimeOffset>("Time").Select(time => time.Offset.Hours)]);
    }

    private static Reading At(int second, float value, string machine = "", bool fault = false) =>
        new() { Time = Start.AddSeconds(second), Value = value, Counter = value, Machine = machine, Fault = fault };

    private sealed class Instant
    {
        public DateTimeOffset Time { get; set; }

        public float Value { get; set; }
    }

    private sealed class Aligned3
    {
        public string Machine { get; set; } = "";

        public float Value { get; set; }

        public double Counter { get; set; }

        public bool Fault { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Series;

/// <summary>Times with an offset, and windows that are held out.</summary>
[TestClass]
public sealed class SeriesTimesTests
{
    private static readonly SeriesColumns Columns = new("Value", null, "Time", [], []);

    private static readonly SeriesWindowing Plain = new(
        2, 2, SeriesDifferencing.None, 0, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, Mask: false, 0, [], null);

    private static readonly DateTimeOffset Noon = new(2024, 3, 30, 12, 0, 0, TimeSpan.FromHours(1));

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Days_are_told_by_the_wall_clock_and_times_of_day_by_that_of_the_first_row()
    {
        // the clocks change between both: noon is noon
        var daily = Rows(Noon, new DateTimeOffset(2024, 3, 31, 12, 0, 0, TimeSpan.FromHours(2)));
        var days = Columns.Clocked(daily);
        Assert.IsNull(days.Clock);
        Assert.AreEqual(TimeSpan.FromDays(1).Ticks, Between(days, daily));
        var hourly = Rows(Noon, new DateTimeOffset(2024, 3, 31, 13, 0, 0, TimeSpan.FromHours(2)));
        var hours = Columns.Clocked(hourly);
        Assert.AreEqual(TimeSpan.FromHours(1).Ticks, hours.Clock);
        Assert.AreEqual(TimeSpan.FromHours(24).Ticks, Between(hours, hourly), "as much has gone by");
        Assert.AreEqual(Noon.DateTime.Ticks, hours.Read(hourly).First().Ticks, "the first row's own clock");
        Assert.IsNull(hours.Clocked(daily).Clock, "another clock is forgotten where days need none");
    }

    [TestMethod]
    public void Without_an_offset_there_is_but_one_clock()
    {
        var plain = Columns with { Time = null };
        Assert.AreSame(plain, plain.Clocked(Rows(Noon)));
        var dated = _ml.Data.LoadFromEnumerable([new Dated()]);
        Assert.AreSame(Columns, Columns.Clocked(dated));
    }

    [TestMethod]
    public void Columns_of_another_type_are_told_with_what_mends_them()
    {
        var columns = new SeriesColumns("Value", "Key", "Time", [], []);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => columns.Check(_ml.Data.LoadFromEnumerable([new Wrong()]).Schema)).Message;
        StringAssert.Contains(error, "ConvertType(\"Value\"");
        StringAssert.Contains(error, "DataKind.Single");
        StringAssert.Contains(error, "DataKind.DateTime");
        StringAssert.Contains(error, "series column 'Key': expected String or Key<UInt32>, got Key<Byte");
        StringAssert.Contains(
            (Columns with { Past = ["Rain"] }).TooFar(3, 2),
            "for a model with past columns (Rain): beyond it their future would be needed.");
    }

    [TestMethod]
    public void The_latest_windows_are_held_out_and_those_that_reach_into_them_left_out()
    {
        using var scope = NewDisposeScope();
        // windows end at 2 to 8 of ten values; two of seven are held out, and one of the others would see the first of their targets
        var (training, later) = Windows(10, 0.3);
        CollectionAssert.AreEqual(new float[] { 0, 1, 1, 2, 2, 3, 3, 4 }, training!.Rows.Features.data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 2, 3, 3, 4, 4, 5, 5, 6 }, training.Rows.Targets.data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 7, 8, 8, 9 }, later!.Rows.Targets.data<float>().ToArray());
        var (all, none) = Windows(10, 0);
        Assert.AreEqual(7L, all!.RowCount);
        Assert.IsNull(none);
        Assert.IsNull(Windows(3, 0).Training, "too short for one window");
        Assert.AreEqual(1L, Windows(4, 0).Training!.RowCount);
    }

    private static (InMemoryBatches? Training, InMemoryBatches? HeldOut) Windows(int count, double heldOut)
    {
        var series = new SeriesHistory("");
        for (var row = 0; row < count; row++)
            series.Add(new SeriesObservation("", row, null, [], row));
        return SeriesWindows.Create([new PreparedSeries(series, new SeriesScale(0, 1), Plain)], Plain, CPU, heldOut);
    }

    private static long Between(SeriesColumns columns, IDataView rows)
    {
        var ticks = columns.Read(rows).Select(row => row.Ticks!.Value).ToArray();
        return ticks[1] - ticks[0];
    }

    private IDataView Rows(params DateTimeOffset[] times) =>
        _ml.Data.LoadFromEnumerable(times.Select(time => new Row { Time = time }).ToArray());

    private sealed class Row
    {
        public float Value { get; set; }

        public DateTimeOffset Time { get; set; }
    }

    private sealed class Dated
    {
        public float Value { get; set; }

        public DateTime Time { get; set; }
    }

    private sealed class Wrong
    {
        public double Value { get; set; }

        public string Time { get; set; } = "";

        [KeyType(9)]
        public byte Key { get; set; }
    }
}

using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>A detector whose network continues the line through the last two values, with a known deviation, against loops.</summary>
[TestClass]
public sealed class ForecastWatchTests
{
    private const float No = float.NaN;
    private const double HalfWidth = 1.959964; // of the normal distribution around 95 %

    private static readonly double Deviation = Math.Log(2) + 1e-3; // of an answer of 0

    private static readonly ForecastDetectorColumns Plain = new("Alert", "Score", "PValue", "Expected", 1, false, 0);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1, false, 0)]
    [DataRow(2, false, 0)]
    [DataRow(1, true, 0)]
    [DataRow(1, true, 2)]
    [DataRow(3, true, 100)]
    public void Every_value_is_judged_by_what_was_taken_before_it(int run, bool replaces, int most)
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 60).Select(i => i + (random.Next(3) == 0 ? 4 : 0) + (float)random.NextDouble())];
        using var detector = Detector(Plain with { MinimumRun = run, ReplaceFlagged = replaces, MaximumReplaced = most }, [-1, 0]);
        var found = Read(detector, values);
        var (before, last, outside, alerts) = (-1f, 0f, 0, 0);
        for (var row = 0; row < values.Length; row++)
        {
            var expected = (2 * last) - before;
            var score = (values[row] - expected) / Deviation;
            var isOutside = Math.Abs(score) > HalfWidth;
            outside = isOutside ? outside + 1 : 0;
            Assert.AreEqual(expected, found[row].Expected, 1e-3, $"row {row}");
            Assert.AreEqual(score, found[row].Score, 1e-3 * Math.Max(1, Math.Abs(score)), $"row {row}");
            Assert.AreEqual(BothTails(Math.Abs(score)), found[row].PValue, 1e-5, $"row {row}");
            Assert.AreEqual(isOutside && outside >= run, found[row].Alert, $"row {row}");
            alerts += found[row].Alert ? 1 : 0;
            (before, last) = (last, isOutside && replaces && outside <= most ? expected : values[row]);
        }
        Assert.IsGreaterThan(3, alerts, "something to find");
        Assert.IsLessThan(values.Length, alerts, "something to let pass");
    }

    [TestMethod]
    public void A_level_that_stays_is_moved_to_only_where_that_was_asked_for()
    {
        // The third 10 is believed: with the two before it moved there too the line goes on level, else it rises from 0.
        var columns = Plain with { ReplaceFlagged = true, MaximumReplaced = 2 };
        using var moves = Detector(columns with { MovesLevel = true }, [0, 0]);
        using var stays = Detector(columns, [0, 0]);
        float[] values = [0, 0, 10, 10, 10, 10];
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 0, 0, 10 }, Read(moves, values).Select(row => row.Expected).ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 0, 0, 20 }, Read(stays, values).Select(row => row.Expected).ToArray());
        CollectionAssert.AreEqual(
            new[] { false, false, true, true, true, false }, Read(moves, values).Select(row => row.Alert).ToArray());
    }

    [TestMethod]
    public void Nothing_is_said_of_a_value_that_is_missing_or_has_too_few_before_it()
    {
        using var detector = Detector(Plain, [1]);
        var rows = Read(detector, [No, 2, 3, No, 50]);
        CollectionAssert.AreEqual(new[] { No, 1, 3, No, 3 }, rows.Select(row => row.Expected).ToArray(),
            "a missing one is as the one before: 1, 1, 2, 3, 3, 50");
        CollectionAssert.AreEqual(new[] { false, false, false, false, true }, rows.Select(row => row.Alert).ToArray());
        Assert.IsTrue(float.IsNaN(rows[3].Score) && float.IsNaN(rows[3].PValue));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Read(detector, [No, No, No])).Message, "at most 2 are filled");
    }

    [TestMethod]
    public void Two_cursors_judge_alike_and_the_memory_of_the_model_is_not_changed()
    {
        using var detector = Detector(Plain, [1, 2]);
        var view = detector.Transform(Values([3, 9, 9]));
        var alone = Read(detector, [3, 9, 9]);
        using var first = view.GetRowCursor(view.Schema);
        using var second = view.GetRowCursor(view.Schema);
        var (one, other) = (Cells.Reader(first, view.Schema["Score"]), Cells.Reader(second, view.Schema["Score"]));
        for (var row = 0; row < 3; row++)
        {
            Assert.IsTrue(first.MoveNext() && second.MoveNext());
            Assert.AreEqual(alone[row].Score, one()[0]);
            Assert.AreEqual(alone[row].Score, other()[0]);
        }
        CollectionAssert.AreEqual(alone, Read(detector, [3, 9, 9]));
    }

    [TestMethod]
    public void A_cursor_gives_what_was_asked_for_and_only_at_a_row()
    {
        using var detector = Detector(Plain, [1, 2]);
        var view = detector.Transform(Values([3, 9]));
        Assert.AreSame(view.Schema, view.GetRowCursor([]).Schema);
        CollectionAssert.AreEqual(
            new[] { "Value", "Time", "Alert", "Score", "PValue", "Expected" }, view.Schema.Select(column => column.Name).ToArray());
        using var cursor = view.GetRowCursor([view.Schema["Score"]]);
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Alert"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<bool>(view.Schema["Alert"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["Score"]));
        var (getter, value) = (cursor.GetGetter<float>(view.Schema["Score"]), 0f);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        while (cursor.MoveNext())
            getter(ref value);
        Assert.AreEqual((9 - 4) / Deviation, value, 1e-3);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
    }

    [TestMethod]
    public void What_nobody_asks_to_be_judged_is_not()
    {
        var detector = Detector(Plain, [1, 2]);
        var view = detector.Transform(Values([No, No, No]));
        Assert.AreEqual(3, view.GetColumn<float>("Value").Count(), "a gap too long for a forecast");
        detector.Dispose();
        Assert.AreEqual(3, view.GetColumn<float>("Value").Count());
        Assert.ThrowsExactly<ObjectDisposedException>(() => detector.Transform(Values([1])));
    }

    [TestMethod]
    public void Without_the_forecasts_column_there_are_three()
    {
        using var detector = Detector(Plain with { Forecast = null }, [1, 2]);
        CollectionAssert.AreEqual(
            new[] { "Alert", "Score", "PValue" },
            detector.GetOutputSchema(Values([1]).Schema).Skip(2).Select(column => column.Name).ToArray());
        Assert.IsFalse(detector.IsRowToRowMapper);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => detector.GetRowToRowMapper(Values([1]).Schema)).Message,
            "not a row-to-row mapper");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => detector.Transform(_ml.Data.LoadFromEnumerable([new { Value = "1" }]))).Message,
            "column 'Value'");
    }

    [TestMethod]
    public void Rows_that_begin_before_the_remembered_end_are_the_past_itself()
    {
        var start = new DateTime(2026, 1, 1);
        using var detector = Timed([1, 2], [start, start.AddDays(1)]);
        float[] later = [.. Judged(start.AddDays(2), 7, 9).Select(row => row.Expected)];
        CollectionAssert.AreEqual(new float[] { 3, 12 }, later);
        float[] again = [.. Judged(start.AddDays(1), 7, 9, 10).Select(row => row.Expected)];
        CollectionAssert.AreEqual(new[] { No, No, 11 }, again, "they are not behind 1 and 2");

        IEnumerable<Judged> Judged(DateTime from, params float[] values) => _ml.Data.CreateEnumerable<Judged>(
            detector.Transform(_ml.Data.LoadFromEnumerable(values.Select((value, i) => new Row { Value = value, Time = from.AddDays(i) }))),
            reuseRowObject: false);
    }

    [TestMethod]
    public void A_memory_without_times_or_with_a_series_twice_is_damaged()
    {
        using var detector = Timed([1, 2], [new DateTime(2026, 1, 1), new DateTime(2026, 1, 2)]);
        var sound = detector.Forecaster;
        sound.Check();
        Refused(sound with { Series = [sound.Series[0] with { Ticks = [] }] }, "the times of series '' are not one for each value");
        Refused(sound with { Series = [sound.Series[0] with { Ticks = [1] }] }, "the times of series '' are not one for each value");
        Refused(sound with { Series = [sound.Series[0], sound.Series[0]] }, "two series have one name");
        Refused(
            Forecasters.Describe(Forecasters.Line(), [Forecasters.Remembered("", 1, 2) with { Ticks = [1, 2] }]),
            "the times of series '' are not one for each value");
        var described = new ForecastDetectorDescription(sound, Plain);
        described.Check();
        Refused(described with { Columns = Plain with { MinimumRun = 0 } }, "MinimumRun is 0");
        Refused(described with { Columns = Plain with { MaximumReplaced = -1 } }, "MaximumReplaced is -1");

        static void Refused(IModelDescription description, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check).Message, said);
    }

    private static RecurrentForecastNetwork Line() => Forecasters.Network(Forecasters.Plain, 2, [[0, 0]], [-1, 2, 0, 0]);

    private ForecastDetectorTransformer Detector(ForecastDetectorColumns columns, float[] remembered)
    {
        var network = Line();
        var forecaster = Forecasters.Describe(
            network, [Forecasters.Remembered("", remembered)], 1, distribution: new GaussianForecast());
        return new ForecastDetectorTransformer(_ml, new(forecaster, columns), network, CPU);
    }

    private ForecastDetectorTransformer Timed(float[] values, DateTime[] times)
    {
        var (network, series) = (Line(), new SeriesHistory(""));
        for (var row = 0; row < values.Length; row++)
            series.Add(new SeriesObservation("", values[row], times[row].Ticks, [], row));
        var columns = new ForecastColumns("Ahead", null, null, new SeriesColumns("Value", null, "Time", [], []));
        var forecaster = Forecasters.Describe(
            network, [SavedSeries.Of(series, new SeriesScale(0, 1), null)], 1, columns: columns, distribution: new GaussianForecast());
        return new ForecastDetectorTransformer(_ml, new(forecaster, Plain), network, CPU);
    }

    private IDataView Values(float[] values) =>
        _ml.Data.LoadFromEnumerable(values.Select(value => new Row { Value = value }).ToArray());

    private Judged[] Read(ForecastDetectorTransformer detector, float[] values) =>
        [.. _ml.Data.CreateEnumerable<Judged>(detector.Transform(Values(values)), reuseRowObject: false)];

    // 1 less the area between both, by Simpson's rule.
    private static double BothTails(double score)
    {
        const int steps = 2000;
        var (sum, width) = (0.0, Math.Min(score, 12) / steps);
        for (var i = 0; i <= steps; i++)
            sum += (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * i * width * i * width);
        return 1 - (2 * sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }

    private sealed class Row
    {
        public float Value { get; set; }

        public DateTime Time { get; set; }
    }

    private sealed record Judged
    {
        public bool Alert { get; set; }

        public float Score { get; set; }

        public float PValue { get; set; }

        public float Expected { get; set; }
    }
}

using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>How the rows of series are read before they are forecast.</summary>
[TestClass]
public sealed class ForecastReadingTests
{
    private static readonly DateTime Start = new(2024, 1, 1);
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_series_whose_rows_go_back_in_time_is_read_in_its_order_beside_one_whose_rows_do_not()
    {
        using var model = Model(new SeriesColumns("Value", "Shop", "Time", [], []), Remembered("north"), Remembered("south"));
        Row[] rows =
        [
            new("north", 0, 1), new("south", 2, 40), new("north", 1, 2), new("south", 0, 10), new("north", 2, 4), new("south", 1, 20),
        ];
        var ahead = model.Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<float[]>("Ahead").Select(row => row[0]).ToArray();
        CollectionAssert.AreEqual(new[] { float.NaN, 60, 3, float.NaN, 6, 30 }, ahead, string.Join(" ", ahead));
    }

    [TestMethod]
    public void The_same_time_twice_is_refused_with_its_row_in_any_order()
    {
        using var model = Model(new SeriesColumns("Value", "Shop", "Time", [], []), Remembered("north"));
        foreach (var days in new[] { new[] { 0, 1, 1 }, [1, 0, 1] })
        {
            var view = model.Transform(_ml.Data.LoadFromEnumerable(days.Select(day => new Row("north", day, 1)).ToArray()));
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(() => view.GetColumn<float[]>("Ahead").ToArray()).Message,
                "Time column 'Time' is 2024-01-02 00:00:00 in row 2 of series 'north', as in the observation before it.");
        }
    }

    [TestMethod]
    public void Of_a_row_little_more_is_held_than_its_value()
    {
        const int count = 200_000;
        using var model = Model(new SeriesColumns("Value", null, null, [], []), Forecasters.Remembered("", 1, 2));
        var one = new Row("", 0, 1);
        var view = model.Transform(_ml.Data.LoadFromEnumerable(Enumerable.Repeat(one, count)));
        Ask(model.Transform(_ml.Data.LoadFromEnumerable(Enumerable.Repeat(one, 10)))); // compiles
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask(view);
        var perRow = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;
        Assert.IsLessThan(180, perRow, $"{perRow} bytes a row; arrays of rows took 420");
    }

    private static void Ask(IDataView view)
    {
        using var cursor = view.GetRowCursor([view.Schema["Ahead"]]);
        var (getter, value) = (cursor.GetGetter<VBuffer<float>>(view.Schema["Ahead"]), default(VBuffer<float>));
        cursor.MoveNext();
        getter(ref value);
    }

    private static SavedSeries Remembered(string name) => SavedSeries.Of(new SeriesHistory(name), new SeriesScale(0, 1), null);

    private RecurrentForecastTransformer Model(SeriesColumns columns, params SavedSeries[] series)
    {
        var network = Forecasters.Line();
        return new RecurrentForecastTransformer(
            _ml, Forecasters.Describe(network, series, columns: new ForecastColumns("Ahead", null, null, columns)), network, CPU);
    }

    private sealed class Row(string shop, int day, float value)
    {
        public Row() : this("", 0, 0)
        {
        }

        public string Shop { get; set; } = shop;

        public DateTime Time { get; set; } = Start.AddDays(day);

        public float Value { get; set; } = value;
    }
}

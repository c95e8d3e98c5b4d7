using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series;

/// <summary>Rates of counters.</summary>
[TestClass]
public sealed class CounterDifferencesTests
{
    private const float No = float.NaN;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(null, new double[] { 65_530, 65_534, 3, 10 }, new float[] { No, 4, 5, 7 }, new float[] { 0, 0, 2, 0 })]
    [DataRow(null, new double[] { 4_294_967_290, 4_294_967_295, 5 }, new float[] { No, 5, 6 }, new float[] { 0, 0, 2 })]
    [DataRow(null, new double[] { 5_000, 5_010, 7, 9 }, new float[] { No, 10, 7, 2 }, new float[] { 0, 0, 1, 0 })]
    [DataRow(null, new double[] { 65_530, 30_000 }, new float[] { No, 30_000 }, new float[] { 0, 1 })]
    [DataRow(1_000_000.0, new double[] { 999_990, 5 }, new float[] { No, 15 }, new float[] { 0, 2 })]
    [DataRow(0.0, new double[] { 65_534, 3 }, new float[] { No, 3 }, new float[] { 0, 1 })]
    public void Growth_resets_and_wrap_arounds_are_told_apart(double? wrapsAt, double[] counter, float[] growth, float[] breaks)
    {
        var data = Counters(counter);
        var model = _ml.Transforms.DifferenceCounters(
            "Growth", "Counter", new CounterDifferences { WrapsAt = wrapsAt, BreakColumnName = "Breaks" }).Fit(data);
        var made = model.Transform(data);
        Cells.AreEqual([growth], [made.GetColumn<float>("Growth").ToArray()], 0, "growth");
        CollectionAssert.AreEqual(breaks, made.GetColumn<float>("Breaks").ToArray());
    }

    [TestMethod]
    public void A_rate_is_for_the_time_between_rows_and_over_a_gap_for_the_time_since_the_last_value()
    {
        var rows = Reading.Of("a", 0, 120, No, 360);
        rows[3].Time = rows[2].Time.AddMinutes(2);
        var rates = _ml.Transforms.DifferenceCounters(
            "Rate", "Value", new CounterDifferences { Per = TimeSpan.FromSeconds(1), Initial = 0 }, timeColumnName: "Time")
            .Column(_ml.View(rows), "Rate");
        Cells.AreEqual([[0, 2, No, (360 - 120) / 180f]], [rates], 1e-6, "rates");
        var byRow = _ml.Transforms.DifferenceCounters("Rate", "Value").Column(_ml.View(rows), "Rate");
        Cells.AreEqual([[No, 120, No, 120]], [byRow], 0, "growth by row");
    }

    [TestMethod]
    public void Counters_of_several_machines_do_not_mix()
    {
        var data = _ml.View(Reading.Mixed(Reading.Of("a", 1, 3, 6), Reading.Of("b", 100, 110, 130)));
        var growth = _ml.Transforms.DifferenceCounters("Growth", "Counter", new CounterDifferences { Initial = -1 }, "Machine")
            .Column(data, "Growth");
        CollectionAssert.AreEqual(new float[] { -1, -1, 2, 10, 3, 20 }, growth);
    }

    [TestMethod]
    public void A_counter_that_never_moves_or_is_none_is_said()
    {
        Remark("never moves: it is 42 in all 3 rows", 42, 42, 42);
        Remark("is missing in every row", double.NaN, double.NaN);
        Remark("falls in 3 rows and rises in 3: is it a counter?", 5, 9, 4, 9, 4, 9, 4);
        Assert.IsEmpty(_ml.Transforms.DifferenceCounters("Counter").Fit(Counters(1, 2, 3)).Remarks);

        void Remark(string said, params double[] counter) =>
            StringAssert.Contains(_ml.Transforms.DifferenceCounters("Counter").Fit(Counters(counter)).Remarks.Single(), said);
    }

    [TestMethod]
    public void A_number_below_0_and_an_infinite_one_are_refused_by_column_and_row()
    {
        Refused("Column 'Counter' is -2 in row 1 (counted from 0): a counter is never below 0", 1, -2);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Transforms.DifferenceCounters("Counter").Fit(Counters(1, double.PositiveInfinity)));
        StringAssert.Contains(error.Message, "Column 'Counter' is Infinity in row 1");

        void Refused(string said, params double[] counter)
        {
            var model = _ml.Transforms.DifferenceCounters("Growth", "Counter").Fit(Counters(1, 2));
            var refused = Assert.ThrowsExactly<InvalidOperationException>(
                () => model.Transform(Counters(counter)).GetColumn<float>("Growth").Count());
            StringAssert.Contains(refused.Message, said);
        }
    }

    private IDataView Counters(params double[] values) => _ml.View([.. Reading.Of("", new float[values.Length]).Zip(values, (row, value) =>
    {
        row.Counter = value;
        return row;
    })]);
}

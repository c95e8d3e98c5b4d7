using DeepML.Transforms.Tests.Archives;
using DeepML.Transforms.Tests.Series.Rows;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Aligning;

/// <summary>Cursors over the steps of a clock, its schema, its end and its file.</summary>
[TestClass]
public sealed class AlignedCursorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_have_places_and_identities_of_their_own_and_none_outside()
    {
        using var model = Clocks.Of(_ml, Clocks.Of(TimeSpan.FromSeconds(30)));
        var made = model.Transform(_ml.View(Reading.Of("", 1, 2)));
        Assert.IsNull(made.GetRowCount(), "nobody knows before they were read");
        Assert.IsFalse(made.CanShuffle);
        using var cursor = made.GetRowCursor([made.Schema["Value"]]);
        var (id, getter) = (cursor.GetIdGetter(), cursor.GetGetter<float>(made.Schema["Value"]));
        var (row, value) = (default(DataViewRowId), 0f);
        Assert.AreEqual((-1L, 0L), (cursor.Position, cursor.Batch));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value)).Message, "call MoveNext first");
        Assert.ThrowsExactly<InvalidOperationException>(() => id(ref row));
        for (var i = 0; i < 3; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            id(ref row);
            Assert.AreEqual((i, (ulong)i), (cursor.Position, row.Low));
        }
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext(), "the end is the end");
        Assert.AreEqual(-1, cursor.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
    }

    [TestMethod]
    public void Getters_of_another_type_or_of_columns_not_asked_for_are_refused()
    {
        using var model = Clocks.Of(_ml, Clocks.Of(TimeSpan.FromSeconds(30)));
        var made = model.Transform(_ml.View(Reading.Of("", 1, 2)));
        using var cursor = made.GetRowCursor([made.Schema["Value"]]);
        Assert.AreSame(made.Schema, cursor.Schema);
        Assert.IsTrue(cursor.IsColumnActive(made.Schema["Value"]));
        Assert.IsFalse(cursor.IsColumnActive(made.Schema["Time"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<DateTime>(made.Schema["Time"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(made.Schema["Value"]));
    }

    [TestMethod]
    [DataRow(RowOrder.Sort)]
    [DataRow(RowOrder.Refuse)]
    public void A_cursor_that_is_left_early_closes_the_one_below_it(RowOrder order)
    {
        var watched = new WatchedView(_ml.View(Reading.Of("", 1, 2, 3)));
        using var model = Clocks.Of(_ml, Clocks.Of(TimeSpan.FromMinutes(1)) with { Order = order });
        var made = model.Transform(watched);
        var cursor = made.GetRowCursor(made.Schema);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(order == RowOrder.Sort ? 3 : 2, watched.Rows, "sorted rows are all read before the first comes out");
        cursor.Dispose();
        Assert.AreEqual(0, watched.Open);
        Assert.IsFalse(cursor.MoveNext());
        CollectionAssert.AreEqual(new[] { "Time Value" }, watched.Asked, "columns that have no step are not read");
    }

    [TestMethod]
    public void A_column_that_is_none_of_the_clocks_is_refused_before_rows_are_opened()
    {
        var watched = new WatchedView(_ml.View(Reading.Of("", 1, 2)));
        using var model = Clocks.Of(_ml, Clocks.Of(TimeSpan.FromMinutes(1)));
        var made = model.Transform(watched);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => made.GetRowCursor([watched.Schema["Fault"]]));
        StringAssert.Contains(error.Message, "Column 'Fault' with index 5 is not part of this schema");
        Assert.AreEqual(0, watched.Made);
    }

    [TestMethod]
    [DataRow(RowOrder.Sort)]
    [DataRow(RowOrder.Refuse)]
    public void No_rows_make_no_steps(RowOrder order)
    {
        using var model = Clocks.Of(_ml, Clocks.Of(TimeSpan.FromMinutes(1)) with { Order = order });
        Assert.IsEmpty(model.Transform(_ml.View([])).GetColumn<float>("Value"));
    }

    [TestMethod]
    public void Columns_that_do_not_fit_are_named_with_their_types()
    {
        using var model = Clocks.Of(
            _ml, Clocks.Of(TimeSpan.FromMinutes(1)) with { Series = "Machine", Metric = "Metric", Value = "Value" });
        var schema = _ml.Data.LoadFromEnumerable(new[] { new Odd() }).Schema;
        foreach (var ask in new Action[] { () => model.GetOutputSchema(schema), () => model.Transform(new EmptyView(schema)) })
        {
            var said = Assert.ThrowsExactly<ArgumentOutOfRangeException>(ask).Message;
            StringAssert.Contains(said, "time column 'Time': expected DateTime or DateTimeOffset, got Single");
            StringAssert.Contains(said, "series column 'Machine': expected String or Key<UInt32>, got Double");
            StringAssert.Contains(said, "metric column 'Metric': expected String, got Int32");
            StringAssert.Contains(said, "input column 'Value': expected a number, got Boolean");
        }
    }

    [TestMethod]
    public void Flags_are_numbers_on_a_clock_of_columns()
    {
        var clock = Clocks.Of(TimeSpan.FromMinutes(1)) with
        {
            Columns = [new AlignedColumn("Fault", SeriesAggregate.Maximum, AlignedKind.Boolean)],
        };
        using var model = Clocks.Of(_ml, clock);
        var made = model.Transform(_ml.View(Reading.Of("", 0, 1)));
        CollectionAssert.AreEqual(new[] { false, true }, made.GetColumn<bool>("Fault").ToArray());
    }

    [TestMethod]
    public void A_metric_that_is_not_asked_for_still_makes_its_time_a_step()
    {
        var rows = Reading.Of("", 1, 2, 3);
        (rows[0].Machine, rows[1].Machine, rows[2].Machine) = ("heat", "noise", "load");
        var clock = Clocks.Of(TimeSpan.FromMinutes(1)) with
        {
            Metric = "Machine",
            Value = "Value",
            Columns =
            [
                new("load", SeriesAggregate.Mean, AlignedKind.Single), new("heat", SeriesAggregate.Count, AlignedKind.Single),
            ],
        };
        using var model = Clocks.Of(_ml, clock);
        var made = model.Transform(_ml.View(rows));
        Cells.AreEqual([[float.NaN, float.NaN, 3]], [made.GetColumn<float>("load").ToArray()], 0, "load");
        Cells.AreEqual([[1, 0, 0]], [made.GetColumn<float>("heat").ToArray()], 0, "heat");
    }

    [TestMethod]
    public void A_loaded_clock_makes_the_same_steps()
    {
        var rows = Reading.Mixed(Reading.Of("a", 1, 2, 3), Reading.Of("b", 4, 5, 6));
        var clock = Clocks.Of(TimeSpan.FromSeconds(20), SeriesAggregate.Last) with { Series = "Machine", Order = RowOrder.Refuse };
        using var model = Clocks.Of(_ml, clock);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        Assert.AreEqual(SeriesAggregate.Last, loaded.Aggregates["Value"]);
        var (before, after) = (model.Transform(_ml.View(rows)), loaded.Transform(_ml.View(rows)));
        CollectionAssert.AreEqual(before.GetColumn<DateTime>("Time").ToArray(), after.GetColumn<DateTime>("Time").ToArray());
        Cells.AreEqual(
            [before.GetColumn<float>("Value").ToArray()], [after.GetColumn<float>("Value").ToArray()], 0, "values");
    }

    [TestMethod]
    public void A_file_with_a_clock_that_cannot_be_is_refused()
    {
        using var model = Clocks.Of(_ml, Clocks.Of(TimeSpan.FromSeconds(20)));
        var parts = SavedParts.Of(model);
        Damaged("Every", 0, "Every is 0");
        Damaged("MaximumGap", -1, "MaximumGap is -1");
        Damaged("Order", "Backwards", "$.Order");
        Damaged("Value", "Value", "of the columns of metrics and of values only one is there");

        void Damaged(string member, System.Text.Json.Nodes.JsonNode value, string said)
        {
            var description = parts.Description;
            description[member] = value;
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml)).Message, said);
        }
    }

    [TestMethod]
    public void A_clock_needs_many_rows_and_none_after_its_end()
    {
        var model = Clocks.Of(_ml, Clocks.Of(TimeSpan.FromSeconds(20)));
        var data = _ml.View(Reading.Of("", 1));
        Assert.IsFalse(model.IsRowToRowMapper);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.GetRowToRowMapper(data.Schema)).Message,
            "AlignSeries needs the other rows of a series");
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Transform(null!));
    }

    private sealed class Odd
    {
        public float Time { get; set; }

        public double Machine { get; set; }

        public int Metric { get; set; }

        public bool Value { get; set; }
    }
}

using DeepML.Transforms.Tests.Series.Operations;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Rows;

/// <summary>Cursors over rows of series: what is asked for is read, nothing else, and all of it is given back.</summary>
[TestClass]
public sealed class SeriesCursorTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Operations =>
    [
        [new SeriesLag { By = 2 }], [new GapFilling { Limit = 3 }],
        [new SlidingWindows { Length = 3, Horizon = 2, TargetColumnName = "Next" }],
        [new SlidingWindows { Length = 3, Horizon = 0 }], [new RollingStatistics { Length = 4 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void A_consumer_that_skips_rows_gets_the_answers_of_those_it_stops_at_however_often(SeriesOperation operation)
    {
        using var model = RandomSeries.Step(_ml, operation, "Pair", 2);
        var made = model.Transform(_ml.View(RandomSeries.Of(2, series: 3, rows: 90, missing: 0.2)));
        var all = Cells.Read(made, made.Schema["Out"]);
        foreach (var step in new[] { 2, 7 })
        {
            using var cursor = made.GetRowCursor([made.Schema["Out"]]);
            var read = Cells.Reader(cursor, made.Schema["Out"]);
            for (var row = 0; cursor.MoveNext(); row++)
                if (row % step == 0)
                    for (var again = 0; again < 2; again++)
                        CollectionAssert.AreEqual(all[row], read(), $"row {row}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void Cursors_are_closed_with_the_one_that_has_opened_them(SeriesOperation operation)
    {
        using var model = RandomSeries.Step(_ml, operation, "Pair", 2);
        var watched = new WatchedView(_ml.View(RandomSeries.Of(2, series: 2, rows: 30)));
        var made = model.Transform(watched);
        Assert.AreEqual(0, watched.Made, "nothing is read before rows are asked for");
        var cursor = made.GetRowCursor([made.Schema["Out"]]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(operation.LooksAhead ? 2 : 1, watched.Open);
        cursor.Dispose();
        cursor.Dispose();
        Assert.AreEqual(0, watched.Open);
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    public void A_second_cursor_that_cannot_be_opened_leaves_no_first_one_open()
    {
        using var model = RandomSeries.Step(_ml, new GapFilling(), "Pair", 2);
        var watched = new WatchedView(_ml.View(RandomSeries.Of(2, series: 2, rows: 5))) { Refused = 2 };
        var made = model.Transform(watched);
        Assert.ThrowsExactly<IOException>(() => made.GetRowCursor([made.Schema["Out"]]));
        Assert.AreEqual((2, 0), (watched.Made, watched.Open));
    }

    [TestMethod]
    public void Only_the_columns_that_are_needed_are_asked_of_the_data()
    {
        var watched = new WatchedView(_ml.View(RandomSeries.Of(2, series: 2, rows: 5)));
        Read(new SeriesLag(), "Out");
        CollectionAssert.AreEqual(new[] { "Machine Pair" }, watched.Asked);
        Read(new SeriesLag(), "Value");
        CollectionAssert.AreEqual(new[] { "Value" }, watched.Asked, "nothing is worked out that nobody asks for");
        Read(new GapFilling(), "Out");
        CollectionAssert.AreEqual(new[] { "", "Pair Machine" }, watched.Asked, "what lies ahead is read by a cursor of its own");
        Read(new GapFilling(), "Value", "Out");
        CollectionAssert.AreEqual(new[] { "Value", "Pair Machine" }, watched.Asked);
        Read(new SlidingWindows { Length = 2, Horizon = 0 }, "Value");
        CollectionAssert.AreEqual(new[] { "Machine Value Pair" }, watched.Asked, "which rows are dropped takes the operation");

        void Read(SeriesOperation operation, params string[] columns)
        {
            watched.Asked.Clear();
            using var model = RandomSeries.Step(_ml, operation, "Pair", 2);
            var made = model.Transform(watched);
            using var cursor = made.GetRowCursor(columns.Select(name => made.Schema[name]));
            Assert.IsTrue(cursor.MoveNext());
            foreach (var column in made.Schema)
                Assert.AreEqual(columns.Contains(column.Name), cursor.IsColumnActive(column), column.Name);
        }
    }

    [TestMethod]
    public void What_the_operation_would_refuse_is_no_matter_to_who_reads_other_columns()
    {
        using var model = RandomSeries.Step(_ml, new SeriesLag(), "Value", 1, series: null);
        var made = model.Transform(_ml.View(Reading.Of("a", 1, float.PositiveInfinity)));
        CollectionAssert.AreEqual(new[] { "a", "a" }, made.GetColumn<string>("Machine").ToArray());
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => made.GetColumn<float>("Out").Count());
        StringAssert.Contains(error.Message, "Column 'Value' is Infinity in row 1 (counted from 0)");
    }

    [TestMethod]
    public void Getters_of_another_type_or_of_columns_not_asked_for_are_refused_by_name()
    {
        using var model = RandomSeries.Step(_ml, new SeriesLag(), "Pair", 2);
        var made = model.Transform(_ml.View(Reading.Of("a", 1, 2)));
        using var cursor = made.GetRowCursor([made.Schema["Out"], made.Schema["Value"]]);
        var inactive = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<bool>(made.Schema["Fault"]));
        StringAssert.Contains(inactive.Message, "Column 'Fault' is not active");
        var mistyped = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(made.Schema["Out"]));
        StringAssert.Contains(mistyped.Message, "for column 'Out'");
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(made.Schema["Value"]));
    }

    [TestMethod]
    public void Outside_of_the_rows_there_is_no_answer()
    {
        using var model = RandomSeries.Step(_ml, new SeriesLag(), "Value", 1, series: null);
        var made = model.Transform(_ml.View(Reading.Of("a", 1)));
        using var cursor = made.GetRowCursor([made.Schema["Out"]]);
        var (getter, value) = (cursor.GetGetter<float>(made.Schema["Out"]), 0f);
        Assert.AreEqual(-1, cursor.Position);
        StringAssert.Contains(Refused(), "call MoveNext first");
        Assert.IsTrue(cursor.MoveNext());
        getter(ref value);
        Assert.IsTrue(float.IsNaN(value));
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        StringAssert.Contains(Refused(), "stop when it returns false");

        string Refused() => Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value)).Message;
    }

    [TestMethod]
    public void Rows_that_are_left_keep_their_identity_and_are_counted_anew()
    {
        using var model = RandomSeries.Step(_ml, new SlidingWindows { Length = 2, Horizon = 0, Step = 3 }, "Value", 1, series: null);
        var source = _ml.View(Reading.Of("a", 1, 2, 3, 4, 5, 6));
        var made = model.Transform(source);
        using var cursor = made.GetRowCursor([made.Schema["Out"]]);
        using var original = source.GetRowCursor([]);
        var (id, originalId) = (cursor.GetIdGetter(), original.GetIdGetter());
        for (var i = 0; i < 2; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            do
                Assert.IsTrue(original.MoveNext());
            while (original.Position != 1 + (3 * i));
            var (own, theirs) = (default(DataViewRowId), default(DataViewRowId));
            id(ref own);
            originalId(ref theirs);
            Assert.AreEqual((i, theirs), (cursor.Position, own));
        }
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void Rows_may_be_shuffled_only_where_each_stands_by_itself()
    {
        var source = _ml.Data.Cache(_ml.View(RandomSeries.Of(2, series: 2, rows: 40)));
        using var lag = RandomSeries.Step(_ml, new SeriesLag(), "Pair", 2);
        Assert.IsFalse(lag.Transform(source).CanShuffle);
        using var scaling = RandomSeries.Step(
            _ml, new SeriesScaling(), "Pair", 2, scales: new SeriesScales(["s0"], [[1, 2], [3, 4]], [[2, 4], [5, 10]]));
        var scaled = scaling.Transform(source);
        Assert.IsTrue(scaled.CanShuffle);
        Assert.AreEqual(40, scaled.GetRowCount());
        using var cursor = scaled.GetRowCursor(scaled.Schema, new Random(3));
        var (pair, machine, answer) = (Cells.Reader(cursor, scaled.Schema["Pair"]),
            cursor.GetGetter<ReadOnlyMemory<char>>(scaled.Schema["Machine"]), Cells.Reader(cursor, scaled.Schema["Out"]));
        var rows = 0;
        for (var name = default(ReadOnlyMemory<char>); cursor.MoveNext(); rows++)
        {
            machine(ref name);
            var known = name.Span is "s0";
            float[] expected = known
                ? [(pair()[0] - 1) / 2, (pair()[1] - 2) / 4]
                : [(pair()[0] - 3) / 5, (pair()[1] - 4) / 10];
            Cells.AreEqual([expected], [answer()], 1e-6, $"row {rows}");
        }
        Assert.AreEqual(40, rows);
    }

    [TestMethod]
    public void Data_that_are_shorter_when_they_are_read_again_are_an_error_that_names_the_way_out()
    {
        var passes = 0;
        var data = _ml.Data.LoadFromEnumerable(Shrinking());
        using var model = RandomSeries.Step(_ml, new GapFilling(), "Value", 1, series: null);
        var made = model.Transform(data);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => made.GetColumn<float>("Out").Count());
        StringAssert.Contains(error.Message, "Cache them (ml.Data.Cache)");

        IEnumerable<Reading> Shrinking()
        {
            foreach (var row in Reading.Of("a", new float[4 - passes++]))
                yield return row;
        }
    }

    [TestMethod]
    public void No_rows_give_no_rows()
    {
        foreach (var operation in new SeriesOperation[] { new SeriesLag(), new GapFilling(), new RollingStatistics() })
        {
            using var model = RandomSeries.Step(_ml, operation, "Pair", 2);
            Assert.IsEmpty(model.Vectors(_ml.View([]), "Out"));
        }
    }

    [TestMethod]
    public void Rows_of_a_vector_with_another_length_than_its_column_says_are_refused_by_row()
    {
        var rows = Reading.Of("a", 1, 2, 3);
        rows[2].Pair = [1];
        using var model = RandomSeries.Step(_ml, new SeriesLag(), "Pair", 2);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => model.Vectors(_ml.View(rows), "Out"));
        StringAssert.Contains(error.Message, "Column 'Pair' holds 1 values in row 2");
    }

    [TestMethod]
    public void A_set_of_cursors_has_one_because_the_order_of_rows_matters()
    {
        using var model = RandomSeries.Step(_ml, new SeriesLag(), "Pair", 2);
        var made = model.Transform(_ml.View(RandomSeries.Of(2, series: 2, rows: 25)));
        var cursors = made.GetRowCursorSet([made.Schema["Out"]], 8);
        using var cursor = cursors.Single();
        var rows = 0;
        while (cursor.MoveNext())
            rows++;
        Assert.AreEqual(25, rows);
    }
}

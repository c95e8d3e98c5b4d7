using DeepML.Transforms.Tests.Series.Operations;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Rows;

/// <summary>Steps that need no other rows, one row at a time.</summary>
[TestClass]
public sealed class SeriesRowMapperTests
{
    private static readonly SeriesScales Scales = new(["a"], [[1, 2], [10, 20]], [[2, 2], [10, 10]]);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_row_is_worked_out_at_each_position_and_passes_the_other_columns_on()
    {
        using var model = Scaling();
        var data = _ml.View(Reading.Mixed(Reading.Of("a", 1, 5), Reading.Of("b", 10, 20)));
        var mapper = model.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var (scaled, value) = (Cells.Reader(row, mapper.OutputSchema["Out"]), Cells.Reader(row, mapper.OutputSchema["Value"]));
        float[][] expected = [[0, -1.5f], [0, -3], [2, -3.5f], [1, -4]];
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Cells.AreEqual([expected[i], expected[i]], [scaled(), scaled()], 1e-6, $"row {i}");
            Assert.AreEqual(new float[] { 1, 10, 5, 20 }[i], value()[0]);
            Assert.AreEqual((cursor.Position, cursor.Batch), (row.Position, row.Batch));
        }
        Assert.AreSame(mapper.OutputSchema, row.Schema);
        Assert.AreSame(data.Schema, mapper.InputSchema);
    }

    [TestMethod]
    public void What_is_read_depends_on_what_is_asked_for()
    {
        using var model = Scaling();
        var mapper = model.GetRowToRowMapper(_ml.View([]).Schema);
        var schema = mapper.OutputSchema;
        Assert.AreEqual("Machine Pair", Names("Out"));
        Assert.AreEqual("Value", Names("Value"));
        Assert.AreEqual("Machine Value Pair", Names("Out", "Value"));
        Assert.AreEqual("", Names());

        string Names(params string[] asked) =>
            string.Join(" ", mapper.GetDependencies(asked.Select(name => schema[name])).Select(column => column.Name));
    }

    [TestMethod]
    public void Getters_of_another_type_or_of_columns_not_asked_for_are_refused()
    {
        using var model = Scaling();
        var data = _ml.View(Reading.Of("a", 1));
        var mapper = model.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(cursor, [mapper.OutputSchema["Out"]]);
        Assert.IsTrue(row.IsColumnActive(mapper.OutputSchema["Out"]));
        Assert.IsFalse(row.IsColumnActive(mapper.OutputSchema["Value"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => row.GetGetter<float>(mapper.OutputSchema["Value"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => row.GetGetter<float>(mapper.OutputSchema["Out"]));
    }

    [TestMethod]
    public void A_row_that_ends_ends_the_row_below_it()
    {
        using var model = Scaling();
        var watched = new WatchedView(_ml.View(Reading.Of("a", 1)));
        var mapper = model.GetRowToRowMapper(watched.Schema);
        var row = mapper.GetRow(watched.GetRowCursor(watched.Schema), mapper.OutputSchema);
        Assert.AreEqual(1, watched.Open);
        row.Dispose();
        Assert.AreEqual(0, watched.Open);
    }

    [TestMethod]
    public void Steps_that_need_other_rows_say_so_and_what_to_do_instead()
    {
        foreach (var operation in new SeriesOperation[]
        {
            new SeriesLag(), new GapFilling(), new RollingStatistics(), new CounterDifferences(),
            new SlidingWindows { TargetColumnName = "Next" },
        })
        {
            using var model = RandomSeries.Step(_ml, operation, "Pair", 2);
            Assert.IsFalse(model.IsRowToRowMapper);
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => model.GetRowToRowMapper(_ml.View([]).Schema));
            StringAssert.StartsWith(error.Message, $"{operation.GetType().Name} needs the other rows of a series");
            StringAssert.Contains(error.Message, "give them to Transform");
        }
    }

    [TestMethod]
    public void A_step_that_was_disposed_reads_no_rows()
    {
        var model = Scaling();
        Assert.IsTrue(model.IsRowToRowMapper);
        var data = _ml.View(Reading.Of("a", 1));
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.GetRowToRowMapper(data.Schema));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Transform(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.GetOutputSchema(null!));
    }

    private SeriesTransformer Scaling() => RandomSeries.Step(_ml, new SeriesScaling(), "Pair", 2, scales: Scales);
}

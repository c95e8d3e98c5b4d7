using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class DataViewRowsTests
{
    private static readonly SizedColumn[] Columns = [new VectorInput("Vector", "feature", 3), ScalarInput.Number("Number", "label")];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_come_in_blocks_of_which_the_last_may_be_smaller()
    {
        var sizes = new List<int>();
        var numbers = new List<float>();
        foreach (var (values, rows) in DataViewRows.Blocks(View(7), Columns, [false, false], 3))
        {
            sizes.Add(rows);
            numbers.AddRange(values[1].Floats.Take(rows));
        }
        CollectionAssert.AreEqual(new[] { 3, 3, 1 }, sizes);
        CollectionAssert.AreEqual(new float[] { 0, 1, 2, 3, 4, 5, 6 }, numbers);
        Assert.AreEqual(2, DataViewRows.Blocks(View(6), Columns, [false, false], 3).Count(), "no empty block at the end");
        Assert.IsFalse(DataViewRows.Blocks(View(0), Columns, [false, false], 3).Any());
    }

    [TestMethod]
    public void Rows_that_are_not_kept_are_passed_over_even_if_they_hold_a_fault()
    {
        var data = View(6, i => i == 2 ? float.NaN : i);
        var kept = DataViewRows.Blocks(data, Columns, [false, false], 8, keeps: id => id.Low % 2 == 1).Single();
        Assert.AreEqual(3, kept.Rows);
        CollectionAssert.AreEqual(new float[] { 1, 3, 5 }, kept.Values[1].Floats.Take(3).ToArray());
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN", "ML.NET reads empty or unreadable text as NaN")]
    [DataRow(float.PositiveInfinity, "Infinity", "Filter or clip such rows first")]
    [DataRow(float.NegativeInfinity, "-Infinity", "Filter or clip such rows first")]
    public void A_number_that_is_not_finite_is_named_with_its_row_in_any_culture(float value, string written, string advice)
    {
        var data = View(5, i => i == 4 ? value : i);
        var error = GermanNumbers.In(() => Assert.ThrowsExactly<InvalidOperationException>(
            () => DataViewRows.Blocks(data, Columns, [false, false], 2).Count()));
        StringAssert.Contains(error.Message, $"Column 'Number' is {written} in row 4 (counted from 0). {advice}");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void The_slot_of_a_fault_in_a_vector_is_told(int slot)
    {
        var row = new Row { Vector = [1, 2, 3] };
        row.Vector[slot] = float.NaN;
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => DataViewRows.Blocks(_ml.Data.LoadFromEnumerable([row]), Columns, [false, false], 2).Count());
        StringAssert.Contains(error.Message, $"Column 'Vector' is NaN in row 0, slot {slot} (counted from 0)");
    }

    [TestMethod]
    public void A_fault_deep_in_a_wide_vector_is_found()
    {
        foreach (var slot in new[] { 0, 7, 8, 15, 16, 17, 32, 36 })
        {
            var wide = new Wide { Vector = [.. Enumerable.Repeat(float.MaxValue, 37)] };
            wide.Vector[slot] = float.NegativeInfinity;
            var error = Assert.ThrowsExactly<InvalidOperationException>(
                () => DataViewRows.Blocks(_ml.Data.LoadFromEnumerable([wide]), [new VectorInput("Vector", "feature", 37)], [true], 1)
                    .Count());
            StringAssert.Contains(error.Message, $"slot {slot} ");
        }
    }

    [TestMethod]
    public void Missing_numbers_pass_where_they_may_and_infinite_ones_never()
    {
        var data = View(2, _ => float.NaN);
        Assert.IsTrue(float.IsNaN(DataViewRows.Blocks(data, Columns, [false, true], 2).Single().Values[1].Floats[1]));
        Assert.ThrowsExactly<InvalidOperationException>(() =>
            DataViewRows.Blocks(data, Columns, [true, false], 2).Count(), "another column's leave is not its own");
        Assert.ThrowsExactly<InvalidOperationException>(() =>
            DataViewRows.Blocks(View(1, _ => float.NegativeInfinity), Columns, [true, true], 2).Count());
    }

    [TestMethod]
    public void A_vector_of_another_size_than_declared_is_named()
    {
        var data = _ml.Data.LoadFromEnumerable([new Row(), new Row { Vector = [1, 2] }]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => DataViewRows.Blocks(data, Columns, [false, false], 2).Count());
        StringAssert.Contains(error.Message, "Column 'Vector' holds 2 values in row 1; the network reads 3.");
    }

    [TestMethod]
    public void Reading_stops_between_two_rows()
    {
        using var stop = new CancellationTokenSource();
        var read = 0;
        Assert.ThrowsExactly<OperationCanceledException>(() =>
        {
            foreach (var _ in DataViewRows.Blocks(View(10), Columns, [false, false], 1, stop: stop.Token))
                if (++read == 3)
                    stop.Cancel();
        });
        Assert.AreEqual(3, read);
    }

    [TestMethod]
    public void Blocks_are_filled_one_after_the_other_where_more_are_given()
    {
        var made = new List<ColumnBlock[]>();
        ColumnBlock[] Next()
        {
            made.Add([.. Columns.Select(c => new ColumnBlock(c, 2))]);
            return made[^1];
        }
        var handed = DataViewRows.Blocks(View(5), Columns, [false, false], 2, buffers: Next).Select(block => block.Values).ToArray();
        CollectionAssert.AreEqual(made, handed);
        CollectionAssert.AreEqual(new float[] { 0, 1 }, made[0][1].Floats, "what was handed out is not written again");
        Assert.AreEqual(4f, made[2][1].Floats[0]);
    }

    [TestMethod]
    public void Data_without_rows_are_no_training_data()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => DataViewBatches.ReadAll(View(0), Columns, CPU));
        StringAssert.Contains(error.Message, "There are no rows to train on: column 'Vector' was read to its end");
    }

    [TestMethod]
    public void Reading_gives_up_at_the_first_row_too_many()
    {
        using var four = DataViewBatches.TryReadAll(View(4), Columns, CPU, [false, false], mostRows: 4);
        Assert.AreEqual(4L, four!.RowCount);
        var before = LiveTensors.Count();
        Assert.IsNull(DataViewBatches.TryReadAll(View(5), Columns, CPU, [false, false], mostRows: 4));
        Assert.AreEqual(before, Tensor.TotalCount, "what was read is let go");
    }

    [TestMethod]
    public void Blocks_are_joined_without_a_gap()
    {
        using var rows = DataViewBatches.ReadAll(new Streaming.VirtualView(130_000, 2), [new VectorInput("Features", "feature", 2)], CPU);
        Assert.AreEqual(130_000L, rows.RowCount);
        var numbers = rows.Rows.Features.data<float>().ToArray();
        for (var row = 0; row < 130_000; row++)
            if (numbers[2 * row] != row || numbers[(2 * row) + 1] != row + 0.5f)
                Assert.Fail($"row {row} is ({numbers[2 * row]}, {numbers[(2 * row) + 1]})");
    }

    private IDataView View(int rows, Func<int, float>? number = null) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row { Number = number?.Invoke(i) ?? i }).ToArray());

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Vector { get; set; } = [0, 0, 0];

        public float Number { get; set; }
    }

    private sealed class Wide
    {
        [VectorType(37)]
        public float[] Vector { get; set; } = [];
    }
}

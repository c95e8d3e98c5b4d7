using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Multitask;

/// <summary>Labels of several tasks in one row, and the rows that have one of them.</summary>
[TestClass]
public sealed class TaskLabelsTests
{
    private const float No = float.NaN;
    private const uint Missing = uint.MaxValue; // in memory keys count from 0

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Labels_of_every_kind_lie_behind_each_other_with_NaN_where_one_is_missing()
    {
        using var scope = NewDisposeScope();
        var (labels, rows) = Read();
        CollectionAssert.AreEqual(
            new float[] { 1, 7, 1, 0, 0, No, No, No, No, 2, 1, No }, rows.Rows.Targets.data<float>().ToArray(),
            "the row without any label is left out");
        CollectionAssert.AreEqual(
            new[] { new TaskSlice(0, 1, true, true), new TaskSlice(1, 1, false, true), new TaskSlice(2, 2, false, false) }, labels.Slices);
        CollectionAssert.AreEqual(new[] { "Kind", "Size", "Marks" }, labels.Parts.Select(part => part.Name).ToArray());
        rows.Dispose();
    }

    [TestMethod]
    public void The_rows_of_a_task_are_those_with_its_label_in_its_own_type()
    {
        using var scope = NewDisposeScope();
        var (labels, rows) = Read();
        var slices = labels.Slices;
        var (kinds, sizes, marks) = (new TaskRows(rows, slices[0]), new TaskRows(rows, slices[1]), new TaskRows(rows, slices[2]));
        Assert.AreEqual((2L, 2L, 2L), (kinds.RowCount, sizes.RowCount, marks.RowCount));
        Assert.AreEqual((0.0, 1.0), kinds.Range(BatchMember.Targets));
        Assert.AreEqual((2.0, 7.0), sizes.Range(BatchMember.Targets));
        Assert.AreEqual((0.0, 1.0), marks.Range(BatchMember.Targets));
        var batches = kinds.Epoch(2, shuffleSeed: null).ToArray();
        CollectionAssert.AreEqual(new long[] { 1, 0 }, batches.SelectMany(batch => batch.Targets.data<long>().ToArray()).ToArray());
        var seen = sizes.Epoch(10, shuffleSeed: null).Single();
        CollectionAssert.AreEqual(new float[] { 10, 30 }, seen.Features.data<float>().ToArray());
        CollectionAssert.AreEqual(new long[] { 2 }, seen.Targets.shape);
        CollectionAssert.AreEqual(new long[] { 2, 2 }, marks.Epoch(10, shuffleSeed: null).Single().Targets.shape);
        rows.Dispose();
    }

    [TestMethod]
    public void The_rows_of_a_task_keep_the_lengths_of_their_sequences()
    {
        using var scope = NewDisposeScope();
        var (labels, rows) = Read(new SequenceInput("Steps", "feature", new SequenceShape(0, 1, 4)));
        var seen = new TaskRows(rows, labels.Slices[1]).Epoch(10, shuffleSeed: null).Single();
        CollectionAssert.AreEqual(new long[] { 2, 3 }, seen.Lengths.data<long>().ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 2, 0, 0, 6, 7, 8, 0 }, seen.Features.data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 7, 2 }, seen.Targets.data<float>().ToArray());
        rows.Dispose();
    }

    private (TaskLabels Labels, InMemoryBatches Rows) Read(SizedColumn? feature = null)
    {
        var data = _ml.Data.LoadFromEnumerable(new[]
        {
            new Row { Features = [10], Steps = [1, 2], Kind = 1, Size = 7, Marks = [1, 0] },
            new Row { Features = [20], Steps = [3], Kind = 0, Size = No, Marks = [No, No] },
            new Row { Features = [25], Steps = [4, 5], Kind = Missing, Size = No, Marks = [No, No] },
            new Row { Features = [30], Steps = [6, 7, 8], Kind = Missing, Size = 2, Marks = [1, No] },
        });
        var labels = new TaskLabels(
        [
            ScalarInput.Class("Kind", "label", keepMissing: true), ScalarInput.Number("Size", "label"),
            new LabelVectorInput("Marks", "label", 2, areBoolean: false),
        ]);
        return (labels, DataViewBatches.ReadAll(
            data, [feature ?? new VectorInput("Features", "feature", 1), labels], CPU, [false, true]));
    }

    private sealed class Row
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public float[] Steps { get; set; } = [];

        [KeyType(3)]
        public uint Kind { get; set; }

        public float Size { get; set; }

        [VectorType(2)]
        public float[] Marks { get; set; } = [];
    }
}

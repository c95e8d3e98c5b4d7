using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Sparse;

[TestClass]
public sealed class SparseRowsTests
{
    private const int Width = 2000;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_come_out_as_they_went_in_and_zeros_are_left_out()
    {
        using var scope = NewDisposeScope();
        var rows = new SparseRows(5, 1);
        rows.Set(0, [7, 0, 3], [1, 2, 4]);
        var others = new SparseRows(5, 3);
        others.Set(0, [0, 0, 0, 0, 0], []);
        others.Set(1, [9, 9], [0, 1]);
        others.Set(1, [1, 2, 3, 4, 5], []); // the same row once more, as when it was left out
        rows.Append(1, others, 2);
        Assert.AreEqual(7, rows.Count(3));
        using var tensor = rows.ToTensor([2, 0, 1, 0], CPU);
        CollectionAssert.AreEqual(
            new float[] { 1, 2, 3, 4, 5, 0, 7, 0, 0, 3, 0, 0, 0, 0, 0, 0, 7, 0, 0, 3 }, tensor.to_dense().data<float>().ToArray());
    }

    [TestMethod]
    public void Memory_grows_with_the_numbers_that_are_not_0()
    {
        var column = new SparseVectorInput("Features", "feature", 1_000_000, 4);
        Assert.AreEqual(4L * 8, ColumnBlock.RowBytes(column));
        var block = new ColumnBlock(column, 2);
        block.SetSparse(0, [1, 2], [5, 999_999]);
        block.SetSparse(1, [3], [0]);
        Assert.AreEqual((3L * 8) + (2 * 4), block.BytesOf(2));
        Assert.AreEqual(999_999, block.SlotOf(0, 1));
    }

    [TestMethod]
    public void Sparse_and_whole_rows_come_in_the_same_order_and_are_held_out_alike()
    {
        var data = Data(50);
        var (sparse, sparseHeld) = Reading(sparse: true, long.MaxValue).Read(data, _ => 0.2, seed: 3);
        var (whole, wholeHeld) = Reading(sparse: false, long.MaxValue).Read(data, _ => 0.2, seed: 3);
        using (sparse)
        using (whole)
        {
            Assert.IsInstanceOfType<SparseBatches>(sparse);
            CollectionAssert.AreEqual(Numbers(whole.Epoch(8, 5, 1)), Numbers(sparse.Epoch(8, 5, 1)));
            CollectionAssert.AreEqual(Numbers(wholeHeld!.Epoch(8, null)), Numbers(sparseHeld!.Epoch(8, null)));
            Assert.AreEqual(whole.Range(BatchMember.Targets), sparse.Range(BatchMember.Targets));
        }
    }

    [TestMethod]
    public void Rows_past_the_budget_are_streamed_sparse()
    {
        using var stream = Reading(sparse: true, 500).Read(Data(50));
        Assert.IsInstanceOfType<StreamedBatches>(stream);
        using var memory = Reading(sparse: true, long.MaxValue).Read(Data(50));
        CollectionAssert.AreEqual(Numbers(memory.Epoch(1, null)), Numbers(stream.Epoch(1, null)));
    }

    [TestMethod]
    public void Rows_are_told_apart_by_one_number_and_by_which_are_held_out()
    {
        string Identity(float last, int? heldOut = null)
        {
            var (rows, _) = Reading(sparse: true, long.MaxValue).Read(Data(50, last), _ => heldOut is null ? 0 : 0.2, heldOut ?? 0);
            using (rows)
                return rows.Identify().Content;
        }

        Assert.AreEqual(Identity(1), Identity(1));
        Assert.AreNotEqual(Identity(1), Identity(2));
        Assert.AreNotEqual(Identity(1, 1), Identity(1, 2));
    }

    [TestMethod]
    [DataRow(999, 1, false)]
    [DataRow(1000, 50, true)]
    [DataRow(1000, 51, false)]
    [DataRow(100_000, 5000, true)]
    public void Wide_rows_with_few_numbers_are_sparse(int width, int numbers, bool expected) =>
        Assert.AreEqual(expected, new Sparseness(width, numbers, 10).IsSparse);

    [TestMethod]
    public void Zeros_that_a_source_writes_out_do_not_count()
    {
        var sparseness = Sparseness.Of(Data(50), "Features");
        Assert.IsTrue(sparseness.IsSparse);
        Assert.AreEqual(2, sparseness.NumbersPerRow, 0.05);
    }

    private static BatchReading Reading(bool sparse, long budget) => new(
        [
            sparse ? new SparseVectorInput("Features", "feature", Width) : new VectorInput("Features", "feature", Width),
            ScalarInput.Number("Label", "label"),
        ],
        CPU, budget);

    private static float[] Numbers(IEnumerable<TensorBatch> batches)
    {
        var numbers = new List<float>();
        foreach (var batch in batches)
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var features = batch.Features.is_sparse ? batch.Features.to_dense() : batch.Features;
            numbers.AddRange(features.data<float>());
            numbers.AddRange(batch.Targets.data<float>());
        }
        return [.. numbers];
    }

    private IDataView Data(int rows, float last = 1) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row
    {
        Features = i % 5 == 3 ? Whole(i) : new VBuffer<float>(Width, 2, [i + 1, i == rows - 1 ? last : 1], [i, Width - 1]),
        Label = i,
    }).ToArray());

    private static VBuffer<float> Whole(int i)
    {
        var values = new float[Width];
        (values[i], values[^1]) = (i + 1, 1);
        return new VBuffer<float>(Width, values);
    }

    private sealed class Row
    {
        [VectorType(Width)]
        public VBuffer<float> Features { get; set; }

        public float Label { get; set; }
    }
}

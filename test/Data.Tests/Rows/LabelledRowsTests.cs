using static TorchSharp.torch;

namespace DeepML.Data.Tests;

/// <summary>Rows without a label are left out of sources of any size; edges of batches and of held-out shares.</summary>
[TestClass]
public sealed class LabelledRowsTests
{
    [TestMethod]
    public void Numbers_that_are_missing_are_left_out_and_others_of_any_sign_stay()
    {
        using var source = Source([-1f, float.NaN, 0, float.NaN, 3.5f]);
        using var rows = new FilteredBatches(source);
        Assert.AreEqual(3, rows.RowCount);
        CollectionAssert.AreEqual(new float[] { -1, 0, 3.5f }, Targets(rows, 2));
        Assert.AreEqual((-1.0, 3.5), rows.Range(BatchMember.Targets));
        Assert.AreEqual((0.0, 4.0), rows.Range(BatchMember.Features), "those of all rows");
        using var picked = FilteredBatches.Labelled(source);
        CollectionAssert.AreEqual(new float[] { -1, 0, 3.5f }, Targets(picked, 2));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(6)]
    [DataRow(7)]
    public void Batches_are_full_but_for_the_last_whatever_divides_the_rows(int size)
    {
        using var source = Source([1, 2, float.NaN, 3, 4, 5, float.NaN, 6]);
        using var rows = new FilteredBatches(source);
        var sizes = rows.Epoch(size, null).Select(batch =>
        {
            using (batch)
                return batch.Rows;
        }).ToArray();
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5, 6 }.Chunk(size).Select(chunk => chunk.Length).ToArray(), sizes);
    }

    [TestMethod]
    public void An_epoch_taken_up_at_its_last_short_batch_has_it_and_one_taken_up_behind_has_nothing()
    {
        using var source = Source([1, 2, 3, 4, 5]);
        using var rows = new FilteredBatches(source);
        CollectionAssert.AreEqual(new float[] { 5 }, Targets(rows, 2, firstBatch: 2));
        CollectionAssert.AreEqual(new float[] { 3, 4, 5 }, Targets(rows, 2, firstBatch: 1));
        Assert.IsEmpty(Targets(rows, 2, firstBatch: 3));
    }

    [TestMethod]
    public void Without_any_label_there_are_no_rows_and_no_range()
    {
        using var source = Source([float.NaN, float.NaN]);
        using var rows = new FilteredBatches(source);
        Assert.AreEqual(0, rows.RowCount);
        Assert.AreEqual((0.0, 0.0), rows.Range(BatchMember.Targets));
        Assert.IsEmpty(Targets(rows, 2));
        Assert.AreEqual(0, rows.Identify().Count);
    }

    [TestMethod]
    public void Rows_that_all_have_a_label_are_copies_that_outlive_the_source()
    {
        using var source = Source([1, 2]);
        using var rows = new FilteredBatches(source);
        TensorBatch kept;
        using (NewDisposeScope())
            kept = rows.Epoch(2, null).Single();
        source.Dispose();
        using (kept)
            CollectionAssert.AreEqual(new float[] { 1, 2 }, kept.Targets.data<float>().ToArray());
    }

    [TestMethod]
    [DataRow(0.04, 10, false)]
    [DataRow(0.06, 10, true)]
    [DataRow(0.94, 10, true)]
    [DataRow(0.96, 10, false)]
    [DataRow(0.5, 2, true)]
    [DataRow(0.2, 2, false)]
    public void At_least_one_row_is_held_out_and_one_is_left(double share, int count, bool works)
    {
        var reading = new BatchReading([new VectorInput("Features", "feature", 2)], CPU, 1 << 20);
        if (!works)
        {
            var error = Assert.ThrowsExactly<InvalidOperationException>(
                () => reading.Read(new Streaming.VirtualView(count, 2), _ => share, 1));
            StringAssert.Contains(error.Message, "at least one must be held out and one left to learn from.");
            StringAssert.Contains(error.Message, $"of {count} rows");
            return;
        }
        var (training, heldOut) = reading.Read(new Streaming.VirtualView(count, 2), _ => share, 1);
        using (training)
        using (heldOut)
        {
            Assert.AreEqual(count, training.RowCount + heldOut!.RowCount);
            Assert.AreEqual(Math.Round(share * count), heldOut.RowCount);
        }
    }

    [TestMethod]
    public void A_share_of_nothing_of_rows_beyond_the_budget_streams_all_of_them()
    {
        var reading = new BatchReading([new VectorInput("Features", "feature", 2)], CPU, budget: 80);
        var (training, heldOut) = reading.Read(new Streaming.VirtualView(100, 2), _ => 0, 1);
        using (training)
        {
            Assert.IsNull(heldOut);
            Assert.IsInstanceOfType<StreamedBatches>(training);
            Assert.AreEqual(100, training.RowCount);
        }
    }

    [TestMethod]
    public void The_width_of_what_is_mapped_counts_for_the_budget()
    {
        using var source = Source([1, 2, 3, 4]);
        using var wide = MappedBatches.Create(source, x => x.expand(-1, 5).contiguous(), width: 5, budget: 79);
        Assert.IsInstanceOfType<MappedBatches>(wide);
        using var fits = MappedBatches.Create(source, x => x.expand(-1, 5).contiguous(), width: 5, budget: 80);
        Assert.IsInstanceOfType<InMemoryBatches>(fits);
    }

    private static InMemoryBatches Source(float[] labels)
    {
        using var scope = NewDisposeScope();
        return new InMemoryBatches(
            arange(labels.Length).to(float32).view(-1, 1).DetachFromDisposeScope(), tensor(labels).DetachFromDisposeScope());
    }

    private static float[] Targets(IBatchSource source, int size, int firstBatch = 0)
    {
        var all = new List<float>();
        foreach (var batch in source.Epoch(size, null, firstBatch))
            using (batch)
                all.AddRange(batch.Targets.data<float>().ToArray());
        return [.. all];
    }
}

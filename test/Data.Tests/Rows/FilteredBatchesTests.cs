using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class FilteredBatchesTests
{
    [TestMethod]
    public void Only_labelled_rows_come_through_in_whole_batches_with_their_own_labels()
    {
        using var source = Source(100, 3);
        using var rows = new FilteredBatches(source);
        Assert.AreEqual(34, rows.RowCount);
        foreach (var seed in new int?[] { null, 5 })
        {
            var (features, targets, sizes) = Read(rows, 8, seed);
            CollectionAssert.AreEqual(Enumerable.Range(0, 34).Select(i => 3f * i).ToArray(), features.Order().ToArray());
            CollectionAssert.AreEqual(features, targets.Select(t => (float)t).ToArray());
            CollectionAssert.AreEqual(new[] { 8, 8, 8, 8, 2 }, sizes);
        }
        CollectionAssert.AreNotEqual(Read(rows, 8, 5).Features, Read(rows, 8, 6).Features);
    }

    [TestMethod]
    public void An_epoch_taken_up_in_its_middle_goes_on_with_the_same_rows()
    {
        using var source = Source(100, 3);
        using var rows = new FilteredBatches(source);
        CollectionAssert.AreEqual(Read(rows, 8, 5).Features[16..], Read(rows, 8, 5, firstBatch: 2).Features);
        Assert.IsEmpty(Read(rows, 8, 5, firstBatch: 5).Features);
    }

    [TestMethod]
    public void Rows_in_memory_are_filtered_once_and_are_the_same()
    {
        using var source = Source(100, 3);
        using var scanned = new FilteredBatches(source);
        using var picked = FilteredBatches.Labelled(source);
        Assert.IsInstanceOfType<InMemoryBatches>(picked);
        CollectionAssert.AreEqual(Read(scanned, 8, null).Features, Read(picked, 8, null).Features);
        Assert.AreEqual((0.0, 99.0), scanned.Range(BatchMember.Targets));
        Assert.AreEqual((0.0, 99.0), picked.Range(BatchMember.Targets));
        Assert.AreEqual((0.0, 99.0), scanned.Range(BatchMember.Features));
    }

    [TestMethod]
    public void Numbers_that_are_missing_count_as_no_label()
    {
        using var source = new InMemoryBatches(tensor(new float[] { 1, 2, 3 }), tensor(new[] { float.NaN, 7, float.NaN }));
        using var rows = new FilteredBatches(source);
        Assert.AreEqual(1, rows.RowCount);
        Assert.AreEqual((7.0, 7.0), rows.Range(BatchMember.Targets));
    }

    [TestMethod]
    public void Without_any_label_there_are_no_rows_and_no_batches()
    {
        using var source = Source(10, 100, labelFirst: false);
        using var rows = new FilteredBatches(source);
        Assert.AreEqual(0, rows.RowCount);
        Assert.AreEqual((0.0, 0.0), rows.Range(BatchMember.Targets));
        Assert.IsEmpty(Read(rows, 4, null).Sizes);
    }

    [TestMethod]
    public void Leaving_an_epoch_early_leaves_no_tensor_behind()
    {
        using var source = Source(100, 3);
        using var rows = new FilteredBatches(source);
        var before = LiveTensors.Count();
        foreach (var batch in rows.Epoch(8, 1))
        {
            batch.Dispose();
            break;
        }
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    // Row i holds i; every third (or so) row has i as its class, the others none.
    private static InMemoryBatches Source(int count, int every, bool labelFirst = true) => new(
        tensor(Enumerable.Range(0, count).Select(i => (float)i).ToArray()),
        tensor(Enumerable.Range(0, count).Select(i => i % every == 0 && (labelFirst || i > 0) ? (long)i : -1).ToArray()));

    private static (float[] Features, long[] Targets, int[] Sizes) Read(IBatchSource rows, int batchSize, int? seed, int firstBatch = 0)
    {
        var (features, targets, sizes) = (new List<float>(), new List<long>(), new List<int>());
        foreach (var batch in rows.Epoch(batchSize, seed, firstBatch))
        {
            using var owned = batch;
            features.AddRange(batch.Features.data<float>().ToArray());
            targets.AddRange(batch.Targets.data<long>().ToArray());
            sizes.Add(batch.Rows);
        }
        return ([.. features], [.. targets], [.. sizes]);
    }
}

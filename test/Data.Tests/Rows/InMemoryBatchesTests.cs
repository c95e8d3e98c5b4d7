using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class InMemoryBatchesTests
{
    [TestMethod]
    public void An_epoch_holds_every_row_once_and_can_be_taken_up_in_its_middle()
    {
        using var rows = Numbers(1000);
        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).ToArray(), Order(rows, 32, null));
        var shuffled = Order(rows, 32, 5);
        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).ToArray(), shuffled.Order().ToArray());
        CollectionAssert.AreEqual(shuffled, Order(rows, 32, 5));
        CollectionAssert.AreNotEqual(shuffled, Order(rows, 32, 6));
        CollectionAssert.AreEqual(shuffled[(7 * 32)..], Order(rows, 32, 5, firstBatch: 7));
        Assert.IsEmpty(Order(rows, 32, 5, firstBatch: 32));
    }

    [TestMethod]
    public void A_random_split_is_fixed_by_its_seed_and_takes_the_asked_for_number()
    {
        var (kept, taken) = Numbers(100).SplitRandomly(30, seed: 4);
        using (kept)
        using (taken)
        {
            var (a, b) = (Order(kept, 10, null), Order(taken, 10, null));
            Assert.HasCount(30, b);
            CollectionAssert.AreEqual(Enumerable.Range(0, 100).ToArray(), a.Concat(b).Order().ToArray());
            CollectionAssert.AreEqual(a.Order().ToArray(), a, "the order of the data stays");
            var (keptAgain, takenAgain) = Numbers(100).SplitRandomly(30, seed: 4);
            using (keptAgain)
            using (takenAgain)
                CollectionAssert.AreEqual(b, Order(takenAgain, 10, null));
        }
    }

    [TestMethod]
    public void The_range_leaves_missing_values_out()
    {
        using var rows = new InMemoryBatches(tensor(new[] { 3f, float.NaN, -2f }));
        Assert.AreEqual((-2.0, 3.0), rows.Range(BatchMember.Features));
    }

    private static InMemoryBatches Numbers(int count) => new(arange(count).to(ScalarType.Float32).DetachFromDisposeScope());

    private static int[] Order(InMemoryBatches rows, int batchSize, int? seed, int firstBatch = 0)
    {
        var order = new List<int>();
        foreach (var batch in rows.Epoch(batchSize, seed, firstBatch))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            order.AddRange(batch.Features.contiguous().data<float>().ToArray().Select(x => (int)x));
        }
        return [.. order];
    }
}

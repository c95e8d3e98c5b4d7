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

    [TestMethod]
    [DataRow(32)]
    [DataRow(1000)]
    public void Rows_that_a_second_thread_gathers_are_those_of_one_thread_in_their_order(int batchSize)
    {
        const int rows = 3100, width = 700; // some gathers of 1 MiB, the last batch smaller
        using var features = rand(rows, width);
        using var targets = arange(rows);
        using var sequences = rand(rows, 3, 2).gt(0.5f);
        InMemoryBatches Source(bool ahead) => new(new TensorBatch(
            (BatchMember.Features, features.alias()), (BatchMember.Targets, targets.alias()), (BatchMember.Masks, sequences.alias())))
        {
            ReadsAhead = ahead,
        };
        using var alone = Source(ahead: false);
        using var ahead = Source(ahead: true);
        foreach (var firstBatch in new[] { 0, 2 })
        {
            var (one, other) = (alone.Epoch(batchSize, 7, firstBatch).ToList(), ahead.Epoch(batchSize, 7, firstBatch).ToList());
            Assert.HasCount(((rows + batchSize - 1) / batchSize) - firstBatch, other);
            foreach (var (a, b) in one.Zip(other))
            {
                CollectionAssert.AreEqual(a.Members.ToArray(), b.Members.ToArray());
                foreach (var member in a.Members)
                    Assert.IsTrue(a[member].dtype == b[member].dtype && a[member].bytes.SequenceEqual(b[member].bytes));
                a.Dispose();
                b.Dispose();
            }
        }
    }

    [TestMethod]
    public void An_epoch_that_is_left_in_its_middle_can_be_begun_again_while_rows_are_read_ahead()
    {
        using var rows = new InMemoryBatches(rand(4000, 300)) { ReadsAhead = true };
        for (var i = 0; i < 5; i++)
            foreach (var batch in rows.Epoch(100, i))
            {
                batch.Dispose();
                break;
            }
        Assert.HasCount(40, rows.Epoch(100, 0).Select(batch =>
        {
            using (batch)
                return batch.Rows;
        }).ToArray());
    }

    [TestMethod]
    public void Only_large_batches_are_read_ahead_and_only_where_a_core_is_free()
    {
        Assert.IsTrue(InMemoryBatches.IsWorthAThread(1 << 16, gathers: 4, threads: 1, cores: 2));
        Assert.IsFalse(InMemoryBatches.IsWorthAThread((1 << 16) - 1, gathers: 4, threads: 1, cores: 2), "a handover costs as much");
        Assert.IsFalse(InMemoryBatches.IsWorthAThread(1 << 16, gathers: 3, threads: 1, cores: 2), "a thread costs as much");
        Assert.IsFalse(InMemoryBatches.IsWorthAThread(1 << 20, gathers: 100, threads: 2, cores: 2));
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

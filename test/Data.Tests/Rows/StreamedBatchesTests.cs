using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Streaming;

[TestClass]
public sealed class StreamedBatchesTests
{
    private const int Width = 64;
    private static readonly SizedColumn[] Columns = [new VectorInput("Features", "feature", Width), ScalarInput.Class("Class", "label")];

    // 1 MiB holds about 4000 rows of this width: 10,000 rows do not fit.
    private const long Budget = 1 << 20;
    private const long Rows = 10_000;

    [TestMethod]
    public void Rows_that_fit_the_budget_are_read_into_memory_and_others_are_streamed()
    {
        using var small = new BatchReading(Columns, CPU, Budget).Read(new VirtualView(1000, Width));
        Assert.IsInstanceOfType<InMemoryBatches>(small);
        using var large = new BatchReading(Columns, CPU, Budget).Read(new VirtualView(Rows, Width));
        Assert.IsInstanceOfType<StreamedBatches>(large);
        using var unknown = new BatchReading(Columns, CPU, Budget).Read(new VirtualView(Rows, Width, knowsCount: false));
        Assert.IsInstanceOfType<StreamedBatches>(unknown);
        Assert.AreEqual(Rows, unknown.RowCount);
        using var unknownSmall = new BatchReading(Columns, CPU, Budget).Read(new VirtualView(1000, Width, knowsCount: false));
        Assert.IsInstanceOfType<InMemoryBatches>(unknownSmall);
    }

    [TestMethod]
    public void An_epoch_after_the_first_makes_no_array_as_long_as_a_window()
    {
        const long rows = 1 << 21;
        SizedColumn[] narrow = [new VectorInput("Features", "feature", 1)];
        using var streamed = (StreamedBatches)new BatchReading(narrow, CPU, 2 * rows).Read(new VirtualView(rows, 1));
        Walk();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Walk();
        Assert.IsLessThan(1 << 18, GC.GetAllocatedBytesForCurrentThread() - before,
            "a window holds 300,000 rows, and its order as many numbers of 4 bytes");

        void Walk()
        {
            foreach (var batch in streamed.Epoch(1 << 16, shuffleSeed: 3))
                batch.Dispose();
        }
    }

    [TestMethod]
    public void An_epoch_holds_every_row_once_in_whole_batches_with_its_own_label()
    {
        using var rows = Streamed();
        var seen = new List<int>();
        var sizes = new List<int>();
        foreach (var batch in rows.Epoch(96, shuffleSeed: 7))
        {
            using var owned = batch;
            var firsts = Firsts(batch);
            var classes = batch.Targets.data<long>().ToArray();
            for (var i = 0; i < firsts.Length; i++)
                Assert.AreEqual(firsts[i] % 3, classes[i]);
            seen.AddRange(firsts);
            sizes.Add(batch.Rows);
        }
        CollectionAssert.AreEqual(Enumerable.Range(0, (int)Rows).ToArray(), seen.Order().ToArray());
        Assert.AreEqual((Rows + 95) / 96, sizes.Count);
        Assert.IsTrue(sizes.SkipLast(1).All(size => size == 96));
    }

    [TestMethod]
    public void The_order_is_shuffled_by_the_seed_and_that_of_the_data_without_one()
    {
        using var rows = Streamed();
        CollectionAssert.AreEqual(Enumerable.Range(0, (int)Rows).ToArray(), Order(rows, null));
        CollectionAssert.AreEqual(Order(rows, 5), Order(rows, 5));
        CollectionAssert.AreNotEqual(Order(rows, 5), Order(rows, 6));
        var order = Order(rows, 5);
        var moved = order.Take(500).Average(row => Math.Abs(row - Array.IndexOf(order, row)));
        Assert.IsGreaterThan(rows.Identify().Window!.Value / 5.0, moved, "rows must move far within a window");
    }

    [TestMethod]
    public void An_epoch_taken_up_in_its_middle_goes_on_with_the_same_batches()
    {
        using var rows = Streamed();
        var whole = Order(rows, 5);
        CollectionAssert.AreEqual(whole[(60 * 96)..], Order(rows, 5, firstBatch: 60));
    }

    [TestMethod]
    public void Held_out_rows_are_a_share_chosen_by_the_seed_and_never_trained_on()
    {
        var data = new VirtualView(Rows, Width);
        var (training, heldOut) = new BatchReading(Columns, CPU, Budget).Read(data, _ => 0.1, seed: 3);
        var (again, heldOutAgain) = new BatchReading(Columns, CPU, Budget).Read(data, _ => 0.1, seed: 3);
        using (training)
        using (heldOut)
        using (again)
        using (heldOutAgain)
        {
            var (kept, taken) = (Order(training, 1), Order(heldOut!, null));
            Assert.AreEqual(Rows, kept.Length + taken.Length);
            Assert.IsEmpty(kept.Intersect(taken));
            Assert.AreEqual(1000, taken.Length, 100);
            CollectionAssert.AreEqual(taken, Order(heldOutAgain!, null));
        }
    }

    [TestMethod]
    public void The_survey_knows_ranges_and_names_a_faulty_row()
    {
        using var rows = Streamed();
        Assert.AreEqual((0.0, Rows - 1 + (0.5 * (Width - 1))), rows.Range(BatchMember.Features));
        Assert.AreEqual((0.0, 2.0), rows.Range(BatchMember.Targets));
        Assert.ThrowsExactly<InvalidOperationException>(() => new BatchReading(Columns, CPU, Budget).Read(new VirtualView(0, Width)));
    }

    [TestMethod]
    public void Leaving_an_epoch_early_closes_the_cursor()
    {
        var data = new VirtualView(Rows, Width);
        using var rows = new BatchReading(Columns, CPU, Budget).Read(data);
        foreach (var batch in rows.Epoch(32, 1))
        {
            batch.Dispose();
            break;
        }
        Assert.AreEqual(0, data.OpenCursors);
    }

    [TestMethod]
    public void An_error_of_the_source_reaches_the_one_who_trains()
    {
        var passes = 0;
        var data = new VirtualView(Rows, Width, onRow: row =>
        {
            if (row == 0)
                passes++;
            if (passes == 2 && row == 5000)
                throw new IOException("the disk is gone");
        });
        using var rows = new BatchReading(Columns, CPU, Budget).Read(data);
        Assert.AreEqual("the disk is gone", Assert.ThrowsExactly<IOException>(() => Order(rows, 1)).Message);
        Assert.AreEqual(0, data.OpenCursors);
    }

    [TestMethod]
    public void Streaming_leaves_no_tensor_behind()
    {
        using var rows = Streamed();
        var before = LiveTensors.Count();
        foreach (var batch in rows.Epoch(100, 1))
            batch.Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static IBatchSource Streamed() => new BatchReading(Columns, CPU, Budget).Read(new VirtualView(Rows, Width));

    private static int[] Order(IBatchSource rows, int? seed, int firstBatch = 0)
    {
        var order = new List<int>();
        foreach (var batch in rows.Epoch(96, seed, firstBatch))
        {
            using var owned = batch;
            order.AddRange(Firsts(batch));
        }
        return [.. order];
    }

    private static int[] Firsts(TensorBatch batch)
    {
        using var scope = NewDisposeScope();
        return [.. batch.Features.select(1, 0).contiguous().data<float>().ToArray().Select(x => (int)x)];
    }
}

using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Streaming;

[TestClass]
public sealed class BatchReadingTests
{
    private static readonly SizedColumn[] Columns = [new VectorInput("Features", "feature", 2)]; // 8 bytes a row

    [TestMethod]
    public void Rows_that_just_fit_the_budget_are_kept_and_one_more_is_streamed()
    {
        foreach (var knowsCount in new[] { true, false })
        {
            using var fits = Reading(80).Read(new VirtualView(10, 2, knowsCount));
            Assert.IsInstanceOfType<InMemoryBatches>(fits);
            using var spills = Reading(80).Read(new VirtualView(11, 2, knowsCount));
            Assert.IsInstanceOfType<StreamedBatches>(spills);
            Assert.AreEqual(11L, spills.RowCount);
        }
    }

    [TestMethod]
    public void A_budget_below_a_single_row_still_reads()
    {
        using var one = Reading(1).Read(new VirtualView(1, 2, knowsCount: false));
        Assert.AreEqual(1L, one.RowCount);
        using var three = Reading(1).Read(new VirtualView(3, 2));
        Assert.AreEqual(1, three.Identify().Window);
        CollectionAssert.AreEqual(new float[] { 0, 1, 2 }, Firsts(three.Epoch(2, null)));
    }

    [TestMethod]
    public void The_share_held_out_is_rounded_and_the_rest_is_learned_from()
    {
        var (training, heldOut) = Reading(1000).Read(new VirtualView(10, 2), _ => 0.26, seed: 1);
        using (training)
        using (heldOut)
        {
            Assert.AreEqual(3L, heldOut!.RowCount);
            CollectionAssert.AreEqual(
                Enumerable.Range(0, 10).Select(i => (float)i).ToArray(),
                    Firsts(training.Epoch(4, null)).Concat(Firsts(heldOut.Epoch(4, null))).Order().ToArray());
        }
    }

    [TestMethod]
    public void Without_a_share_nothing_is_held_out()
    {
        var (training, heldOut) = Reading(1000).Read(new VirtualView(10, 2), _ => 0, seed: 1);
        using (training)
            Assert.AreEqual(10L, training.RowCount);
        Assert.IsNull(heldOut);
    }

    [TestMethod]
    [DataRow(4, 0.1, "which of 4 rows holds out 0")]
    [DataRow(1, 0.9, "which of 1 rows holds out 1")]
    [DataRow(3, 0.9, "which of 3 rows holds out 3")]
    public void A_share_that_leaves_either_side_empty_is_refused(int rows, double fraction, string expected)
    {
        var before = LiveTensors.Count();
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Reading(1000).Read(new VirtualView(rows, 2), _ => fraction, seed: 1));
        StringAssert.Contains(error.Message, expected);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void A_stream_whose_share_is_empty_is_refused_too() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => Reading(8).Read(new VirtualView(2, 2), _ => 1e-9, seed: 1));

    [TestMethod]
    public void A_member_that_is_not_there_has_no_range()
    {
        foreach (var budget in new[] { 1000L, 8 })
        {
            using var rows = Reading(budget).Read(new VirtualView(10, 2));
            Assert.AreEqual((0.0, 9.5), rows.Range(BatchMember.Features));
            Assert.AreEqual((0.0, 0.0), rows.Range(BatchMember.Targets), $"budget {budget}");
        }
    }

    [TestMethod]
    [DataRow(10_000L)]
    [DataRow(300L)]
    public void Two_epochs_at_once_do_not_disturb_each_other(long budget)
    {
        using var rows = Reading(budget).Read(new VirtualView(50, 2));
        using var ahead = rows.Epoch(5, null).GetEnumerator();
        using var behind = rows.Epoch(5, null).GetEnumerator();
        Assert.IsTrue(behind.MoveNext());
        for (var batch = 0; batch < 10; batch++)
            CheckNext(ahead, batch);
        Thread.Sleep(20); // the reader of the first fills all it may
        CheckBatch(behind.Current, 0);
        for (var batch = 1; batch < 10; batch++)
            CheckNext(behind, batch);
        Assert.IsFalse(ahead.MoveNext() || behind.MoveNext());

        void CheckNext(IEnumerator<TensorBatch> epoch, int batch)
        {
            Assert.IsTrue(epoch.MoveNext());
            CheckBatch(epoch.Current, batch);
        }
        void CheckBatch(TensorBatch found, int batch) =>
            CollectionAssert.AreEqual(Enumerable.Range(5 * batch, 5).Select(i => (float)i).ToArray(), Firsts([found]), $"batch {batch}");
    }

    [TestMethod]
    public void Rows_are_known_by_their_content_however_they_are_read()
    {
        using var rows = Reading(1000).Read(new VirtualView(10, 2));
        using var again = Reading(1000).Read(new VirtualView(10, 2, knowsCount: false));
        using var fewer = Reading(1000).Read(new VirtualView(9, 2));
        Assert.AreEqual(rows.Identify(), again.Identify());
        Assert.AreNotEqual(rows.Identify().Content, fewer.Identify().Content);
        using var streamed = Reading(40).Read(new VirtualView(10, 2));
        using var streamedAgain = Reading(40).Read(new VirtualView(10, 2));
        using var otherWindow = Reading(72).Read(new VirtualView(10, 2));
        Assert.AreEqual(streamed.Identify(), streamedAgain.Identify());
        Assert.AreEqual(streamed.Identify().Content, otherWindow.Identify().Content);
        Assert.AreNotEqual(streamed.Identify(), otherWindow.Identify(), "another window shuffles otherwise");
    }

    private static BatchReading Reading(long budget) => new(Columns, CPU, budget);

    private static float[] Firsts(IEnumerable<TensorBatch> batches)
    {
        var read = new List<float>();
        foreach (var batch in batches)
        {
            using var owned = batch;
            using var firsts = batch.Features.select(1, 0).contiguous();
            read.AddRange(firsts.data<float>().ToArray());
        }
        return [.. read];
    }
}

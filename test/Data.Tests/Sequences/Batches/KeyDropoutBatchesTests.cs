namespace DeepML.Data.Tests.Sequences;

[TestClass]
public sealed class KeyDropoutBatchesTests
{
    private const int BatchSize = 16;

    [TestMethod]
    public void The_share_of_the_keys_is_missing_and_nothing_else_changes()
    {
        using var source = SequenceRows.Create(320);
        var dropped = new KeyDropoutBatches(source, 0.3);
        var keys = SequenceRows.Read(dropped, BatchSize, 1, 0, batch => batch.Features.data<int>().ToArray()).SelectMany(k => k).ToArray();
        var present = source.Rows.Lengths.data<long>().Sum();
        CollectionAssert.IsSubsetOf(keys.Distinct().ToArray(), new[] { 0, 7 });
        Assert.AreEqual(0.7, keys.Count(key => key == 7) / (double)present, 4 * Math.Sqrt(0.21 / present));
        var plain = SequenceRows.Labels(source, BatchSize, 1).SelectMany(b => b).ToArray();
        CollectionAssert.AreEqual(plain, SequenceRows.Labels(dropped, BatchSize, 1).SelectMany(b => b).ToArray());
    }

    [TestMethod]
    public void Every_batch_misses_other_keys_and_the_same_when_the_epoch_is_taken_up_again()
    {
        using var source = SequenceRows.Create(96, shortest: SequenceRows.Width);
        var dropped = new KeyDropoutBatches(source, 0.5);
        var whole = Keys(seed: 1);
        Assert.HasCount(6, whole.Distinct().ToArray());
        CollectionAssert.AreEqual(whole[4..], Keys(seed: 1, first: 4));
        Assert.IsEmpty(whole.Intersect(Keys(seed: 2)));

        string[] Keys(int seed, int first = 0) =>
            SequenceRows.Read(dropped, BatchSize, seed, first, batch => string.Concat(batch.Features.data<int>().ToArray()));
    }

    [TestMethod]
    public void Rows_that_are_measured_keep_their_keys()
    {
        using var source = SequenceRows.Create(32, shortest: SequenceRows.Width);
        var keys = SequenceRows.Read(new KeyDropoutBatches(source, 0.9), BatchSize, null, 0, batch => batch.Features.data<int>().ToArray());
        Assert.IsTrue(keys.SelectMany(k => k).All(key => key == 7));
    }
}

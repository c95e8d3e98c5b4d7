using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class TokenWindowsTests
{
    [TestMethod]
    public void Every_window_is_as_long_as_the_others()
    {
        using var windows = new TokenWindows([0, 9, 2, 3, 4, 5], length: 4, overlap: true, CPU);
        Assert.AreEqual((4.0, 4.0), windows.Range(BatchMember.Lengths));
        Assert.AreEqual((0.0, 9.0), windows.Range(BatchMember.Features));
    }

    [TestMethod]
    public void Windows_that_are_measured_ask_for_every_token_once_and_overlap_by_half()
    {
        using var windows = new TokenWindows([0, 1, 2, 3, 4, 5, 6, 7, 8], length: 4, overlap: true, CPU);
        var read = Read(windows, 2, null);
        Assert.AreEqual(3L, windows.RowCount);
        CollectionAssert.AreEqual(new long[] { 0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7 }, read.SelectMany(batch => batch.Features).ToArray());
        CollectionAssert.AreEqual(
            new long[] { 1, 2, 3, 4, -1, -1, 5, 6, -1, -1, 7, 8 }, read.SelectMany(batch => batch.Targets).ToArray());
    }

    [TestMethod]
    public void A_last_window_that_would_reach_too_far_begins_earlier()
    {
        using var windows = new TokenWindows([0, 1, 2, 3, 4, 5], length: 4, overlap: true, CPU);
        CollectionAssert.AreEqual(
            new long[] { 1, 2, 3, 4, -1, -1, -1, 5 }, Read(windows, 2, null).SelectMany(batch => batch.Targets).ToArray());
        using var shorter = new TokenWindows([0, 1, 2], length: 10, overlap: true, CPU);
        CollectionAssert.AreEqual(new long[] { 1, 2 }, Read(shorter, 2, null).Single().Targets);
    }

    [TestMethod]
    public void Windows_that_are_learned_from_lie_elsewhere_in_each_epoch_and_follow_the_seed()
    {
        var tokens = Enumerable.Range(0, 41).Select(i => (long)(i % 40)).ToArray();
        using var windows = new TokenWindows(tokens, length: 10, overlap: false, CPU);
        Assert.AreEqual(4L, windows.RowCount);
        var (first, second) = (Read(windows, 3, 1), Read(windows, 3, 2));
        CollectionAssert.AreEqual(first.SelectMany(b => b.Features).ToArray(), Read(windows, 3, 1).SelectMany(b => b.Features).ToArray());
        CollectionAssert.AreNotEqual(first.SelectMany(b => b.Features).ToArray(), second.SelectMany(b => b.Features).ToArray());
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 40).Select(i => (long)i).ToArray(), first.SelectMany(b => b.Features).ToArray());
        foreach (var (input, target) in first.SelectMany(b => b.Features.Zip(b.Targets)))
            Assert.AreEqual((input + 1) % 40, target);
        CollectionAssert.AreEqual(first[1].Features, Read(windows, 3, 1, firstBatch: 1)[0].Features, "an epoch can be taken up again");
    }

    private static List<(long[] Features, long[] Targets)> Read(TokenWindows windows, int batchSize, int? seed, int firstBatch = 0)
    {
        var read = new List<(long[], long[])>();
        foreach (var batch in windows.Epoch(batchSize, seed, firstBatch))
            using (batch)
                read.Add((batch.Features.data<long>().ToArray(), batch.Targets.data<long>().ToArray()));
        return read;
    }
}

using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class TokenStreamsTests
{
    [TestMethod]
    public void A_text_is_cut_into_streams_whose_segments_follow_each_other()
    {
        using var rows = new TokenStreams([10, 11, 12, 13, 14, 15, 16, 17, 18], streams: 2, segment: 3, CPU);
        Assert.AreEqual(2, rows.Streams);
        var read = Read(rows);
        Assert.HasCount(2, read);
        CollectionAssert.AreEqual(new long[] { 10, 11, 12, 14, 15, 16 }, read[0].Features);
        CollectionAssert.AreEqual(new long[] { 11, 12, 13, 15, 16, 17 }, read[0].Targets);
        CollectionAssert.AreEqual(new long[] { 13, 17 }, read[1].Features, "the last segment is shorter");
        CollectionAssert.AreEqual(new long[] { 14, 18 }, read[1].Targets);
        Assert.AreEqual(4L, rows.RowCount);
    }

    [TestMethod]
    public void Only_the_first_segment_begins_the_streams()
    {
        using var rows = new TokenStreams([1, 2, 3, 4, 5], streams: 1, segment: 2, CPU);
        CollectionAssert.AreEqual(new long[] { 1, 0 }, Read(rows).Select(batch => batch.Begins).ToArray());
    }

    [TestMethod]
    public void The_last_stream_is_filled_up_with_places_at_which_nothing_is_asked()
    {
        using var rows = new TokenStreams([7, 8, 9, 10, 11, 12, 13, 14], streams: 2, segment: 3, CPU); // 7 pairs in 2 streams of 4
        var read = Read(rows);
        CollectionAssert.AreEqual(new long[] { 10, 7 }, read[1].Features, "filled from the beginning");
        CollectionAssert.AreEqual(new long[] { 11, -1 }, read[1].Targets);
        Assert.AreEqual(7, read.Sum(batch => batch.Targets.Count(target => target >= 0)),
            "each character is asked for once, the first never");
    }

    [TestMethod]
    [DataRow(100, 3, 3)]
    [DataRow(2, 3, 2)]
    [DataRow(100, 100, 1)]
    public void There_are_no_more_streams_than_segments(int wanted, int segment, int expected)
    {
        using var rows = new TokenStreams([.. Enumerable.Range(0, 10).Select(i => (long)i)], wanted, segment, CPU);
        Assert.AreEqual(expected, rows.Streams);
    }

    [TestMethod]
    public void Two_characters_are_the_shortest_text_to_learn_from()
    {
        using var rows = new TokenStreams([4, 5], streams: 8, segment: 10, CPU);
        Assert.AreEqual(1L, rows.RowCount);
        var only = Read(rows).Single();
        CollectionAssert.AreEqual(new long[] { 4 }, only.Features);
        CollectionAssert.AreEqual(new long[] { 5 }, only.Targets);
    }

    [TestMethod]
    public void No_seed_changes_the_order_and_an_epoch_can_be_taken_up_in_its_middle()
    {
        using var rows = new TokenStreams([.. Enumerable.Range(0, 50).Select(i => (long)i)], 2, 5, CPU);
        var (whole, seeded, rest) = (Read(rows), Read(rows, seed: 3), Read(rows, firstBatch: 3));
        for (var i = 0; i < whole.Count; i++)
            CollectionAssert.AreEqual(whole[i].Features, seeded[i].Features);
        Assert.HasCount(whole.Count - 3, rest);
        CollectionAssert.AreEqual(whole[3].Features, rest[0].Features);
        Assert.AreEqual(0L, rest[0].Begins, "the middle of a text is no beginning");
        Assert.IsEmpty(Read(rows, firstBatch: whole.Count));
    }

    [TestMethod]
    public void The_ranges_are_those_of_characters_and_of_what_follows_them()
    {
        using var rows = new TokenStreams([3, 9, 4], 1, 5, CPU);
        Assert.AreEqual((3.0, 9.0), rows.Range(BatchMember.Features));
        Assert.AreEqual((4.0, 9.0), rows.Range(BatchMember.Targets));
    }

    private static List<(long[] Features, long[] Targets, long Begins)> Read(TokenStreams rows, int? seed = null, int firstBatch = 0)
    {
        var read = new List<(long[], long[], long)>();
        foreach (var batch in rows.Epoch(99, seed, firstBatch))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var begins = batch[BatchMember.Begins].data<long>().ToArray();
            Assert.HasCount(rows.Streams, begins);
            Assert.HasCount(1, begins.Distinct().ToArray());
            read.Add((batch.Features.contiguous().data<long>().ToArray(), batch.Targets.contiguous().data<long>().ToArray(), begins[0]));
        }
        return read;
    }
}

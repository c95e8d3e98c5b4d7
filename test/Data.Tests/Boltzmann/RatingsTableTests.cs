using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class RatingsTableTests
{
    [TestMethod]
    public void Ratings_are_sorted_by_user_and_item()
    {
        var table = RatingsTable.Create([(2, 5, 3), (0, 9, 1), (2, 1, 4), (0, 2, 5)], userCount: 4);
        Assert.AreEqual(4, table.UserCount);
        Assert.AreEqual(4, table.Count);
        CollectionAssert.AreEqual(new[] { 2, 9 }, table.Items(0).ToArray());
        CollectionAssert.AreEqual(new byte[] { 5, 1 }, table.Levels(0).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 5 }, table.Items(2).ToArray());
        CollectionAssert.AreEqual(new byte[] { 4, 3 }, table.Levels(2).ToArray());
    }

    [TestMethod]
    public void Users_without_ratings_have_none_before_between_and_behind_the_others()
    {
        var table = RatingsTable.Create([(1, 0, 1), (3, 0, 2)], userCount: 6);
        CollectionAssert.AreEqual(new[] { 0, 1, 0, 1, 0, 0 }, Enumerable.Range(0, 6).Select(user => table.Items(user).Length).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 0, 1, 1, 2, 2, 2 }, table.Starts.ToArray());
    }

    [TestMethod]
    public void The_last_of_several_ratings_of_an_item_counts()
    {
        var table = RatingsTable.Create([(0, 7, 1), (0, 3, 2), (0, 7, 5), (0, 7, 4)], userCount: 1);
        CollectionAssert.AreEqual(new[] { 3, 7 }, table.AllItems.ToArray());
        CollectionAssert.AreEqual(new byte[] { 2, 4 }, table.AllLevels.ToArray());
    }

    [TestMethod]
    public void A_table_may_be_empty()
    {
        var table = RatingsTable.Create([], userCount: 2);
        Assert.AreEqual(0, table.Count);
        Assert.AreEqual(0, table.Items(1).Length);
        Assert.AreEqual(0, RatingsTable.Create([], 0).UserCount);
    }

    [TestMethod]
    public void A_batch_holds_the_ratings_of_its_users_by_their_place_in_it()
    {
        using var rows = new RatingsBatches(Table, CPU);
        Assert.AreEqual(3L, rows.RowCount, "user 1 has rated nothing");
        using var batch = (RatingsBatch)rows.Epoch(10, null).Single();
        CollectionAssert.AreEqual(new long[] { 0, 2, 3 }, Longs(batch[BatchMember.Users]));
        CollectionAssert.AreEqual(new long[] { 0, 0, 1, 2 }, Longs(batch.Known.Slots));
        CollectionAssert.AreEqual(new long[] { 4, 5, 6, 4 }, Longs(batch.Known.Items));
        CollectionAssert.AreEqual(new long[] { 1, 2, 3, 5 }, Longs(batch.Known.Levels));
        Assert.AreSame(batch.Known, batch.Asked);
    }

    [TestMethod]
    public void Users_are_those_who_are_asked_something_or_all()
    {
        var asked = RatingsTable.Create([(3, 9, 2), (1, 8, 1)], 4);
        using var some = new RatingsBatches(Table, CPU, asked);
        using var batch = (RatingsBatch)some.Epoch(10, null).Single();
        CollectionAssert.AreEqual(new long[] { 1, 3 }, Longs(batch[BatchMember.Users]));
        CollectionAssert.AreEqual(new long[] { 4 }, Longs(batch.Known.Items), "user 1 is asked without being known");
        CollectionAssert.AreEqual(new long[] { 8, 9 }, Longs(batch.Asked.Items));
        using var all = new RatingsBatches(Table, CPU, all: true);
        Assert.AreEqual(4L, all.RowCount);
        Assert.AreEqual((0.0, 3.0), all.Range(BatchMember.Users));
        Assert.AreEqual((1.0, 3.0), some.Range(BatchMember.Users));
        Assert.AreEqual((0.0, 0.0), some.Range(BatchMember.Items));
    }

    [TestMethod]
    public void An_epoch_is_shuffled_by_its_seed_and_can_be_taken_up_in_its_middle()
    {
        var many = RatingsTable.Create([.. Enumerable.Range(0, 100).Select(user => (user, 0, (byte)1))], 100);
        using var rows = new RatingsBatches(many, CPU);
        var (order, plain) = (Users(rows, 7), Users(rows, null));
        CollectionAssert.AreEqual(Enumerable.Range(0, 100).Select(i => (long)i).ToArray(), plain);
        CollectionAssert.AreNotEqual(plain, order);
        CollectionAssert.AreEquivalent(plain, order);
        CollectionAssert.AreEqual(order, Users(rows, 7));
        CollectionAssert.AreEqual(order[32..], Users(rows, 7, firstBatch: 2));
        Assert.IsEmpty(Users(rows, 7, firstBatch: 7));
    }

    [TestMethod]
    public void The_identity_knows_both_tables_and_every_level()
    {
        string Identity(RatingsTable known, RatingsTable? asked = null)
        {
            using var rows = new RatingsBatches(known, CPU, asked);
            return rows.Identify().Content;
        }
        var other = RatingsTable.Create([(0, 4, 1), (0, 5, 2), (2, 6, 3), (3, 4, 4)], 4);
        Assert.AreEqual(Identity(Table), Identity(Table));
        Assert.AreNotEqual(Identity(Table), Identity(other));
        Assert.AreNotEqual(Identity(Table), Identity(Table, other));
        Assert.AreNotEqual(Identity(other, Table), Identity(Table, other));
    }

    [TestMethod]
    public void A_disposed_batch_leaves_nothing_behind()
    {
        using var rows = new RatingsBatches(Table, CPU, Table);
        var before = LiveTensors.Count();
        foreach (var batch in rows.Epoch(2, 1))
            batch.Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static RatingsTable Table => RatingsTable.Create([(0, 5, 2), (0, 4, 1), (2, 6, 3), (3, 4, 5)], 4);

    private static long[] Longs(Tensor tensor) => tensor.data<long>().ToArray();

    private static long[] Users(RatingsBatches rows, int? seed, int firstBatch = 0)
    {
        var users = new List<long>();
        foreach (var batch in rows.Epoch(16, seed, firstBatch))
        {
            using var owned = batch;
            users.AddRange(Longs(batch[BatchMember.Users]));
        }
        return [.. users];
    }
}

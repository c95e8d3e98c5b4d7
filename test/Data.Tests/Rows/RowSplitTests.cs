using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class RowSplitTests
{
    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    public void About_the_asked_for_share_of_rows_is_held_out(double fraction)
    {
        var split = new RowSplit(fraction, seed: 3);
        Assert.AreEqual(fraction * 10_000, Ids(10_000).Count(split.IsHeldOut), 200);
    }

    [TestMethod]
    public void A_row_is_decided_alike_whenever_it_comes()
    {
        var (split, again) = (new RowSplit(0.3, 5), new RowSplit(0.3, 5));
        foreach (var id in Ids(1000).Reverse())
            Assert.AreEqual(split.IsHeldOut(id), again.IsHeldOut(id));
    }

    [TestMethod]
    public void Another_seed_holds_other_rows_out()
    {
        var (one, other) = (new RowSplit(0.5, 1), new RowSplit(0.5, 2));
        Assert.AreEqual(5000, Ids(10_000).Count(id => one.IsHeldOut(id) == other.IsHeldOut(id)), 200);
    }

    [TestMethod]
    public void Both_halves_of_an_identity_decide()
    {
        var split = new RowSplit(0.5, 1);
        Assert.AreEqual(5000, Enumerable.Range(0, 10_000).Count(i => split.IsHeldOut(new DataViewRowId(7, (ulong)i))), 200);
        Assert.AreEqual(5000, Enumerable.Range(0, 10_000)
            .Count(i => split.IsHeldOut(new DataViewRowId((ulong)i, 0)) == split.IsHeldOut(new DataViewRowId((ulong)i, 1))), 200);
    }

    [TestMethod]
    public void A_larger_share_holds_out_the_same_rows_and_more()
    {
        var (small, large) = (new RowSplit(0.2, 1), new RowSplit(0.4, 1));
        Assert.IsTrue(Ids(1000).Where(small.IsHeldOut).All(large.IsHeldOut));
    }

    [TestMethod]
    public void Of_no_share_no_row_is_held_out_and_of_all_every_row()
    {
        Assert.IsFalse(Ids(1000).Any(new RowSplit(0, 1).IsHeldOut));
        Assert.IsTrue(Ids(1000).All(new RowSplit(1, 1).IsHeldOut));
    }

    private static IEnumerable<DataViewRowId> Ids(int count) => Enumerable.Range(0, count).Select(i => new DataViewRowId((ulong)i, 0));
}

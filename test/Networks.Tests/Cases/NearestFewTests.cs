using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Cases;

/// <summary>The few nearest rows, what is taken of them, and the lists around centres.</summary>
[TestClass]
public sealed class NearestFewTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Of_equally_near_rows_the_first_that_was_seen_comes_first()
    {
        var few = new NearestFew(3);
        few.Look([2, 1, -1, 1, 0, 3], [0], 0, 6);
        Assert.AreEqual(3, few.Held);
        CollectionAssert.AreEqual(new[] { 4, 1, 2 }, Enumerable.Range(0, 3).Select(few.Place).ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 1, 1 }, Enumerable.Range(0, 3).Select(few.Square).ToArray());
    }

    [TestMethod]
    public void Rows_are_looked_at_part_by_part_and_forgotten_together()
    {
        float[] rows = [5, 4, 3, 2, 1, 0];
        var few = new NearestFew(2);
        few.Look(rows, [0], 0, 2);
        CollectionAssert.AreEqual(new[] { 1, 0 }, new[] { few.Place(0), few.Place(1) });
        few.Look(rows, [0], 4, 5);
        CollectionAssert.AreEqual(new[] { 4, 1 }, new[] { few.Place(0), few.Place(1) });
        few.Look(rows, [0], 3, 3); // an empty list
        Assert.AreEqual(2, few.Held);
        few.Clear();
        Assert.AreEqual(0, few.Held);
        few.Look(rows, [5], 0, 1);
        Assert.AreEqual((1, 0), (few.Held, few.Place(0)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(8)]
    [DataRow(19)]
    public void Squares_are_the_sums_of_all_numbers_whatever_a_vector_register_holds(int width)
    {
        var random = new Random(3);
        var row = Enumerable.Range(0, width).Select(_ => random.NextSingle()).ToArray();
        var few = new NearestFew(1);
        few.Look(row, new float[width], 0, 1);
        Assert.AreEqual(row.Sum(x => (double)x * x), few.Square(0), 1e-5);
    }

    [TestMethod]
    public void A_row_that_is_farther_than_numbers_reach_is_found_when_no_other_is_there()
    {
        var few = new NearestFew(2);
        few.Look([3e38f, -3e38f, 1], [3e38f], 0, 3);
        Assert.AreEqual((0, 0f), (few.Place(0), few.Square(0)));
        Assert.AreEqual(float.PositiveInfinity, few.Square(1));
    }

    [TestMethod]
    public void Votes_are_shares_that_the_nearest_tips_and_no_more()
    {
        var few = new NearestFew(4);
        few.Look([1, 2, 3, 4], [0], 0, 4);
        var found = new FoundCases(2, 4, 3);
        found.Take(1, few, [0, 1, 1, 0], [10, 11, 12, 13]);
        Assert.AreEqual((2, 4), (found.Batch, found.Count));
        CollectionAssert.AreEqual(new long[] { 10, 11, 12, 13 }, found.Rows[4..]);
        CollectionAssert.AreEqual(new long[] { 0, 1, 1, 0 }, found.Classes[4..]);
        CollectionAssert.AreEqual(new[] { 1f, 2, 3, 4 }, found.Distances[4..]);
        Assert.AreEqual(0.5, found.Votes[3], 1e-4);
        Assert.IsGreaterThan(found.Votes[4], found.Votes[3], "as many votes, but the nearest");
        Assert.AreEqual(0f, found.Votes[5]);
        CollectionAssert.AreEqual(new float[3], found.Votes[..3], "the other row has none yet");
    }

    [TestMethod]
    public void Where_fewer_are_found_places_are_marked_and_votes_are_of_those_found()
    {
        var few = new NearestFew(3);
        few.Look([2], [0], 0, 1);
        var found = new FoundCases(1, 3, 2);
        found.Take(0, few, [1], [7]);
        CollectionAssert.AreEqual(new long[] { 7, -1, -1 }, found.Rows);
        CollectionAssert.AreEqual(new long[] { 1, -1, -1 }, found.Classes);
        CollectionAssert.AreEqual(new[] { 2f, float.NaN, float.NaN }, found.Distances);
        Assert.AreEqual(1, found.Votes[1], 1e-3);
    }

    [TestMethod]
    public void Many_rows_are_nearest_to_the_centres_that_a_loop_finds()
    {
        manual_seed(1);
        var (rows, centres) = (randn(9000, 3), randn(7, 3)); // more than one block
        var expected = (rows.unsqueeze(1) - centres).square().sum(2).argmin(1);
        TensorAssert.AreSame(expected, CaseLists.Nearest(rows, centres));
    }

    [TestMethod]
    public void Centres_of_rows_in_two_heaps_are_their_means()
    {
        manual_seed(1);
        var heaps = cat([randn(50, 2), randn(50, 2) + 100]);
        var centres = CaseLists.Centres(heaps, 2, seed: 1);
        var sorted = centres[centres[.., 0].argsort()];
        TensorAssert.AreClose(stack([heaps[..50].mean([0L]), heaps[50..].mean([0L])]), sorted, 1e-4);
    }

    [TestMethod]
    public void As_many_centres_as_rows_are_the_rows_themselves()
    {
        var rows = tensor(new[] { 0f, 5, 9 }, [3, 1]);
        TensorAssert.Holds([0, 5, 9], CaseLists.Centres(rows, 3, seed: 4).flatten().sort().Values);
    }

    [TestMethod]
    public void Rows_are_stored_list_by_list_and_within_a_list_in_their_order()
    {
        using var network = new CaseNetwork(new CaseArchitecture(5, 1, 3, 2, 2, 1));
        network.Store(
            tensor(new[] { 9f, 0, 8, 1, 10 }, [5, 1]), tensor(new long[] { 0, 1, 2, 1, 0 }), tensor(new long[] { 20, 21, 22, 23, 24 }),
            tensor(new[] { 0f, 9 }, [2, 1]));
        CollectionAssert.AreEqual(new long[] { 0, 2, 5 }, network.Starts);
        TensorAssert.Holds([0, 1, 9, 8, 10], network.state_dict()["cases"]);
        TensorAssert.Holds([21, 23, 20, 22, 24], network.state_dict()["numbers"]);
        Assert.AreEqual((0L, 2L), network.ClassRange);
        var found = network.call(tensor(new[] { 7f }, [1, 1]));
        CollectionAssert.AreEqual(new long[] { 22, 20 }, found.Rows);
        network.Probe(2);
        Assert.AreEqual(2, network.Architecture.Probes);
        Assert.IsEmpty(network.parameters(), "nothing of it is learned");
    }
}

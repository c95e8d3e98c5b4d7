using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Cases;

/// <summary>The nearest of stored rows, by all of them and by lists.</summary>
[TestClass]
public sealed class CaseNetworkTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(8)]
    [DataRow(13)]
    [DataRow(32)]
    public void The_nearest_rows_are_those_of_a_loop_whatever_their_width(int width)
    {
        var rows = Rows(500, width, seed: 1);
        var queries = Rows(40, width, seed: 2);
        using var network = Stored(rows, lists: 1, count: 7);
        using var asked = tensor(queries.SelectMany(row => row).ToArray(), [40, width]);
        var found = network.call(asked);
        for (var query = 0; query < 40; query++)
        {
            var expected = rows.Select((row, number) => (Distance: Distance(row, queries[query]), number)).Order().Take(7).ToArray();
            CollectionAssert.AreEqual(expected.Select(e => (long)e.number).ToArray(), Part(found.Rows, query, 7));
            CollectionAssert.AreEqual(expected.Select(e => (long)e.number % 3).ToArray(), Part(found.Classes, query, 7));
            for (var rank = 0; rank < 7; rank++)
                Assert.AreEqual(expected[rank].Distance, found.Distances[(query * 7) + rank], 1e-5);
        }
    }

    [TestMethod]
    public void All_lists_find_what_one_finds_and_fewer_find_fewer()
    {
        var rows = Rows(2000, 4, seed: 1);
        using var one = Stored(rows, lists: 1, count: 10);
        using var many = Stored(rows, lists: 40, count: 10);
        using var asked = tensor(Rows(100, 4, seed: 2).SelectMany(row => row).ToArray(), [100, 4]);
        var exact = one.call(asked).Rows;
        CollectionAssert.AreEqual(exact, many.Find(asked, 10, 40).Rows);
        var shares = new[] { 1, 4, 12 }.Select(probes => Share(exact, many.Find(asked, 10, probes).Rows, 10)).ToArray();
        Assert.IsTrue(shares[0] < shares[1] && shares[1] < shares[2] && shares[0] > 0.3 && shares[2] > 0.95, string.Join(" ", shares));
    }

    [TestMethod]
    public void As_many_lists_are_looked_through_as_the_share_that_is_to_be_found_takes()
    {
        var rows = Rows(4000, 4, seed: 1);
        using var network = Stored(rows, lists: 60, count: 10);
        using var stored = tensor(rows.SelectMany(row => row).ToArray(), [4000, 4]);
        using var numbers = arange(4000);
        using var asked = tensor(Rows(200, 4, seed: 2).SelectMany(row => row).ToArray(), [200, 4]);
        var exact = network.Find(asked, 10, 60).Rows;
        foreach (var least in new[] { 0.5, 0.9, 0.99, 1 })
        {
            var measured = CaseTuning.Tune(network, stored, numbers, least, seed: 1);
            Assert.IsGreaterThanOrEqualTo(least, measured);
            Assert.AreEqual(measured, Share(exact, network.call(asked).Rows, 10), 0.06, "of rows that are not stored");
        }
        Assert.IsLessThan(60, Probes(0.9));

        int Probes(double least)
        {
            CaseTuning.Tune(network, stored, numbers, least, seed: 1);
            return network.Architecture.Probes;
        }
    }

    [TestMethod]
    public void Votes_are_shares_and_the_nearest_decides_between_equals()
    {
        using var network = Stored([[1, 0], [2, 0], [3, 0], [4, 0], [100, 0]], lists: 1, count: 4, classes: [0, 1, 1, 0, 2]);
        using var asked = tensor(new float[] { 0, 0, 99, 0 }, [2, 2]);
        var votes = network.call(asked).Votes;
        Assert.AreEqual(0.5, votes[0], 1e-3);
        Assert.AreEqual(0.5, votes[1], 1e-3);
        Assert.IsGreaterThan(votes[1], votes[0], "the nearest is of the first class");
        Assert.AreEqual(0, votes[2]);
        Assert.AreEqual(0.25, votes[5], 1e-3);
        Assert.AreEqual(0.5, votes[4], 1e-3);
    }

    [TestMethod]
    public void A_list_that_holds_fewer_rows_than_are_looked_for_leaves_places_empty()
    {
        using var network = Stored([[0, 0], [1, 0], [100, 0], [101, 0], [102, 0]], lists: 2, count: 3);
        using var asked = tensor(new float[] { 0, 0 }, [1, 2]);
        var found = network.Find(asked, 3, 1);
        var held = found.Rows.Count(row => row >= 0);
        Assert.AreEqual(held, found.Classes.Count(c => c >= 0));
        Assert.AreEqual(held, found.Distances.Count(float.IsFinite));
        Assert.AreEqual(1, found.Votes.Sum(), 1e-3);
        Assert.IsLessThan(3, held);
    }

    [TestMethod]
    public void Centres_lie_where_rows_crowd_and_the_same_seed_finds_the_same()
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        var rows = Enumerable.Range(0, 900).Select(i => new[] { (100f * (i % 3)) + random.NextSingle(), random.NextSingle() }).ToArray();
        var stored = tensor(rows.SelectMany(row => row).ToArray(), [900, 2]);
        var centres = CaseLists.Centres(stored, 30, seed: 5);
        CollectionAssert.AreEqual(centres.data<float>().ToArray(), CaseLists.Centres(stored, 30, seed: 5).data<float>().ToArray());
        var nearest = CaseLists.Nearest(stored, centres).data<long>().ToArray();
        var places = centres.data<float>().ToArray().Chunk(2).ToArray();
        for (var row = 0; row < 900; row++)
        {
            if (row % 90 != 0)
                continue;
            var distances = places.Select(place => Distance(rows[row], place)).ToArray();
            Assert.AreEqual(distances.Min(), distances[nearest[row]], 1e-3);
        }
        Assert.IsGreaterThan(3, nearest.Distinct().Count());
    }

    private static CaseNetwork Stored(float[][] rows, int lists, int count, long[]? classes = null)
    {
        var width = rows[0].Length;
        var network = new CaseNetwork(new CaseArchitecture(rows.Length, width, 3, count, lists, lists));
        using var scope = NewDisposeScope();
        var stored = tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, width]);
        var labels = tensor(classes ?? [.. Enumerable.Range(0, rows.Length).Select(row => row % 3L)]);
        var centres = lists == 1 ? zeros(1, width) : CaseLists.Centres(stored, lists, seed: 1);
        network.Store(stored, labels, arange(rows.Length), centres);
        return network;
    }

    private static float[][] Rows(int count, int width, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, width).Select(_ => random.NextSingle()).ToArray())];
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum());

    private static long[] Part(long[] values, int query, int count) => values[(query * count)..((query + 1) * count)];

    private static double Share(long[] exact, long[] found, int count) => Enumerable.Range(0, exact.Length / count)
        .Average(query => Part(exact, query, count).Intersect(Part(found, query, count)).Count() / (double)count);
}

using System.Globalization;
using DeepML.MpiChild;

namespace DeepML.Distributed.Tests.Mpi;

/// <summary>What processes say to each other over MPI.</summary>
[TestClass]
public sealed class WordsTests
{
    private const int Ranks = 3;

    [TestMethod]
    public void Every_process_hears_the_same_of_all_in_the_order_of_ranks()
    {
        var said = Said();
        for (var rank = 0; rank < Ranks; rank++)
        {
            Assert.AreEqual("|BBB|CCCCCC", Of(said, rank, "gathered"), "bytes of any length, and none");
            Assert.AreEqual("what the first says", Of(said, rank, "from first"));
            Assert.AreEqual("0", Of(said, rank, "nothing from first"));
            StringAssert.StartsWith(Of(said, rank, "names"), $"rank 0 ({Environment.MachineName}), rank 2 (");
        }
    }

    [TestMethod]
    public void Sums_are_those_of_all_ranks_also_of_one_that_was_begun_before_another()
    {
        var said = Said();
        for (var rank = 0; rank < Ranks; rank++)
        {
            foreach (var what in new[] { "sum", "later" })
                foreach (var (expected, found) in Sums().Zip(Numbers(said, rank, what)))
                    Assert.AreEqual(expected, found, 1e-12, what);
            foreach (var (expected, found) in Sums().Zip(Numbers(said, rank, "gradients")))
                Assert.AreEqual(expected, found, 1e-5);
        }
    }

    [TestMethod]
    public void Rounded_gradients_are_the_same_everywhere_and_within_the_last_of_eight_bits()
    {
        var (said, exact) = (Said("rounded=1"), Said());
        var found = Numbers(said, 0, "gradients");
        for (var rank = 1; rank < Ranks; rank++)
            CollectionAssert.AreEqual(found, Numbers(said, rank, "gradients"));
        var all = Sums().ToArray();
        for (var place = 0; place < Words.Count; place++)
        {
            // each addend and the sum may be off by half of the last of eight bits
            var most = Enumerable.Range(0, Ranks).Sum(rank => Math.Abs(Words.Number(rank, place))) + Math.Abs(all[place]);
            Assert.AreEqual(all[place], found[place], (most / 256) + 1e-6, $"number {place}");
        }
        CollectionAssert.AreNotEqual(found, Numbers(exact, 0, "gradients"));
        Assert.IsLessThan(Numbers(exact, 0, "bytes")[0], Numbers(said, 0, "bytes")[0], "half the bytes of gradients");
    }

    private static IEnumerable<double> Sums() => Enumerable.Range(0, Words.Count)
        .Select(place => Enumerable.Range(0, Ranks).Sum(rank => Words.Number(rank, place)));

    // The lines of each rank.
    private static string[][] Said(params string[] settings)
    {
        MpiRun.Launcher();
        using var folder = new TemporaryFolder();
        MpiRun.Finish(Ranks, "words", folder.Path, settings);
        return [.. Enumerable.Range(0, Ranks).Select(rank => File.ReadAllLines(Path.Combine(folder.Path, $"words-{rank}.txt")))];
    }

    private static double[] Numbers(string[][] said, int rank, string what) =>
        [.. Of(said, rank, what).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static string Of(string[][] said, int rank, string what) =>
        said[rank].Single(line => line.StartsWith($"{what} ", StringComparison.Ordinal))[(what.Length + 1)..];
}

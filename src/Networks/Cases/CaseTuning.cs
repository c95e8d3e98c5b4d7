using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Finds out how many lists must be looked through.</summary>
internal static class CaseTuning
{
    private const int Queries = 256;

    /// <summary>Sets the smallest number of lists with which the share of the nearest rows that is found reaches a limit.</summary>
    /// <param name="network">With its rows stored.</param>
    /// <param name="rows">The stored rows, some of which are asked for; they do not count as found themselves.</param>
    /// <param name="numbers">(rows), int64: which row of the data each is.</param>
    /// <param name="least">The share, in (0, 1].</param>
    /// <param name="seed">Fixes which rows are asked for.</param>
    /// <returns>The share that was measured.</returns>
    public static double Tune(CaseNetwork network, Tensor rows, Tensor numbers, double least, int seed)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        var drawn = Enumerable.Range(0, Queries).Select(_ => random.NextInt64(rows.size(0))).Distinct().ToArray();
        var queries = rows.index_select(0, tensor(drawn));
        var own = numbers.index_select(0, tensor(drawn)).ReadAll<long>();
        var (lists, count) = (network.Architecture.Lists, network.Architecture.Count);
        var exact = network.Find(queries, count + 1, lists);
        var (below, enough, share) = (0, lists, 1.0);
        for (var probes = 1; probes < lists; probes *= 2)
        {
            if (Share(probes) is var reached && reached >= least)
            {
                (enough, share) = (probes, reached);
                break;
            }
            below = probes;
        }
        while (enough - below > 1)
        {
            var middle = (below + enough) / 2;
            if (Share(middle) is var reached && reached >= least)
                (enough, share) = (middle, reached);
            else
                below = middle;
        }
        network.Probe(enough);
        return share;

        double Share(int probes) => Recall(exact, network.Find(queries, count + 1, probes), own);
    }

    /// <summary>The share of the nearest rows, other than the row itself, that was found.</summary>
    private static double Recall(FoundCases exact, FoundCases found, long[] own)
    {
        var hits = own.Select((self, query) => Others(exact, query, self).Intersect(Others(found, query, self)).Count()).Sum();
        return (double)hits / (own.Length * (exact.Count - 1));
    }

    private static IEnumerable<long> Others(FoundCases found, int query, long self) =>
        found.Rows.Skip(query * found.Count).Take(found.Count).Where(row => row != self && row >= 0).Take(found.Count - 1);
}

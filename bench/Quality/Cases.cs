using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// The ten nearest of a million rows of 32 numbers, normally distributed around 1,000 centres, for 1,000 questions of the same kind: the
/// share of them that an approximate search finds, and questions a second, of a transformer that scores a view, beside looking at all rows.
/// </summary>
internal sealed class Cases : IQualityTask
{
    private const int Rows = 1_000_000;
    private const int Width = 32;
    private const int Centres = 1000;
    private const int Questions = 1000;
    private const int Nearest = 10;

    public string Name => "cases";

    public IEnumerable<(string Name, double Value)> Run()
    {
        // Around each centre half as wide as the centres are spread, and as wide: hardly any groups are left.
        foreach (var (suffix, deviation) in new[] { ("", 0.5), (" (no groups)", 1) })
            foreach (var (name, value) in Measure(deviation))
                yield return (name + suffix, value);
    }

    private static IEnumerable<(string Name, double Value)> Measure(double deviation)
    {
        var (ml, random) = (new MLContext(seed: 1), new Random(1));
        var centres = Enumerable.Range(0, Centres).Select(_ => Draws.Normal(random, Width, 1)).ToArray();
        var data = ml.Data.LoadFromEnumerable(Draw(random, centres, deviation, Rows));
        var questions = ml.Data.LoadFromEnumerable(Draw(random, centres, deviation, Questions));
        var options = new NearestCasesOptions { Count = Nearest };
        var clock = Stopwatch.StartNew();
        using var lists = ml.Transforms.NearestCases("Cases", "Code", "Label", options).Fit(data);
        yield return ("cases.fit.seconds", clock.Elapsed.TotalSeconds);
        using var all = ml.Transforms.NearestCases("Cases", "Code", "Label", options with { Search = CaseSearch.Exact }).Fit(data);
        var (found, perSecond) = Ask(lists, questions);
        var (exact, perSecondExact) = Ask(all, questions);
        yield return ("cases.recall@10", exact.Zip(found, (a, b) => a.Intersect(b).Count() / (double)Nearest).Average());
        yield return ("cases.qps", perSecond);
        yield return ("cases.qps.exact", perSecondExact);
        yield return ("cases.qps.ratio", perSecond / perSecondExact);
        yield return ("cases.probes", lists.ProbeCount);
        yield return ("cases.lists", lists.ListCount);
    }

    private static (long[][] Rows, double PerSecond) Ask(NearestCasesTransformer model, IDataView questions)
    {
        model.Transform(questions).GetColumn<long[]>("CasesRows").First(); // what is made once is made here
        var clock = Stopwatch.StartNew();
        var rows = model.Transform(questions).GetColumn<long[]>("CasesRows").ToArray();
        return (rows, rows.Length / clock.Elapsed.TotalSeconds);
    }

    private static Case[] Draw(Random random, float[][] centres, double deviation, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var centre = random.Next(Centres);
        var code = Draws.Normal(random, Width, deviation);
        for (var i = 0; i < Width; i++)
            code[i] += centres[centre][i];
        return new Case { Code = code, Label = (uint)(centre % 10) };
    })];

    internal sealed class Case
    {
        [VectorType(Width)]
        public float[] Code { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }
    }
}

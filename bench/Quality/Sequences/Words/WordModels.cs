using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// A language model over the words of texts that Debian ships, beside a Kneser-Ney bigram and an interpolated trigram on the same held-out
/// words; shares of the trigram are chosen on the last tenth of the texts learned from, and so is the epoch that is kept of the network.
/// </summary>
internal sealed class WordModels : IQualityTask
{
    private const int Words = 130_000, MostKinds = 5_000, MeasuredSeeds = 2;

    public string Name => "words";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var (learned, heldOut) = WordTexts.Read(Words);
        if (learned.Sum(text => text.Length) < 20_000)
        {
            Console.Error.WriteLine("words: there are too few English texts on this machine (/usr/share/common-licenses, /usr/share/doc).");
            yield break;
        }
        var kinds = learned.SelectMany(text => text).GroupBy(word => word).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).Where(g => g.Count() > 2).Take(MostKinds)
            .Select((g, i) => (g.Key, i)).ToDictionary(g => g.Key, g => g.i + 1); // rarer words are one: 0
        int[] Tokens(string[] text) => Array.ConvertAll(text, word => kinds.GetValueOrDefault(word));
        var (training, test) = (learned.ConvertAll(Tokens), heldOut.ConvertAll(Tokens));
        var fitting = training.ConvertAll(text => text[..(text.Length * 9 / 10)]);
        var choosing = training.ConvertAll(text => text[(text.Length * 9 / 10)..]);
        yield return ("words.tokens", training.Sum(text => text.Length) + test.Sum(text => text.Length));
        yield return ("words.kinds", kinds.Count + 1);

        var (part, all) = (new CountedWords(fitting, kinds.Count + 1), new CountedWords(training, kinds.Count + 1));
        var shares = (from three in (double[])[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
                      from two in (double[])[0.1, 0.2, 0.3, 0.4, 0.5]
                      where three + two < 1
                      select (Three: three, Two: two))
            .MinBy(s => CountedWords.Perplexity(choosing, (text, i) => part.Interpolated(text, i, s)));
        var kneserNey = CountedWords.Perplexity(test, all.KneserNey);
        var trigram = CountedWords.Perplexity(test, (text, i) => all.Interpolated(text, i, shares));
        yield return ("words.bigram.kneser_ney", kneserNey);
        yield return ("words.trigram.interpolated", trigram);

        var clock = Stopwatch.StartNew();
        var perplexities = new List<double>();
        for (var seed = 2; seed <= MeasuredSeeds; seed++)
        {
            using var other = Learn(fitting, choosing, kinds.Count, seed);
            perplexities.Add(other.Perplexity(View(new MLContext(1), test, kinds.Count)));
        }
        using var model = Learn(fitting, choosing, kinds.Count, seed: 1);
        perplexities.Add(model.Perplexity(View(new MLContext(1), test, kinds.Count)));
        var network = perplexities.Average();
        yield return ("words.perplexity", network);
        yield return ("words.gain", trigram / network);
        yield return ("words.seconds", clock.Elapsed.TotalSeconds);
        foreach (var length in (int[])[100, 200, 400])
            yield return ($"words.generate.{length}.milliseconds", Writing(model, length));
    }

    private static SequenceLanguageModelTransformer Learn(List<int[]> fitting, List<int[]> choosing, int kinds, int seed)
    {
        var ml = new MLContext(seed);
        return ml.Transforms.SequenceLanguageModel("Bits", "Keys", new SequenceLanguageModelOptions
        {
            EmbeddingSize = 128,
            Encoder = new LstmEncoder { HiddenSize = 128 },
            Dropout = 0.3,
            TiedWeights = true,
            SegmentLength = 35,
            Training = new TrainingOptions
            {
                Epochs = 20,
                BatchSize = 16,
                LearningRate = 3e-3,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1,
                EarlyStopping = new EarlyStopping { Patience = 4 },
                TimeLimit = TimeSpan.FromMinutes(10),
            },
        }).Fit(View(ml, fitting, kinds), View(ml, choosing, kinds));
    }

    // A token is a few milliseconds however many came before.
    private static double Writing(SequenceLanguageModelTransformer model, int length)
    {
        var clock = Stopwatch.StartNew();
        var written = model.Generate([], length, new GenerationOptions { Seed = 1 }).Length;
        return clock.Elapsed.TotalMilliseconds / Math.Max(1, written);
    }

    private static IDataView View(MLContext ml, List<int[]> texts, int kinds)
    {
        var rows = texts.Select(text => new Row { Keys = Array.ConvertAll(text, token => (uint)token) });
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Keys"].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), kinds));
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row
    {
        public uint[] Keys { get; set; } = [];
    }
}

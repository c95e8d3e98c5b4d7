using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// The way from one English word to another, letter by letter, through the codes of a variational autoencoder: which share of what is
/// written on the way, and is neither end, is a word of the lexicon or one edit away from one. Beside it stand words made of the beginning
/// of one end and the rest of the other, and a way through the codes of an autoencoder whose codes are points.
/// </summary>
internal sealed class InterpolatedWords : IQualityTask
{
    private const int Words = 4000, Fewest = 3, Most = 8, Pairs = 200, Steps = 7;

    public string Name => "interpolate";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var lexicon = Lexicon();
        if (lexicon.Length < Words / 2)
            yield break; // this system ships no texts
        var known = new EditNeighbours(lexicon);
        var ways = Seeds.All.Select(seed => Ways(lexicon, seed, new VariationalCode { Beta = 0.6, WarmUpEpochs = 10 }, known)).ToArray();
        yield return ("interpolate.valid", ways.Average(way => way.Valid));
        yield return ("interpolate.new", ways.Average(way => way.New));
        yield return ("interpolate.ends.exact", ways.Average(way => way.Exact));
        yield return ("interpolate.crossed.valid", Seeds.Mean(seed => known.Share(Crossed(Ends(lexicon, seed), seed))));
        var points = Ways(lexicon, Seeds.All.First(), null, known);
        yield return ("interpolate.points.valid", points.Valid);
        yield return ("interpolate.points.ends.exact", points.Exact);
    }

    // Shares of what is written on the way, words for each way, and the share of ends that are written again.
    private static (double Valid, double New, double Exact) Ways(
        string[] lexicon, int seed, VariationalCode? variational, EditNeighbours known)
    {
        var ml = new MLContext(seed);
        using var model = ml.Transforms.SequenceAutoencoder("Code", "Letters", new SequenceAutoencoderOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 128 },
            Variational = variational,
            Training = new TrainingOptions
            {
                Epochs = 30,
                BatchSize = 64,
                LearningRate = 5e-3,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1,
            },
        }).Fit(ml.Data.LoadFromEnumerable(lexicon.Select(word => new Word { Letters = Keys(word) }).ToArray()));
        var (written, ends) = (new List<string>(), Ends(lexicon, seed));
        foreach (var (from, to) in ends)
            written.AddRange(model.Interpolate(Keys(from), Keys(to), Steps).Select(Text).Skip(1).SkipLast(1).Distinct()
                .Where(word => word != from && word != to));
        var again = model.DecodeKeys(model.Encode([.. ends.Select(pair => Keys(pair.From))])).Select(Text);
        return (
            known.Share(written), written.Count / (double)Pairs, again.Zip(ends, (word, pair) => word == pair.From ? 1.0 : 0).Average());
    }

    private static (string From, string To)[] Ends(string[] lexicon, int seed)
    {
        var random = new Random(300 + seed);
        return [.. Enumerable.Range(0, Pairs).Select(_ => (lexicon[random.Next(lexicon.Length)], lexicon[random.Next(lexicon.Length)]))];
    }

    private static IEnumerable<string> Crossed((string From, string To)[] ends, int seed)
    {
        var random = new Random(400 + seed);
        foreach (var (from, to) in ends)
        {
            var word = from[..random.Next(1, from.Length)] + to[random.Next(1, to.Length)..];
            if (word != from && word != to)
                yield return word;
        }
    }

    private static string[] Lexicon() =>
    [
        .. WordTexts.Read(400_000).Learned.SelectMany(text => text)
            .Where(word => word.Length is >= Fewest and <= Most && word.All(char.IsAsciiLetterLower))
            .CountBy(word => word).OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(Words).Select(word => word.Key),
    ];

    private static uint[] Keys(string word) => [.. word.Select(letter => (uint)(letter - 'a' + 1))];

    private static string Text(uint[] keys) => string.Concat(keys.Select(key => (char)('a' + key - 1)));

    private sealed class Word
    {
        [KeyType(26)]
        public uint[] Letters { get; set; } = [];
    }
}

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Two digits of which training has no row, told apart by which segments of a seven-segment display they light; beside a linear map of
/// pixels, and chance. Then all ten digits, with and without what is taken off the scores of those that were seen.
/// </summary>
internal static class DescribedDigits
{
    private const int RowsOfEach = 300;

    private static readonly string[] Segments =
        ["1111110", "0110000", "1101101", "1111001", "0110011", "1011011", "1011111", "1110000", "1111111", "1111011"];

    /// <summary>The settings; chosen on pairs of digits that are three apart, whose pairs are none of those that are measured.</summary>
    internal static PrototypesOptions Options { get; } = new()
    {
        Body = new ConvolutionalBody { Height = 28, Width = 28, Layers = FewShotDigits.Layers, EmbeddingSize = NamedDigit.Length },
        ClassDescriptions = new ClassDescriptions
        {
            Classes =
            [
                .. Segments.Select((lit, digit) => new ClassDescription(
                    digit.ToString(CultureInfo.InvariantCulture), [.. lit.Select(segment => segment == '1' ? 1f : 0)])),
            ],
            SeenPenalty = 0,
        },
        Training = new TrainingOptions { Epochs = 4, Schedule = new CosineSchedule() },
    };

    private static PrototypesOptions Dense(params int[] hidden) => Options with
    {
        Body = new DenseBody { HiddenSizes = hidden, EmbeddingSize = NamedDigit.Length },
        Training = Options.Training with { Epochs = 10 },
    };

    private static IEnumerable<(int, int)> Pairs =>
        Enumerable.Range(0, 10).Select(a => (a, (a + 1) % 10)).Concat(Enumerable.Range(0, 5).Select(a => (a, a + 5)));

    /// <summary>Accuracies, mean of the seeds.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var all = Seeds.All.SelectMany(seed => Pairs.Select(pair => (Seed: seed, Pair: pair))).ToArray();
        var told = all.Select(one => (one.Pair, Value: Pair(one.Seed, one.Pair, Options))).ToArray();
        yield return ("zeroshot.pairs", told.Average(one => one.Value));
        yield return ("zeroshot.pairs (dense)", all.Average(one => Pair(one.Seed, one.Pair, Dense(128))));
        yield return ("zeroshot.pairs (linear)", all.Average(one => Pair(one.Seed, one.Pair, Dense())));
        yield return ("zeroshot.pairs (chance)", 0.5);
        var ofPair = told.GroupBy(one => one.Pair, one => one.Value).Select(group => group.Average()).ToArray();
        yield return ("zeroshot.pairs.worst", ofPair.Min());
        yield return ("zeroshot.pairs.best", ofPair.Max());
        foreach (var (suffix, penalty) in new (string, double?)[] { ("", null), (" (nothing taken off)", 0) })
        {
            var options = Options with { ClassDescriptions = Options.ClassDescriptions! with { SeenPenalty = penalty } };
            var of = Seeds.All.SelectMany(seed => Pairs.Take(4).Select(pair => AmongAll(seed, pair, options))).ToArray();
            yield return ($"zeroshot.seen{suffix}", of.Average(one => one.Seen));
            yield return ($"zeroshot.unseen{suffix}", of.Average(one => one.Unseen));
            yield return ($"zeroshot.harmonic{suffix}", of.Average(one => one.Seen + one.Unseen > 0
                ? 2 * one.Seen * one.Unseen / (one.Seen + one.Unseen) : 0));
        }
    }

    /// <summary>Share of the rows of two digits that are told apart by a network that has learned the others.</summary>
    internal static double Pair(int seed, (int A, int B) pair, PrototypesOptions options)
    {
        var (model, unseen, _) = Learn(seed, pair, options);
        using var owned = model;
        var places = new[] { pair.A, pair.B }.Select(digit => model.ClassNames.ToList().IndexOf($"{digit}")).ToArray();
        var scores = model.Transform(new MLContext(seed).Data.LoadFromEnumerable(unseen)).GetColumn<float[]>("Score");
        return unseen.Zip(scores).Average(
            row => $"{(row.Second[places[0]] > row.Second[places[1]] ? pair.A : pair.B)}" == row.First.Label ? 1.0 : 0);
    }

    private static (double Seen, double Unseen) AmongAll(int seed, (int A, int B) pair, PrototypesOptions options)
    {
        var (model, unseen, seen) = Learn(seed, pair, options);
        using var owned = model;
        double Share(NamedDigit[] rows) =>
            NamedDigit.CountRight(new MLContext(seed), model, model.ClassNames, rows) / (double)rows.Length;
        return (Share(seen), Share(unseen));
    }

    private static (PrototypesTransformer Model, NamedDigit[] Unseen, NamedDigit[] Seen) Learn(
        int seed, (int A, int B) pair, PrototypesOptions options)
    {
        var ml = new MLContext(seed);
        var rows = NamedDigit.Read(seed);
        var groups = rows.GroupBy(row => row.Label).ToDictionary(group => group.Key, group => group.ToArray());
        var unseen = groups[$"{pair.A}"].Concat(groups[$"{pair.B}"]).ToArray();
        var others = groups.Where(group => group.Key != $"{pair.A}" && group.Key != $"{pair.B}")
            .Select(group => group.Value).ToArray();
        var model = ml.MulticlassClassification.Trainers.Prototypes(options).Fit(
            ml.Data.LoadFromEnumerable(others.SelectMany(group => group.Take(RowsOfEach)).ToArray()));
        return (model, unseen, [.. others.SelectMany(group => group.Skip(RowsOfEach).Take(RowsOfEach))]);
    }
}

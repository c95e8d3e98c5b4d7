using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Five digits told apart by one row or five of each, by prototypes of a network that has learned the other five digits in episodes, with
/// random changes and quarter turns as classes; beside prototypes of raw pixels, and of a network without turns and changes. Then each of
/// the five added by five rows to the classifier of the others: <see cref="AddedDigit"/>.
/// </summary>
internal static class FewShotDigits
{
    private const string Learned = "01234", New = "56789"; // settings were chosen the other way round
    private const int RowsOfEach = 800; // to learn from; the rest is asked for beside an added class
    private const int Episodes = 100;
    private const int Queries = 15;

    /// <summary>The settings.</summary>
    internal static PrototypesOptions Options { get; } = new()
    {
        Body = new ConvolutionalBody
        {
            Height = 28,
            Width = 28,
            EmbeddingSize = NamedDigit.Length,
            Layers = Layers,
            QuarterTurns = true,
            Augmentation = new PictureAugmentation { CropPadding = 2, Rotation = 15, Zoom = 0.15, Stretch = 0.15 },
        },
        Episodes = new EpisodeOptions { Ways = 20, Shots = 1, Queries = 5, PerEpoch = 100 },
        Training = new TrainingOptions { Epochs = 10, Schedule = new CosineSchedule() },
    };

    // Without dropout, which makes the few rows that a prototype is the mean of still more unlike each other.
    internal static ConvolutionalLayer[] Layers =>
    [
        .. new[] { 16, 32, 64 }.SelectMany(filters => new ConvolutionalLayer[]
        {
            new ConvolutionLayer(filters, 3) { Padding = ConvolutionPadding.Same, Bias = false }, new BatchNormalizationLayer(),
            new ActivationLayer(Activation.ReLU), new PoolingLayer(PoolingKind.Maximum, 2),
        }),
        new FlattenLayer(),
    ];

    /// <summary>Accuracies, mean of the seeds.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var seeds = Seeds.All.Select(seed => Measure(seed, Learned, New).ToArray()).ToArray();
        return seeds[0].Select((found, i) => (found.Name, seeds.Average(seed => seed[i].Value)));
    }

    /// <summary>Learns some digits and measures on others.</summary>
    internal static IEnumerable<(string Name, double Value)> Measure(int seed, string learned, string asked)
    {
        var ml = new MLContext(seed);
        var rows = NamedDigit.Read(seed);
        var groups = NamedDigit.Of(rows, learned).GroupBy(row => row.Label).Select(group => group.ToArray()).ToArray();
        var known = ml.Data.LoadFromEnumerable(groups.SelectMany(group => group.Take(RowsOfEach)).ToArray());
        var others = groups.SelectMany(group => group.Skip(RowsOfEach)).ToArray();
        var strange = NamedDigit.Of(rows, asked);
        using var model = ml.MulticlassClassification.Trainers.Prototypes(Options).Fit(known);
        using var raw = ml.MulticlassClassification.Trainers.Prototypes(new PrototypesOptions { Body = null }).Fit(known);
        using var plain = ml.MulticlassClassification.Trainers.Prototypes(Options with
        {
            Body = (ConvolutionalBody)Options.Body! with { QuarterTurns = false, Augmentation = null },
            Episodes = Options.Episodes with { Ways = 5 },
        }).Fit(known);
        foreach (var (name, shots) in new[] { ("oneshot.1", 1), ("oneshot.5", 5) })
        {
            Embed(ml, model, strange);
            yield return (name, Accuracy(ml, seed, strange, shots, nameof(NamedDigit.Vector)));
            yield return ($"{name} (raw pixels)", Accuracy(ml, seed, strange, shots, nameof(NamedDigit.Features)));
            Embed(ml, plain, strange);
            yield return ($"{name} (no changes, no turns)", Accuracy(ml, seed, strange, shots, nameof(NamedDigit.Vector)));
        }
        foreach (var found in AddedDigit.Measure(ml, model, strange, others))
            yield return found;
        foreach (var (name, value) in AddedDigit.Measure(ml, raw, strange, others))
            yield return ($"{name} (raw pixels)", value);
    }

    private static void Embed(MLContext ml, PrototypesTransformer model, NamedDigit[] rows)
    {
        var data = ml.Data.LoadFromEnumerable(rows);
        using var vectors = ml.Transforms.NetworkFeatures("Vector", "Features", model).Fit(data);
        foreach (var (row, vector) in rows.Zip(vectors.Transform(data).GetColumn<float[]>("Vector")))
            row.Vector = vector;
    }

    private static double Accuracy(MLContext ml, int seed, NamedDigit[] rows, int shots, string column)
    {
        var random = new Random(seed);
        var classes = rows.GroupBy(row => row.Label).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToArray()).ToArray();
        var options = new PrototypesOptions { Body = null, FeatureColumnName = column };
        var right = 0;
        for (var episode = 0; episode < Episodes; episode++)
        {
            foreach (var rowsOf in classes)
                random.Shuffle(rowsOf);
            using var model = ml.MulticlassClassification.Trainers.Prototypes(options).Fit(
                ml.Data.LoadFromEnumerable(classes.SelectMany(rowsOf => rowsOf.Take(shots)).ToArray()));
            var queries = classes.SelectMany(rowsOf => rowsOf.Skip(shots).Take(Queries)).ToArray();
            right += NamedDigit.CountRight(ml, model, model.ClassNames, queries);
        }
        return right / (double)(Episodes * Queries * classes.Length);
    }
}

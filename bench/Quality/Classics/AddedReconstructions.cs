using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Reconstructions of an autoencoder beside few digits: 200 of the 1,797 to learn from, the others to judge a linear classifier by.
/// </summary>
internal static class AddedReconstructions
{
    private const int Learned = 200;

    private static readonly AutoencoderAugmenterOptions Options = new()
    {
        Autoencoder = new AutoencoderOptions
        {
            CodeSize = 20,
            Corruption = new GaussianCorruption { StandardDeviation = 0.1 },
            Training = new TrainingOptions { Epochs = 100, BatchSize = 20 },
        },
        Copies = 3,
    };

    /// <summary>
    /// Accuracy with the rows added and without, and in what share of the seeds the augmenter's own measurement adds them.
    /// </summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var found = Seeds.All.Select(Measure).ToArray();
        yield return ("augment.autoencoder.gain", found.Average(f => f.With - f.Without));
        yield return ("augment.autoencoder.accuracy", found.Average(f => f.With));
        yield return ("augment.autoencoder.accuracy (without)", found.Average(f => f.Without));
        yield return ("augment.autoencoder.added", found.Average(f => f.IsAdded ? 1.0 : 0));
    }

    private static (double With, double Without, bool IsAdded) Measure(int seed)
    {
        var ml = new MLContext(seed);
        var rows = GanRows.Digits();
        new Random(seed).Shuffle(rows);
        var (train, test) = (GanRows.Keyed(ml, rows.Take(Learned)), GanRows.Keyed(ml, rows.Skip(Learned)));
        using var measured = ml.Transforms.AugmentWithAutoencoder("Features", "Label", Options).Fit(train);
        using var always = ml.Transforms.AugmentWithAutoencoder("Features", null, Options).Fit(train);
        return (
            GanRows.Classify(ml, always.Transform(train), test).Accuracy, GanRows.Classify(ml, train, test).Accuracy, measured.Copies > 0);
    }
}

using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Digits made by a conditional network: a classifier that has seen only these is tested on real ones.</summary>
internal sealed class GanDigits : IQualityTask
{
    public const int Seeds = 3;

    public string Name => "digits.cgan";

    public static GanAugmenterOptions Options { get; } = new() { Picture = new GanPicture(8, 8) };

    public IEnumerable<(string Name, double Value)> Run()
    {
        var rows = GanRows.Digits();
        var (synthetic, real) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var ml = new MLContext(seed);
            var train = GanRows.Keyed(ml, rows.Skip(360));
            var test = GanRows.Keyed(ml, rows.Take(360));
            using var model = ml.Transforms.AugmentWithGan("Features", "Label", Options).Fit(train);
            synthetic.Add(GanRows.Classify(ml, model.GenerateRows(2000, seed: seed), test).Accuracy);
            real.Add(GanRows.Classify(ml, train, test).Accuracy);
        }
        yield return ("digits.cgan.tstr", synthetic.Average());
        yield return ("digits.cgan.tstr (trained on real rows)", real.Average());
    }
}

/// <summary>Three digits of which only eight rows each are left: with the augmenter, without it, and with random oversampling.</summary>
internal sealed class GanMinority : IQualityTask
{
    private const int Draws = 5;
    private const int Rare = 8;

    public string Name => "digits.minority";

    public static GanAmount Amount { get; } = GanAmount.Balance();

    public static GanAugmenterOptions Options { get; } = GanDigits.Options with
    {
        Amount = Amount,
        Sampling = GanSampling.Even,
        Dropout = 0.4,
        Training = new GanAugmenterOptions().Training with { Epochs = 300, LearningRate = 1e-3 },
    };

    public IEnumerable<(string Name, double Value)> Run()
    {
        var (plain, augmented, oversampled) = (new List<double>(), new List<double>(), new List<double>());
        for (var draw = 1; draw <= Draws; draw++)
        {
            var (train, test) = Draw(draw);
            var ml = new MLContext(draw);
            var trainRows = GanRows.Keyed(ml, train);
            var testRows = GanRows.Keyed(ml, test);
            using var model = ml.Transforms.AugmentWithGan("Features", "Label", Options).Fit(trainRows);
            plain.Add(GanRows.Classify(ml, trainRows, testRows).MacroF1);
            augmented.Add(GanRows.Classify(ml, model.Transform(trainRows), testRows).MacroF1);
            oversampled.Add(GanRows.Classify(ml, GanRows.Keyed(ml, Oversample(train, draw)), testRows).MacroF1);
        }
        yield return ("digits.minority.f1_gain", augmented.Average() - plain.Average());
        yield return ("digits.minority.over_oversampling", augmented.Average() - oversampled.Average());
        yield return ("digits.minority.f1 (augmented)", augmented.Average());
        yield return ("digits.minority.f1 (without)", plain.Average());
        yield return ("digits.minority.f1 (random oversampling)", oversampled.Average());
    }

    public static (GanRows.Row[] Train, GanRows.Row[] Test) Draw(int seed)
    {
        var rows = GanRows.Digits();
        var random = new Random(100 + seed);
        random.Shuffle(rows);
        var rare = Enumerable.Range(0, 10).Select(i => $"{i}").ToArray();
        random.Shuffle(rare);
        var left = rare.Take(3).ToDictionary(name => name, _ => Rare);
        var train = rows.Skip(540).Where(row => !left.TryGetValue(row.Name, out var count) || (left[row.Name] = count - 1) >= 0).ToArray();
        return (train, rows[..540]);
    }

    // Rows of small classes again, as many as the augmenter adds.
    private static IEnumerable<GanRows.Row> Oversample(GanRows.Row[] train, int seed)
    {
        var random = new Random(seed);
        var groups = train.GroupBy(row => row.Name).Select(g => g.ToArray()).ToArray();
        var goal = (int)Math.Round(Amount.Value * groups.Max(g => g.Length));
        return train.Concat(
            groups.SelectMany(g => Enumerable.Range(0, Math.Max(0, goal - g.Length)).Select(_ => g[random.Next(g.Length)])));
    }
}

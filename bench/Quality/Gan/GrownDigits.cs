using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Generators that make pictures from the coarse to the fine, on MNIST's test digits, 8,000 to learn from: a LeNet-5 that has seen
/// nothing but their pictures is tested on the other 2,000. Beside them a DCGAN, and pixels drawn each by itself. "grow.style" asks for a
/// part. Sizes, batches, rates and epochs were tried with one seed on a quarter of the 8,000 that the rest had not seen.
/// </summary>
internal sealed class GrownDigits : IQualityTask
{
    private const int MeasuredSeeds = 2; // a whole run takes the better part of an hour
    private const int PerClass = 800;

    /// <inheritdoc/>
    public string Name => "grow";

    /// <summary>The augmenters, by the name of their results.</summary>
    public static IReadOnlyDictionary<string, GanAugmenterOptions> Augmenters { get; } = new Dictionary<string, GanAugmenterOptions>
    {
        ["grow.progressive"] = Grown(new ProgressiveGenerator { Filters = 8 }, epochs: 16, batch: 64, rate: 1e-3),
        ["grow.style"] = Grown(new StyleGenerator { Filters = 8 }, epochs: 16, batch: 64, rate: 2e-3),
        ["grow.laplacian"] = Grown(new LaplacianPyramidGenerator { Filters = 16 }, epochs: 12, batch: 32, rate: 5e-4),
        ["grow.dcgan"] = GanMnist.Options,
    };

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run(string[] asked)
    {
        if (DigitPairs.Split(1) is null)
            yield break;
        foreach (var (name, options) in Augmenters.Where(part => Catalog.IsAskedFor(part.Key, asked) || asked.Contains(Name)))
            foreach (var result in Mean(name, (ml, train) => Made(ml, train, options)))
                yield return result;
        foreach (var result in Mean("grow.pixels", (_, train) => Pixels(train)))
            yield return result;
        yield return ("grow.tstr (trained on real digits)", Enumerable.Range(1, MeasuredSeeds).Average(
            seed => Trained(new MLContext(seed), seed, DigitPairs.Split(seed)!.Value.Train)));
    }

    /// <summary>Digits that an augmenter has learned to make, as many of each.</summary>
    public static MnistRows.DigitImage[] Made(MLContext ml, MnistRows.DigitImage[] train, GanAugmenterOptions options)
    {
        using var model = ml.Transforms.AugmentWithGan("Features", "Digit", options).Fit(ml.Data.LoadFromEnumerable(train));
        // keys without values are called by their numbers, from 1
        return OfEach(digit => model.Generate(PerClass, $"{digit + 1}", seed: 1));
    }

    /// <summary>Mean distance between digits of a class, as a share of that between real ones; a mean over classes.</summary>
    public static double Spread(MnistRows.DigitImage[] made, MnistRows.DigitImage[] real) =>
        Enumerable.Range(0, 10).Average(digit => Distance(made, digit) / Distance(real, digit));

    /// <summary>Share of test digits that a LeNet-5 knows.</summary>
    public static double Trained(MLContext ml, MnistRows.DigitImage[] rows, MnistRows.DigitImage[] test)
    {
        using var judge = DigitPairs.Judge(ml, rows);
        return DigitPairs.Judged(ml, judge, DigitPairs.View(ml, test, picture => picture), "Wanted");
    }

    private static double Trained(MLContext ml, int seed, MnistRows.DigitImage[] rows) =>
        Trained(ml, rows, DigitPairs.Split(seed)!.Value.Test);

    private static IEnumerable<(string Name, double Value)> Mean(
        string name, Func<MLContext, MnistRows.DigitImage[], MnistRows.DigitImage[]> make)
    {
        var found = Enumerable.Range(1, MeasuredSeeds).Select(seed =>
        {
            var (ml, (train, _)) = (new MLContext(seed), DigitPairs.Split(seed)!.Value);
            var made = make(ml, train);
            return (Tstr: Trained(ml, seed, made), Spread: Spread(made, train));
        }).ToArray();
        yield return ($"{name}.tstr", found.Average(f => f.Tstr));
        yield return ($"{name}.spread", found.Average(f => f.Spread));
    }

    private static GanAugmenterOptions Grown(GrowingGenerator growing, int epochs, int batch, double rate) => new()
    {
        Picture = new GanPicture(28, 28),
        Growing = growing,
        Dropout = 0,
        Training = new GanAugmenterOptions().Training with { Epochs = epochs, BatchSize = batch, LearningRate = rate },
    };

    // The simplest generator: every pixel by itself, with the mean and the deviation that it has in a class.
    private static MnistRows.DigitImage[] Pixels(MnistRows.DigitImage[] train)
    {
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return OfEach(digit =>
        {
            var rows = train.Where(row => row.Digit == digit).Select(row => row.Features).ToArray();
            var means = Enumerable.Range(0, rows[0].Length).Select(p => rows.Average(row => (double)row[p])).ToArray();
            var deviations = means.Select((mean, p) => Math.Sqrt(rows.Average(row => Math.Pow(row[p] - mean, 2)))).ToArray();
            return [.. Enumerable.Range(0, PerClass).Select(_ =>
                means.Select((mean, p) => (float)Math.Clamp(mean + (deviations[p] * Normal()), 0, 1)).ToArray())];
        });
    }

    private static MnistRows.DigitImage[] OfEach(Func<int, IReadOnlyList<float[]>> make) => [.. Enumerable.Range(0, 10).SelectMany(
        digit => make(digit).Select(picture => new MnistRows.DigitImage { Features = picture, Digit = (uint)digit }))];

    private static double Distance(MnistRows.DigitImage[] rows, int digit)
    {
        var some = rows.Where(row => row.Digit == digit).Take(200).Select(row => row.Features).ToArray();
        return some.SelectMany((a, i) => some.Take(i).Select(
            b => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum()))).Average();
    }
}

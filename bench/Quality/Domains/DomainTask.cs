using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// The digits of <c>data/digits.csv</c> with their labels, and MNIST's, cut to their middle 20 rows and columns and pooled to 8 by 8,
/// without: accuracy of a perceptron on other digits of MNIST, from the labels alone and with domains made alike.
/// </summary>
internal sealed class DomainTask : IQualityTask
{
    private const int Unlabelled = 1500, Validation = 1500; // of MNIST; weights were chosen on the second, and the others are scored

    private static readonly (string Name, DomainConfusion? Confusion)[] Ways =
    [
        ("source", null),
        ("coral", new DomainConfusion { Method = new Coral() }),
        ("reversal", new DomainConfusion { Method = new GradientReversal() }),
        ("discrepancy", new DomainConfusion { Method = new MeanDiscrepancy() }),
    ];

    /// <inheritdoc/>
    public string Name => "domain";

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run()
    {
        if (!MnistRows.Exist)
        {
            Console.Error.WriteLine("domain: MNIST is not on this machine.");
            yield break;
        }
        var found = Seeds.All.Select(seed => Ways.Select(way => Measure(way.Confusion, seed)).ToArray()).ToArray();
        double Mean(int way, int part) => found.Average(seed => seed[way][part]);
        for (var way = 0; way < Ways.Length; way++)
        {
            if (way > 0)
                yield return ($"domain.{Ways[way].Name}.gain", Mean(way, 0) - Mean(0, 0));
            yield return ($"domain.{Ways[way].Name}.accuracy", Mean(way, 0));
            yield return ($"domain.{Ways[way].Name}.source_accuracy", Mean(way, 1));
            if (way > 0)
                yield return ($"domain.{Ways[way].Name}.told (chance 0.5)", Mean(way, 2));
        }
    }

    /// <summary>Accuracy on MNIST's digits, on digits of the source that were held out, and of telling the domains.</summary>
    /// <param name="confusion">What is done with domains.</param>
    /// <param name="seed">Of weights and order.</param>
    private static double[] Measure(DomainConfusion? confusion, int seed)
    {
        var ml = new MLContext(seed);
        var (pixels, labels) = ImageRows.Digits();
        var (learned, held) = ImageRows.Split(pixels.Length, seed);
        var mnist = MnistRows.Read(seed).Select(
            row => new Digit { Features = Pooled(row.Features), Label = row.Digit, Domain = 1 }).ToArray();
        Digit[] Source(int[] rows) =>
            [.. rows.Select(i => new Digit { Features = pixels[i], Label = (uint)labels[i], Domain = 0 })];
        Digit[] training =
        [
            .. Source(learned),
            .. mnist[..Unlabelled].Where(_ => confusion is not null).Select(row => new Digit
                { Features = row.Features, Domain = row.Domain, Label = uint.MaxValue }),
        ];
        var scored = mnist[(Unlabelled + Validation)..];
        using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [128, 64],
            InputScaling = NetworkInputScaling.None,
            DomainConfusion = confusion,
            CompareWithBaselines = false,
            Training = new TrainingOptions { Epochs = 40, BatchSize = 64, LearningRate = 1e-3, Seed = seed },
        }).Fit(ml.Data.LoadFromEnumerable(training));
        double Accuracy(Digit[] rows) =>
            ml.MulticlassClassification.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(rows))).MicroAccuracy;
        return
        [
            Accuracy(scored), Accuracy(Source(held)),
            confusion is null ? 1 : model.TrainingHistory.Epochs[^1].Metrics["domain accuracy"],
        ];
    }

    // The middle 20 rows and columns, in which MNIST's digits lie, as means over windows of 3.
    private static float[] Pooled(float[] picture)
    {
        static int From(int place) => 4 + (int)Math.Floor(20 * place / 8.0);
        static int To(int place) => 4 + (int)Math.Ceiling(20 * (place + 1) / 8.0);
        return
        [
            .. Enumerable.Range(0, 64).Select(i => Enumerable.Range(From(i / 8), To(i / 8) - From(i / 8)).Average(row =>
                Enumerable.Range(From(i % 8), To(i % 8) - From(i % 8)).Average(column => picture[(row * 28) + column]))),
        ];
    }

    private sealed class Digit
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }

        [KeyType(2)]
        public uint Domain { get; set; }
    }
}

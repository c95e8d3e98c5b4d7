using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Eight Gaussians on a ring: does the generator find all of them, and do its points lie near them?</summary>
internal sealed class GanRing : IQualityTask
{
    private const int Seeds = 3;
    private const double Deviation = 0.02;

    public string Name => "ring";

    public IEnumerable<(string Name, double Value)> Run()
    {
        foreach (var (name, options) in Games())
        {
            var results = Enumerable.Range(1, Seeds).Select(seed => Measure(seed, options)).ToArray();
            yield return ($"ring.{name}.modes", results.Average(r => r.Modes));
            yield return ($"ring.{name}.quality", results.Average(r => r.Quality));
        }
    }

    public static IEnumerable<(string Name, GanAugmenterOptions Options)> Games()
    {
        var common = new GanAugmenterOptions
        {
            LatentSize = 2,
            GeneratorSizes = [128, 128],
            DiscriminatorSizes = [128, 128],
            BatchNormalization = false,
            Dropout = 0,
            InputScaling = NetworkInputScaling.Standard,
            Training = new GanAugmenterOptions().Training with { Epochs = 400, BatchSize = 256, LearningRate = 1e-3 },
        };
        yield return ("wgangp", common with
        {
            Objective = new GradientPenaltyObjective { Weight = 0.1 },
            DiscriminatorSteps = 2,
            Training = common.Training with { LearningRate = 2e-3 }
        });
        yield return ("pac", common with { RowsPerDecision = 4 });
        yield return ("nopac", common);
        // The discriminator of this game is too slow for the generator, unless the generator sees where it will go.
        yield return ("unrolled", common with { UnrolledSteps = 5, DiscriminatorLearningRate = 1e-4 });
        yield return ("notunrolled", common with { DiscriminatorLearningRate = 1e-4 });
    }

    public static (double Modes, double Quality) Measure(int seed, GanAugmenterOptions options)
    {
        var ml = new MLContext(seed);
        var random = new Random(seed);
        var points = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4096).Select(i => Point.Near(i % 8, random)).ToArray());
        using var model = ml.Transforms.AugmentWithGan("Features", null, options).Fit(points);
        var made = model.Generate(2500, seed: seed);
        var near = made.Select(NearestMode).ToArray();
        var hits = near.Where(n => n.Distance <= 3 * Deviation).ToArray();
        return (hits.GroupBy(n => n.Mode).Count(g => g.Count() >= 20), (double)hits.Length / made.Count);
    }

    private static (int Mode, double Distance) NearestMode(float[] point) => Enumerable.Range(0, 8)
        .Select(mode => (mode,
            Math.Sqrt(Math.Pow(point[0] - Math.Cos(mode * Math.PI / 4), 2) + Math.Pow(point[1] - Math.Sin(mode * Math.PI / 4), 2))))
        .MinBy(p => p.Item2);

    private sealed class Point
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public static Point Near(int mode, Random random) => new()
        {
            Features = [(float)(Math.Cos(mode * Math.PI / 4) + (Deviation * Draws.Normal(random))),
                (float)(Math.Sin(mode * Math.PI / 4) + (Deviation * Draws.Normal(random)))],
        };
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Twelve joints of a figure that walks or runs, 100 frames at a time, with noise: the next frame of a Boltzmann machine with a past, and
/// sequences that it makes.
/// </summary>
internal static class MovingFigure
{
    private const int Joints = 12;
    private const int Past = 3;
    private const double Noise = 0.1;

    /// <summary>
    /// Mean squared error of the next frame on stretches that were not learned, in units of each joint's variance, beside the last frame
    /// once more and a linear autoregression; how many of the generated stretches keep one of the two rhythms.
    /// </summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var found = Seeds.All.Select(Measure).ToArray();
        yield return ("motion.next", found.Average(f => f.Told));
        yield return ("motion.next (last frame)", found.Average(f => f.Repeated));
        yield return ("motion.next (linear autoregression)", found.Average(f => f.Linear));
        yield return ("motion.next (noise)", found.Average(f => f.Least));
        yield return ("motion.rhythm", found.Average(f => f.Rhythm));
    }

    private static (double Told, double Repeated, double Linear, double Least, double Rhythm) Measure(int seed)
    {
        var ml = new MLContext(seed);
        var (learned, test) = (Stretches(40, seed), Stretches(20, seed + 100));
        float[][] Windows(float[][][] stretches) => [.. stretches.SelectMany(frames => FrameWindows.Of(frames, Past))];
        var (rows, others) = (Windows(learned), Windows(test));
        using var model = ml.Transforms.ConditionalBoltzmannMachine("Hidden", "Frames", new ConditionalRbmOptions
        {
            PastFrames = Past,
            HiddenSize = 40,
            VisibleUnits = VisibleUnits.Gaussian,
            Training = new ConditionalRbmOptions().Training with { Epochs = 100, BatchSize = 50, LearningRate = 3e-3 },
        }).Fit(View(ml, rows));
        var variance = Enumerable.Range(0, Joints).Select(joint => Variance(rows.Select(row => row[(Past * Joints) + joint]))).ToArray();
        double Error(IEnumerable<float[]> told) => told.Zip(others, (frame, row) => frame.Select(
            (value, joint) => Math.Pow(value - row[(Past * Joints) + joint], 2) / variance[joint]).Average()).Average();
        var ridge = LinearBaselines.Ridge(
            [.. rows.Select(row => row[..^Joints])], [.. rows.Select(row => row[^Joints..])], [.. others.Select(row => row[..^Joints])], 1);
        var rhythms = test.Select((frames, i) => Rhythm(model.Generate(frames[..Past], 60, seed: i)));
        return (
            Error(others.Select(row => model.Predict([.. row[..^Joints].Chunk(Joints)])[0])),
            Error(others.Select(row => row[^(2 * Joints)..^Joints])), Error(ridge), variance.Average(v => Noise * Noise / v),
            rhythms.Average(share => share > 0.5 ? 1.0 : 0));
    }

    // Share of the variance of a stretch that lies in the better one of the two rhythms.
    private static double Rhythm(IReadOnlyList<float[]> frames) => new[] { 20.0, 10.0 }.Max(period =>
        Enumerable.Range(0, Joints).Average(joint => Share([.. frames.Select(frame => (double)frame[joint])], period)));

    private static double Share(double[] values, double period)
    {
        var mean = values.Average();
        var (sine, cosine) = (0.0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            sine += (values[t] - mean) * Math.Sin(2 * Math.PI * t / period);
            cosine += (values[t] - mean) * Math.Cos(2 * Math.PI * t / period);
        }
        return 2 * ((sine * sine) + (cosine * cosine)) / values.Length / Math.Max(1e-9, values.Sum(v => (v - mean) * (v - mean)));
    }

    private static double Variance(IEnumerable<float> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        return all.Average(v => (v - mean) * (v - mean));
    }

    // Walking swings once in 20 frames; running twice as fast, wider and with an overtone.
    private static float[][][] Stretches(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(stretch =>
        {
            var (runs, phase) = (stretch % 2 == 1, 2 * Math.PI * random.NextDouble());
            return Enumerable.Range(0, 100).Select(t => Enumerable.Range(0, Joints).Select(joint =>
            {
                var angle = (2 * Math.PI * t / (runs ? 10 : 20)) + phase + joint;
                var swing = runs ? (1.5 * Math.Sin(angle)) + (0.5 * Math.Cos(2 * angle)) : Math.Sin(angle);
                return (float)(swing + (Noise * Draws.Normal(random)));
            }).ToArray()).ToArray();
        })];
    }

    private static IDataView View(MLContext ml, float[][] rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Frames)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        return ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Frames = row }).ToArray(), schema);
    }

    private sealed class Row
    {
        public float[] Frames { get; set; } = [];
    }
}

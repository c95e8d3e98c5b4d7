using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>The curves: rows, width, depth, classes, length of sequences, batch.</summary>
internal static class ScaleCurves
{
    private const int Width = 32;

    public static IReadOnlyList<ScaleCurve> All { get; } =
    [
        new("rows", [1_000, 10_000, 100_000, 1_000_000, 10_000_000],
            (rows, training) => Perceptron(rows, Width, training: training), _ => 1),
        new("width", [10, 100, 1_000, 10_000, 100_000],
            (width, training) => Perceptron(Math.Clamp(20_000_000 / width, 200, 20_000), width, training: training), width => width + 64),
        new("depth", [1, 2, 4, 8, 16], (depth, training) => Perceptron(20_000, Width, depth: depth, training: training),
            depth => 40 + (64.0 * depth)),
        new("classes", [2, 10, 100, 1_000, 10_000],
            (classes, training) => Perceptron(20_000, Width, classes: classes, training: training), classes => Width + classes),
        new("batch", [1, 8, 64, 512, 4_096], (batch, training) =>
             Perceptron(batch < 8 ? 5_000 : 50_000, Width, training: training with { BatchSize = batch }), _ => 1),
        new("length", [16, 64, 256, 1_024, 4_096],
            (length, training) => Sequences(Math.Clamp(100_000 / length, 32, 2_000), length, training), length => length),
    ];

    private static void Perceptron(int rows, int width, TrainingOptions training, int depth = 1, int classes = 2)
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [.. Enumerable.Repeat(64, depth)],
            Training = training,
        }).Fit(MadeRows.Create(ml, rows, width, classes));
    }

    private static void Sequences(int rows, int length, TrainingOptions training)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Sequence
        {
            Label = (uint)(i % 2),
            Features = [.. Enumerable.Range(0, length)
                .Select(t => (float)Math.Sin(t * (0.1 + (0.1 * (i % 2)))) + (0.1f * random.NextSingle()))],
        }).ToArray());
        using var model = ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 32 },
            Pooling = SequencePooling.Last,
            Training = training,
        }).Fit(data);
    }

    private sealed class Sequence
    {
        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType]
        public float[] Features { get; set; } = [];
    }
}

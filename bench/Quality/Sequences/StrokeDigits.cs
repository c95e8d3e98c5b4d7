using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Digits written in one stroke, two to six of them, as a pen moves: two numbers a step, the way from the last place, with nothing that
/// says where a digit begins. Insertions, deletions and replacements for each digit of rows never seen; beside it the labels that most rows
/// have.
/// </summary>
internal sealed class StrokeDigits : IQualityTask
{
    private static readonly (double X, double Y)[][] Shapes =
    [
        [(0.5, 1), (0.1, 0.8), (0, 0.5), (0.1, 0.2), (0.5, 0), (0.9, 0.2), (1, 0.5), (0.9, 0.8), (0.5, 1)],
        [(0.2, 0.8), (0.5, 1), (0.5, 0)],
        [(0, 0.8), (0.3, 1), (0.8, 1), (1, 0.7), (0, 0), (1, 0)],
        [(0, 1), (0.8, 1), (0.4, 0.55), (0.9, 0.4), (0.8, 0.05), (0, 0)],
        [(0.6, 0), (0.6, 1), (0, 0.3), (1, 0.3)],
        [(0.9, 1), (0.1, 1), (0.1, 0.55), (0.7, 0.6), (1, 0.3), (0.7, 0), (0, 0.05)],
        [(0.8, 1), (0.2, 0.6), (0, 0.2), (0.4, 0), (0.9, 0.2), (0.6, 0.5), (0.1, 0.3)],
        [(0, 1), (1, 1), (0.4, 0)],
        [(0.5, 0.5), (0.1, 0.8), (0.5, 1), (0.9, 0.8), (0.1, 0.2), (0.5, 0), (0.9, 0.2), (0.5, 0.5)],
        [(0.9, 0.7), (0.5, 0.5), (0.1, 0.75), (0.5, 1), (0.9, 0.75), (0.8, 0)],
    ];

    public string Name => "ctc.edit";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var found = Seeds.All.Select(Learn).ToArray();
        yield return ("ctc.edit", found.Average(f => f.Path));
        yield return ("ctc.edit.beam", found.Average(f => f.Beam));
        yield return ("ctc.edit.frequent", found.Average(f => f.Simple));
    }

    private static (double Path, double Beam, double Simple) Learn(int seed)
    {
        var ml = new MLContext(seed);
        using var model = ml.Transforms.SequenceLabelling("Read", "Steps", "Digits", new SequenceLabellingOptions
        {
            StepSize = 2,
            Encoder = new LstmEncoder { HiddenSize = 64 },
            Training = new TrainingOptions
            {
                Epochs = 25,
                BatchSize = 32,
                LearningRate = 5e-3,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1,
            },
        }).Fit(ml.Data.LoadFromEnumerable(Rows(seed, 1500)), ml.Data.LoadFromEnumerable(Rows(50 + seed, 150)));
        using var beam = model.WithBeam(8);
        var test = Rows(100 + seed, 300).ToArray();
        var data = ml.Data.LoadFromEnumerable(test);
        double Edits(SequenceLabellingTransformer of) => Edited(
            of.Transform(data).GetColumn<uint[]>("Read").Zip(test, (read, row) => (read, row.Digits)));
        return (Edits(model), Edits(beam), model.TrainingHistory.Baseline!.Value);
    }

    private static double Edited(IEnumerable<(uint[] Read, uint[] Right)> rows)
    {
        var (edits, count) = (0.0, 0.0);
        foreach (var (read, right) in rows)
        {
            var table = new int[read.Length + 1, right.Length + 1];
            for (var i = 0; i <= read.Length; i++)
                for (var j = 0; j <= right.Length; j++)
                    table[i, j] = i == 0 || j == 0
                        ? i + j
                        : Math.Min(
                            table[i - 1, j - 1] + (read[i - 1] == right[j - 1] ? 0 : 1), 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
            edits += table[read.Length, right.Length];
            count += right.Length;
        }
        return edits / count;
    }

    private static IEnumerable<Row> Rows(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var digits = Enumerable.Range(0, random.Next(2, 7)).Select(_ => random.Next(10)).ToArray();
            yield return new Row { Digits = [.. digits.Select(digit => (uint)digit + 1)], Steps = Write(digits, random) };
        }
    }

    // The way of a pen of uneven speed through digits of uneven size and slant, which are joined by a line.
    private static float[] Write(int[] digits, Random random)
    {
        double Uneven(double spread) => spread * ((2 * random.NextDouble()) - 1);
        var (slant, left, places) = (Uneven(0.3), 0.0, new List<(double X, double Y)>());
        foreach (var digit in digits)
        {
            var (width, height, ground) = (0.8 + Uneven(0.2), 1 + Uneven(0.2), Uneven(0.1));
            var corners = Shapes[digit]
                .Select(c => (X: c.X + Uneven(0.06), Y: c.Y + Uneven(0.06)))
                .Select(c => (X: left + (width * c.X) + (slant * c.Y), Y: ground + (height * c.Y)));
            foreach (var corner in corners)
            {
                var steps = places.Count == 0 ? 1 : Math.Max(1, (int)Math.Round(Distance(places[^1], corner) / (0.25 + Uneven(0.1))));
                var from = places.Count == 0 ? corner : places[^1];
                for (var step = 1; step <= steps; step++)
                    places.Add((
                        from.X + ((corner.X - from.X) * step / steps) + Uneven(0.02),
                        from.Y + ((corner.Y - from.Y) * step / steps) + Uneven(0.02)));
            }
            left += width + 0.3 + Uneven(0.15);
        }
        return [.. places.Zip(places.Skip(1), (a, b) => new[] { (float)(b.X - a.X), (float)(b.Y - a.Y) }).SelectMany(step => step)];
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));

    private sealed class Row
    {
        public float[] Steps { get; set; } = [];

        [KeyType(10)]
        public uint[] Digits { get; set; } = [];
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Which digit, odd or even, and how slanted: 100 rows with a label for each task, none with two; one network by hard and by soft sharing
/// against a network for each task, the same for each. Digits are read as numbers, as pictures, and line by line as sequences.
/// </summary>
internal static class DigitTasks
{
    private const int Labels = 100;
    private const int Side = 8;

    private static readonly TaskHead[] Heads =
    [
        new("Digit", TaskHeadKind.Multiclass), new("Parity", TaskHeadKind.Multiclass), new("Slant", TaskHeadKind.Regression),
    ];

    private static readonly MultitaskOptions Options = new()
    {
        HiddenSizes = [64],
        Training = new TrainingOptions { Epochs = 100, BatchSize = 30, LearningRate = 2e-3 },
    };

    // Nothing about the bodies was chosen by what they gave.
    private static readonly (string Name, int Draws, MultitaskOptions Options)[] Bodies =
    [
        ("", 5, Options),
        ("conv.", 3, Options with { Body = new ConvolutionalBody { Height = Side, Width = Side, Layers = Convolutions } }),
        ("sequence.", 3, Options with { Body = new SequenceBody { StepSize = Side, Encoder = new GruEncoder() } }),
    ];

    private static ConvolutionalLayer[] Convolutions =>
    [
        new ConvolutionLayer(16, 3) { Padding = ConvolutionPadding.Same }, new ActivationLayer(Activation.ReLU),
        new ConvolutionLayer(32, 3) { Padding = ConvolutionPadding.Same }, new ActivationLayer(Activation.ReLU),
        new PoolingLayer(PoolingKind.Maximum, 2), new FlattenLayer(),
    ];

    /// <summary>
    /// Accuracy of classes and R² of the slant on the rows without labels, and the worst change of any task, mean of the draws.
    /// </summary>
    public static IEnumerable<(string Name, double Value)> Run() =>
        Bodies.SelectMany(body => Run($"multitask.{body.Name}", body.Draws, body.Options));

    private static IEnumerable<(string Name, double Value)> Run(string prefix, int count, MultitaskOptions options)
    {
        var draws = Enumerable.Range(1, count).Select(seed => Measure(seed, options)).ToArray();
        double[] Mean(Func<(double[] Alone, double[] Hard, double[] Soft), double[]> of) =>
            [.. Enumerable.Range(0, Heads.Length).Select(task => draws.Average(draw => of(draw)[task]))];
        var (alone, hard, soft) = (Mean(d => d.Alone), Mean(d => d.Hard), Mean(d => d.Soft));
        yield return ($"{prefix}soft.worst", soft.Zip(alone, (a, b) => a - b).Min());
        yield return ($"{prefix}hard.worst", hard.Zip(alone, (a, b) => a - b).Min());
        for (var task = 0; task < Heads.Length; task++)
        {
            var name = $"{prefix}{Heads[task].Name.ToLowerInvariant()}";
            yield return ($"{name}.soft", soft[task]);
            yield return ($"{name}.hard", hard[task]);
            yield return ($"{name} (a network each)", alone[task]);
        }
    }

    private static (double[] Alone, double[] Hard, double[] Soft) Measure(int seed, MultitaskOptions options)
    {
        var ml = new MLContext(seed);
        var rows = GanRows.Digits().Select(Row.Of).ToArray();
        new Random(seed).Shuffle(rows);
        var learned = rows.Take(Heads.Length * Labels).Select((row, i) => row.With(i / Labels)).ToArray();
        var (train, test) = (View(ml, learned), View(ml, rows[(Heads.Length * Labels)..]));
        double[] Together(MultitaskOptions shared)
        {
            using var model = ml.Transforms.MultitaskNetwork("Features", Heads, shared).Fit(train);
            return [.. Heads.Select(head => Score(ml, model.Transform(test), head))];
        }
        var alone = Heads.Select((head, task) =>
        {
            using var model = ml.Transforms.MultitaskNetwork("Features", [head], options)
                .Fit(View(ml, learned[(task * Labels)..((task + 1) * Labels)]));
            return Score(ml, model.Transform(test), head);
        });
        return ([.. alone], Together(options), Together(options with { SoftSharing = 1e-3 }));
    }

    private static double Score(MLContext ml, IDataView scored, TaskHead head) => head.Kind == TaskHeadKind.Regression
        ? ml.Regression.Evaluate(scored, head.Name, $"{head.Name}.Score").RSquared
        : scored.GetColumn<uint>(head.Name).Zip(scored.GetColumn<uint>($"{head.Name}.PredictedLabel"), (a, b) => a == b ? 1.0 : 0)
            .Average();

    private static IDataView View(MLContext ml, Row[] rows)
    {
        IDataView Keys(params string[] names) => ml.Data.LoadFromEnumerable(names.Select(name => new Key { Name = name }).ToArray());
        var data = ml.Data.LoadFromEnumerable(rows);
        return ml.Transforms.Conversion.MapValueToKey("Digit", keyData: Keys([.. Enumerable.Range(0, 10).Select(i => $"{i}")]))
            .Append(ml.Transforms.Conversion.MapValueToKey("Parity", keyData: Keys("even", "odd"))).Fit(data).Transform(data);
    }

    private sealed class Key
    {
        public string Name { get; set; } = "";
    }

    private sealed class Row
    {
        [VectorType(GanRows.DigitSize)]
        public float[] Features { get; set; } = [];

        public string Digit { get; set; } = "";

        public string Parity { get; set; } = "";

        public float Slant { get; set; }

        public static Row Of(GanRows.Row digit) => new()
        {
            Features = digit.Features,
            Digit = digit.Name,
            Parity = "13579".Contains(digit.Name, StringComparison.Ordinal) ? "odd" : "even",
            Slant = SlantOf(digit.Features),
        };

        // With the label of one task alone.
        public Row With(int task) => new()
        {
            Features = Features,
            Digit = task == 0 ? Digit : "",
            Parity = task == 1 ? Parity : "",
            Slant = task == 2 ? Slant : float.NaN,
        };

        // By how much a line of the picture lies to the right of the one above it, from the moments of the ink.
        private static float SlantOf(float[] pixels)
        {
            double total = 0, meanX = 0, meanY = 0, xy = 0, yy = 0;
            void Each(Action<int, int, double> add)
            {
                for (var i = 0; i < pixels.Length; i++)
                    add(i % Side, i / Side, pixels[i]);
            }
            Each((x, y, ink) => (total, meanX, meanY) = (total + ink, meanX + (ink * x), meanY + (ink * y)));
            (meanX, meanY) = (meanX / total, meanY / total);
            Each((x, y, ink) => (xy, yy) = (xy + (ink * (x - meanX) * (y - meanY)), yy + (ink * (y - meanY) * (y - meanY))));
            return (float)(xy / yy);
        }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Rows that simulated pumps have left, at most 60, from their last 24 rows: a recurrent network that knows which lives were not seen to
/// their end, beside the line through the vibration of these rows, which ends where pumps have failed; beside networks that leave such rows
/// out, or take them as they are; and beside linear regression on the means and slopes of the sensors. Root mean squared errors on pumps
/// that nobody has seen, means of three seeds.
/// </summary>
internal sealed class RemainingLife : IQualityTask
{
    private const int Window = 24;
    private const int Most = 60; // rows: nothing tells of a failure that is further

    public string Name => "watch.life";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var measured = Seeds.All.Select(Measure).ToArray();
        yield return ("rul.rmse_ratio", measured.Average(m => m["network"] / m["line"]));
        yield return ("rul.rmse", measured.Average(m => m["network"]));
        yield return ("rul.rmse (line through the vibration)", measured.Average(m => m["line"]));
        yield return ("rul.rmse (linear regression)", measured.Average(m => m["regression"]));
        yield return ("rul.rmse (censored rows left out)", measured.Average(m => m["left out"]));
        yield return ("rul.rmse (censored rows as if known)", measured.Average(m => m["as known"]));
    }

    private static Dictionary<string, double> Measure(int seed)
    {
        var ml = new MLContext(seed);
        var random = new Random(seed);
        var lives = Enumerable.Range(0, 40).Select(pump => PumpLife.Create((1000 * seed) + pump)).ToArray();
        // every second record ends somewhere between its first window and the failure
        var rows = lives.SelectMany((life, pump) => Rows(
            life, pump % 2 == 0 ? life.Length : random.Next(Window + 1, life.Length))).ToArray();
        var test = Enumerable.Range(60, 40).SelectMany(pump =>
        {
            var life = PumpLife.Create((1000 * seed) + pump);
            return Rows(life, life.Length);
        }).ToArray();
        var known = rows.Where(row => !row.IsCensored).ToArray();
        var failed = lives.Where((_, pump) => pump % 2 == 0).Average(life => life[^1][0]);
        var regression = ml.Transforms.NormalizeMeanVariance(nameof(Row.Trends))
            .Append(ml.Regression.Trainers.Sdca(nameof(Row.Label), nameof(Row.Trends))).Fit(ml.Data.LoadFromEnumerable(known));
        return new Dictionary<string, double>
        {
            ["network"] = Network(rows, nameof(Row.IsCensored)),
            ["left out"] = Network(known, null),
            ["as known"] = Network(rows, null),
            ["regression"] = Error(regression.Transform(ml.Data.LoadFromEnumerable(test)).GetColumn<float>("Score")),
            ["line"] = Error(test.Select(row => Line(row, failed))),
        };

        double Network(Row[] training, string? censored)
        {
            using var model = new MLContext(seed).Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = nameof(Row.Before),
                CensoredColumnName = censored,
                StepSize = PumpLife.Sensors,
                Encoder = new GruEncoder { HiddenSize = 24 },
                CompareWithBaselines = false,
                Training = new TrainingOptions { Epochs = 8, BatchSize = 64, LearningRate = 5e-3, GradientClipNorm = 1 },
            }).Fit(ml.Data.LoadFromEnumerable(training));
            return Error(model.Transform(ml.Data.LoadFromEnumerable(test)).GetColumn<float>("Score"));
        }

        double Error(IEnumerable<float> answers) => Math.Sqrt(
            test.Zip(answers, (row, answer) => Math.Pow(row.Label - Math.Clamp(answer, 0, Most), 2)).Average());
    }

    // Rows until the line through the vibration has reached that of a failure; a line that does not rise never does.
    private static float Line(Row row, double failed)
    {
        var (mean, slope) = (row.Trends[0], row.Trends[PumpLife.Sensors]);
        return slope > 0 ? (float)((failed - mean - (slope * (Window - 1) / 2)) / slope) : Most;
    }

    // The record of a pump ends before row 'end'; its last row is the failure if it is the life's.
    private static IEnumerable<Row> Rows(float[][] life, int end) => Enumerable.Range(Window - 1, end - Window + 1).Select(t =>
    {
        var window = life[(t - Window + 1)..(t + 1)];
        var left = end == life.Length ? life.Length - 1 - t : end - t;
        return new Row
        {
            Before = [.. window.SelectMany(row => row)],
            Trends = [.. Sensor(window, values => values.Average()), .. Sensor(window, Slope)],
            Label = Math.Min(left, Most),
            IsCensored = end < life.Length && left < Most,
        };
    });

    private static IEnumerable<float> Sensor(float[][] window, Func<float[], double> of) =>
        Enumerable.Range(0, PumpLife.Sensors).Select(sensor => (float)of([.. window.Select(row => row[sensor])]));

    private static double Slope(float[] values)
    {
        var middle = (values.Length - 1) / 2.0;
        return values.Select((value, t) => (t - middle) * value).Sum() / values.Select((_, t) => (t - middle) * (t - middle)).Sum();
    }

    private sealed class Row
    {
        [VectorType(Window * PumpLife.Sensors)]
        public float[] Before { get; set; } = [];

        [VectorType(2 * PumpLife.Sensors)]
        public float[] Trends { get; set; } = [];

        public float Label { get; set; }

        public bool IsCensored { get; set; }
    }
}

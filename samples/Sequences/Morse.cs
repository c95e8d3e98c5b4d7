using Microsoft.ML;
using Microsoft.ML.Data;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>
/// Noisy signals in Morse's code, sent by hands of different speed, read as letters. Training rows say which letters were sent, and not
/// when.
/// </summary>
internal static class Morse
{
    private const int Epochs = 20;
    private const double Noise = 0.2;

    private static readonly Dictionary<char, string> Code = new()
    {
        ['E'] = ".",
        ['T'] = "-",
        ['A'] = ".-",
        ['N'] = "-.",
        ['I'] = "..",
        ['M'] = "--",
        ['S'] = "...",
        ['O'] = "---",
        ['R'] = ".-.",
        ['D'] = "-..",
        ['U'] = "..-",
        ['K'] = "-.-",
        ['W'] = ".--",
        ['G'] = "--.",
    };

    private static readonly char[] Letters = [.. Code.Keys];

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var test = Rows(2, 300).ToArray();
        using var model = output.Train("Reader of signals", Epochs, progress => ml.Transforms.SequenceLabelling(
            "Read", "Signal", "Sent", new SequenceLabellingOptions
            {
                Encoder = new LstmEncoder { HiddenSize = 48 },
                BeamWidth = 8,
                Training = new TrainingOptions
                {
                    Epochs = Epochs,
                    BatchSize = 16,
                    LearningRate = 0.01,
                    Schedule = new CosineSchedule(),
                    GradientClipNorm = 1,
                    Progress = progress,
                },
            }).Fit(ml.Data.LoadFromEnumerable(Rows(1, 1500)), ml.Data.LoadFromEnumerable(Rows(3, 150))));
        var read = model.Transform(ml.Data.LoadFromEnumerable(test)).GetColumn<uint[]>("Read").ToArray();
        output.Table("Signals never heard", ["sent", "read", "probability"], test.Take(8).Select((row, i) => new[]
        {
            Text(row.Sent), Text(read[i]), SampleOutput.Percent(Math.Exp(model.LogProbability(row.Signal, read[i]))),
        }));
        var exact = test.Zip(read, (row, letters) => row.Sent.SequenceEqual(letters) ? 1.0 : 0).Average();
        output.Say($"Whole signals read rightly: [bold]{SampleOutput.Percent(exact)}[/]; held out: {model.TrainingHistory.Baseline}");
        output.Value("morse.exact", exact);
        output.Value("morse.edits", model.TrainingHistory.Baseline!.NetworkValue);
        output.Say($"A signal, and when its letters are read: {Draw("artifacts/morse", model, test[0])}");
        return exact > 0.7 ? 0 : 1;
    }

    // The signal above, and below it the probability of each letter at each step.
    private static string Draw(string path, SequenceLabellingTransformer model, Row row)
    {
        var chart = Chart.New($"Sent: {Text(row.Sent)}", OxyPlot.Legends.LegendPosition.RightTop);
        var bottom = Chart.Axis(AxisPosition.Left, "probability of a letter");
        (bottom.Key, bottom.StartPosition, bottom.EndPosition) = ("letters", 0, 0.5);
        var top = Chart.Axis(AxisPosition.Left, "signal");
        (top.Key, top.StartPosition, top.EndPosition) = ("signal", 0.52, 1);
        chart.Axes.Add(Chart.Axis(AxisPosition.Bottom, "step"));
        chart.Axes.Add(bottom);
        chart.Axes.Add(top);
        chart.Series.Add(Line(null, "signal", OxyColors.DimGray, row.Signal));
        var steps = model.StepProbabilities(row.Signal);
        foreach (var (letter, place) in row.Sent.Distinct().Select((letter, place) => (letter, place)))
            chart.Series.Add(Line(
                Letters[letter - 1].ToString(), "letters", Chart.Colour(place), [.. steps.Select(step => step[letter])]));
        return Chart.Save(chart, path, 1000, 480);
    }

    private static LineSeries Line(string? title, string axis, OxyColor colour, float[] values)
    {
        var line = new LineSeries { Title = title, YAxisKey = axis, Color = colour, StrokeThickness = 1.5 };
        line.Points.AddRange(values.Select((value, step) => new DataPoint(step, value)));
        return line;
    }

    private static string Text(uint[] letters) => string.Concat(letters.Select(letter => Letters[letter - 1]));

    private static IEnumerable<Row> Rows(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var sent = Enumerable.Range(0, random.Next(2, 7)).Select(_ => random.Next(Letters.Length)).ToArray();
            yield return new Row { Sent = [.. sent.Select(letter => (uint)letter + 1)], Signal = Signal(sent, random) };
        }
    }

    // A dot is one to three steps by the hand, a dash three dots, a pause between letters too; every one is uneven.
    private static float[] Signal(int[] letters, Random random)
    {
        var dot = 1.5 + (1.3 * random.NextDouble());
        var clean = new List<double>(new double[random.Next(1, 4)]);
        void Send(double value, double dots) =>
            clean.AddRange(Enumerable.Repeat(value, Math.Max(1, (int)Math.Round(dots * dot * (0.85 + (0.3 * random.NextDouble()))))));
        foreach (var letter in letters)
        {
            foreach (var sign in Code[Letters[letter]])
            {
                Send(1, sign == '.' ? 1 : 3);
                Send(0, 1);
            }
            Send(0, 2);
        }
        return [.. clean.Select(value => (float)(value + (Noise * Normal(random))))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed class Row
    {
        public float[] Signal { get; set; } = [];

        [KeyType(14)]
        public uint[] Sent { get; set; } = [];
    }
}

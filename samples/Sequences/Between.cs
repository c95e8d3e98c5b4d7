using Microsoft.ML;
using Microsoft.ML.Data;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>
/// Curves of pulses in three numbers each: what lies between two curves by their codes, beside what lies between them number by number; and
/// a curve of another kind, which stands out by its error.
/// </summary>
internal static class Between
{
    private const int Steps = 24, Epochs = 50, Way = 7;

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var (train, test) = (Pulses(1, 800), Pulses(2, 300));
        using var model = output.Train("Sequence autoencoder", Epochs, progress => ml.Transforms.SequenceAutoencoder(
            "Code", "Curve", new SequenceAutoencoderOptions
            {
                CodeSize = 3,
                Outputs = new SequenceAutoencoderOutputs { Error = "Error" },
                Training = new TrainingOptions
                {
                    Epochs = Epochs,
                    BatchSize = 64,
                    LearningRate = 0.01,
                    Schedule = new CosineSchedule(),
                    GradientClipNorm = 1,
                    ValidationFraction = 0.1,
                    Progress = progress,
                },
            }).Fit(ml.Data.LoadFromEnumerable(train)));
        var baseline = model.TrainingHistory.Baseline!;
        output.Say($"Held-out curves, {model.CodeSize} numbers each: {baseline}");
        output.Value("between.error", baseline.NetworkValue);
        output.Value("between.pca.error", baseline.Value);

        var usual = Errors(ml, model, test);
        var odd = Errors(ml, model, [.. test.Select(row => new Row { Curve = [.. row.Curve.Select((x, t) => t % 8 < 4 ? x : -x)] })]);
        var border = usual.Order().ElementAt((int)(0.99 * usual.Length));
        var found = odd.Average(error => error > border ? 1.0 : 0);
        output.Say($"Curves turned over for some steps have a larger error than 99 % of the usual ones: {SampleOutput.Percent(found)}");
        output.Value("between.odd.found", found);

        var (from, to) = (Pulse(0.25, 0.9, 0.05), Pulse(0.75, 0.5, 0.1));
        var way = model.Interpolate(from, to, Way);
        var mixed = Enumerable.Range(0, Way).Select(i => from.Zip(to, (a, b) => a + ((b - a) * i / (Way - 1f))).ToArray()).ToArray();
        output.Say($"The way from one pulse to another: {Draw("artifacts/between-codes", "Between the codes: one pulse that moves", way)}");
        output.Say(
            $"The same number by number: {Draw("artifacts/between-numbers", "Between the numbers: two pulses, one fading", mixed)}");
        output.Value("between.peaks.codes", way.Average(Peaks));
        output.Value("between.peaks.numbers", mixed.Average(Peaks));
        return baseline.IsBeaten && found > 0.5 ? 0 : 1;
    }

    private static float[] Errors(MLContext ml, SequenceAutoencoderTransformer model, Row[] rows) =>
        [.. model.Transform(ml.Data.LoadFromEnumerable(rows)).GetColumn<float>("Error")];

    // Maxima of more than a tenth.
    private static int Peaks(float[] curve) => Enumerable.Range(1, curve.Length - 2)
        .Count(t => curve[t] > 0.1 && curve[t] > curve[t - 1] && curve[t] >= curve[t + 1]);

    private static string Draw(string path, string title, IReadOnlyList<float[]> curves)
    {
        var chart = Chart.New(title);
        for (var i = 0; i < curves.Count; i++)
        {
            var line = new LineSeries
            {
                Title = i == 0 ? "from" : i == curves.Count - 1 ? "to" : null,
                Color = OxyColor.Interpolate(OxyColor.Parse("#1f77b4"), OxyColor.Parse("#d62728"), i / (curves.Count - 1.0)),
                StrokeThickness = i == 0 || i == curves.Count - 1 ? 3 : 1.5,
            };
            line.Points.AddRange(curves[i].Select((x, t) => new DataPoint(t, x)));
            chart.Series.Add(line);
        }
        chart.Axes.Add(Chart.Axis(AxisPosition.Bottom, "step"));
        chart.Axes.Add(Chart.Axis(AxisPosition.Left, "value"));
        return Chart.Save(chart, path);
    }

    private static Row[] Pulses(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Row
        {
            Curve = [.. Pulse(0.15 + (0.7 * random.NextDouble()), 0.3 + (0.7 * random.NextDouble()), 0.04 + (0.08 * random.NextDouble()))
                .Select(x => x + (float)(0.02 * ((2 * random.NextDouble()) - 1)))],
        })];
    }

    private static float[] Pulse(double place, double height, double width) =>
        [.. Enumerable.Range(0, Steps).Select(t => (float)(height * Math.Exp(-0.5 * Math.Pow(((t / (double)Steps) - place) / width, 2))))];

    private sealed class Row
    {
        [VectorType(Steps)]
        public float[] Curve { get; set; } = [];
    }
}

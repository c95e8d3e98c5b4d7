using Microsoft.ML;
using Microsoft.ML.Data;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using Spectre.Console;

namespace DeepML.Samples;

/// <summary>
/// Melodies as sequences of keys: a causal transformer learns which note follows, beside a bigram and a trigram, and writes melodies of
/// its own.
/// </summary>
internal static class Music
{
    private const int Epochs = 30;

    private static readonly string[] Scale = ["C", "D", "E", "F", "G", "A", "B", "c"];

    // Phrases of a melody; each is played from any step of the scale and answered by itself in reverse.
    private static readonly int[][] Phrases = [[0, 1, 2, 0], [0, 2, 4, 2], [4, 3, 2, 1], [0, 0, 4, 4], [2, 3, 4, 4]];

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var melodies = ml.Data.LoadFromEnumerable(Melodies(1, 600).ToArray());
        var notes = ml.Transforms.Conversion.MapValueToKey("Keys", "Notes").Fit(melodies);
        using var model = output.Train("Transformer over notes", Epochs, progress => ml.Transforms.SequenceLanguageModel(
            "Bits", "Keys", new SequenceLanguageModelOptions
            {
                Encoder = new TransformerEncoder { HiddenSize = 48, LayerCount = 2, FeedForwardSize = 96, Causal = true },
                EmbeddingSize = 48,
                SegmentLength = 24,
                Training = new TrainingOptions
                {
                    Epochs = Epochs,
                    BatchSize = 16,
                    LearningRate = 2e-3,
                    Schedule = new CosineSchedule(),
                    ValidationFraction = 0.1,
                    GradientClipNorm = 1,
                    Progress = progress,
                },
            }).Fit(notes.Transform(melodies)));
        output.Curve("artifacts/music-curve", "Transformer over notes", model.TrainingHistory);
        var baseline = model.TrainingHistory.Baseline!;
        output.Say(Markup.Escape(baseline.ToString()));
        var prompt = Keys(model, "C E G E".Split(' '));
        output.Table("What follows C E G E", ["note", "probability"], model.NextTokens(prompt, 4).Select(next =>
            new[] { next.Key == 0 ? "(end)" : model.Vocabulary[(int)next.Key - 1], SampleOutput.Percent(next.Probability) }));
        var melodiesWritten = ((int[])[1, 2, 3]).Select(seed => Written(model, seed)).ToArray();
        foreach (var melody in melodiesWritten)
            output.Say(Markup.Escape(string.Join(' ', melody)));
        Directory.CreateDirectory("artifacts");
        File.WriteAllLines("artifacts/music-notes.txt", melodiesWritten.Select(melody => string.Join(' ', melody)));
        output.Say($"Their notes: artifacts/music-notes.txt, and as a piano roll: {PianoRoll("artifacts/music-roll", melodiesWritten)}");
        var perplexity = model.Perplexity(notes.Transform(ml.Data.LoadFromEnumerable(Melodies(2, 100).ToArray())));
        output.Say($"Perplexity of melodies never heard: [bold]{SampleOutput.Number(perplexity)}[/] of {Scale.Length} notes");
        output.Value("music.perplexity", perplexity);
        return baseline.IsBeaten ? 0 : 1;
    }

    private static string[] Written(SequenceLanguageModelTransformer model, int seed) =>
        [.. model.Generate([], 24, new GenerationOptions { Temperature = 0.8, TopP = 0.95, Seed = seed })
            .Select(key => model.Vocabulary[(int)key - 1])];

    // A bar for every note: its place in time from left to right, its step of the scale from below.
    private static string PianoRoll(string path, IReadOnlyList<string[]> melodies)
    {
        var chart = Chart.New("Melodies that the network has written", LegendPosition.RightTop);
        var steps = Chart.Axis(AxisPosition.Left, "");
        (steps.Minimum, steps.Maximum, steps.MajorStep, steps.MinorStep) = (-0.6, Scale.Length - 0.4, 1, 1);
        steps.LabelFormatter = place => place >= 0 && place < Scale.Length && place == Math.Floor(place) ? Scale[(int)place] : "";
        chart.Axes.Add(steps);
        chart.Axes.Add(Chart.Axis(AxisPosition.Bottom, "notes"));
        const double thickness = 0.28; // of a step: as many beside each other as there are melodies
        for (var i = 0; i < melodies.Count; i++)
        {
            var bars = new RectangleBarSeries { Title = $"melody {i + 1}", FillColor = Chart.Colour(i), StrokeThickness = 0 };
            for (var time = 0; time < melodies[i].Length; time++)
            {
                var bottom = Array.IndexOf(Scale, melodies[i][time]) + ((i - (melodies.Count / 2.0)) * thickness);
                bars.Items.Add(new RectangleBarItem(time, bottom, time + 0.9, bottom + thickness));
            }
            chart.Series.Add(bars);
        }
        return Chart.Save(chart, path);
    }

    private static uint[] Keys(SequenceLanguageModelTransformer model, string[] notes)
    {
        var vocabulary = model.Vocabulary.ToList();
        return Array.ConvertAll(notes, note => (uint)vocabulary.IndexOf(note) + 1);
    }

    private static IEnumerable<Melody> Melodies(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var steps = Enumerable.Range(0, 3).SelectMany(_ =>
            {
                var (phrase, up) = (Phrases[random.Next(Phrases.Length)], random.Next(4));
                int[] played = [.. phrase.Select(step => step + up)];
                return played.Concat(played.Reverse());
            });
            yield return new Melody { Notes = [.. steps.Select(step => Scale[step])] };
        }
    }

    private sealed class Melody
    {
        public string[] Notes { get; set; } = [];
    }
}

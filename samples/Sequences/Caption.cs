using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Sentences on pictures of two drawn shapes: what they are, and which is left of the other or above it.</summary>
internal static class Caption
{
    private const int Side = 24, Epochs = 20, Shown = 12;

    private static readonly string[] Shapes = ["circle", "square", "triangle"];
    private static readonly (string Name, float Level)[] Tones = [("dark", 0.35f), ("bright", 0.95f)];

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var (train, test) = (Drawings(1, 1500), Drawings(2, 300));
        var data = ml.Data.LoadFromEnumerable(train);
        var words = ml.Transforms.Text.TokenizeIntoWords("Words", nameof(Drawing.Sentence))
            .Append(ml.Transforms.Conversion.MapValueToKey("Words")).Fit(data);
        using var model = output.Train("Sentences on pictures", Epochs, progress => ml.Transforms.CaptionImage(
            "Caption", nameof(Drawing.Pixels), "Words", new ImageCaptionOptions
            {
                BeamWidth = 3,
                Training = new TrainingOptions
                {
                    Epochs = Epochs,
                    LearningRate = 2e-3,
                    Schedule = new CosineSchedule { WarmUpEpochs = 1 },
                    GradientClipNorm = 1,
                    ValidationFraction = 0.1,
                    Progress = progress,
                },
            }).Fit(words.Transform(data)));
        output.Curve("artifacts/caption-curve", "Sentences on pictures", model.TrainingHistory);
        var scored = model.Transform(words.Transform(ml.Data.LoadFromEnumerable(test)));
        var written = ml.Transforms.Conversion.MapKeyToValue("Caption").Fit(scored).Transform(scored)
            .GetColumn<string[]>("Caption").Select(sentence => string.Join(' ', sentence)).ToArray();
        var right = test.Zip(written, (drawing, sentence) => drawing.Sentence == sentence ? 1.0 : 0).Average();
        var frequent = train.GroupBy(drawing => drawing.Sentence).MaxBy(group => group.Count())!.Key;
        var baseline = test.Average(drawing => drawing.Sentence == frequent ? 1.0 : 0);
        output.Table("Pictures never seen: sentences right word by word", ["method", "right"],
        [
            ["network, beam of 3", SampleOutput.Percent(right)], [$"always \"{frequent}\"", SampleOutput.Percent(baseline)],
        ]);
        var sheet = test.Take(Shown).Select((drawing, i) => (drawing.Pixels, Lines(written[i]))).ToArray();
        var drawn = CaptionedSheet.Save("artifacts/caption", "What the network says of pictures", sheet, Side, columns: 4, lines: 3);
        output.Say($"What was written: {drawn}");
        output.Value("caption.exact", right);
        output.Value("caption.most_frequent.exact", baseline);
        return right > 0.8 ? 0 : 1;
    }

    // Beneath a picture there is room for three short lines.
    private static string Lines(string sentence) => sentence.Replace(" left of ", "\nleft of\n", StringComparison.Ordinal)
        .Replace(" above ", "\nabove\n", StringComparison.Ordinal);

    private static Drawing[] Drawings(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
    }

    private static Drawing Draw(Random random)
    {
        var (first, second, beside) = (random.Next(6), random.Next(6), random.Next(2) == 0);
        var pixels = Enumerable.Range(0, Side * Side).Select(_ => 0.1f * (float)random.NextDouble()).ToArray();
        var (before, behind) = (5 + (2 * random.NextDouble()), Side - 7 + (2 * random.NextDouble()));
        var (across, other) = (6 + (12 * random.NextDouble()), 6 + (12 * random.NextDouble()));
        Paint(pixels, first, beside ? (before, across) : (across, before), 3.5 + random.NextDouble());
        Paint(pixels, second, beside ? (behind, other) : (other, behind), 3.5 + random.NextDouble());
        return new Drawing { Pixels = pixels, Sentence = $"a {Name(first)} {(beside ? "left of" : "above")} a {Name(second)}" };
    }

    private static string Name(int figure) => $"{Tones[figure % 2].Name} {Shapes[figure / 2]}";

    private static void Paint(float[] pixels, int figure, (double X, double Y) centre, double size)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = ((i % Side) - centre.X, (i / Side) - centre.Y);
            var inside = Shapes[figure / 2] switch
            {
                "circle" => (x * x) + (y * y) <= size * size,
                "square" => Math.Abs(x) <= 0.85 * size && Math.Abs(y) <= 0.85 * size,
                _ => y <= 0.8 * size && y >= -size + (2 * Math.Abs(x)),
            };
            if (inside)
                pixels[i] = Tones[figure % 2].Level;
        }
    }

    private sealed class Drawing
    {
        [VectorType(1, Side, Side)]
        public float[] Pixels { get; set; } = [];

        public string Sentence { get; set; } = "";
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Sentences on pictures of two drawn shapes, which lie beside or above each other in noise: "a red circle left of a blue square". Of the
/// 288 sentences there are, a fifth is in no training row. The share of the sentences that are written word by word.
/// </summary>
internal sealed class DrawnCaptions : IQualityTask
{
    private const int Side = 24;
    private const int Colours = 3;
    private const int TrainRows = 2000;
    private const int TestRows = 300;

    private static readonly string[] Shapes = ["circle", "square", "triangle"];
    private static readonly (string Name, float Red, float Green, float Blue)[] Paints =
        [("red", 0.9f, 0.15f, 0.15f), ("green", 0.15f, 0.75f, 0.2f), ("blue", 0.2f, 0.3f, 0.95f), ("yellow", 0.9f, 0.85f, 0.2f)];

    public string Name => "caption";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var transformer = Seeds.All.Select(seed => Learn(seed, new TransformerEncoder { HiddenSize = 64, LayerCount = 2 })).ToArray();
        yield return ("caption.exact", transformer.Average(found => found.Exact));
        yield return ("caption.unseen.exact", transformer.Average(found => found.Unseen));
        yield return ("caption.words", transformer.Average(found => found.Words));
        yield return ("caption.recurrent.exact", Learn(1, new GruEncoder { HiddenSize = 64 }).Exact);
        yield return ("caption.most_frequent.exact", Seeds.Mean(seed => MostFrequent(seed)));
        yield return ("caption.nearest_picture.exact", Seeds.Mean(seed => NearestPicture(seed)));
    }

    private static (double Exact, double Unseen, double Words) Learn(int seed, SequenceEncoder encoder)
    {
        var ml = new MLContext(seed);
        var (train, test) = (Drawn(seed, TrainRows, heldOut: false), Drawn(100 + seed, TestRows));
        var data = ml.Data.LoadFromEnumerable(train);
        var words = ml.Transforms.Text.TokenizeIntoWords("Words", nameof(Drawing.Sentence))
            .Append(ml.Transforms.Conversion.MapValueToKey("Words")).Fit(data);
        using var model = ml.Transforms.CaptionImage("Caption", nameof(Drawing.Pixels), "Words", new ImageCaptionOptions
        {
            Encoder = encoder,
            Training = new TrainingOptions
            {
                Epochs = 20,
                LearningRate = 2e-3,
                Schedule = new CosineSchedule { WarmUpEpochs = 1 },
                GradientClipNorm = 1,
            },
        }).Fit(words.Transform(data));
        var scored = ml.Transforms.Conversion.MapKeyToValue("Caption")
            .Fit(model.Transform(words.Transform(ml.Data.LoadFromEnumerable(test))))
            .Transform(model.Transform(words.Transform(ml.Data.LoadFromEnumerable(test))));
        var written = scored.GetColumn<string[]>("Caption").ToArray();
        var right = test.Zip(written, (drawing, sentence) => drawing.Sentence == string.Join(' ', sentence)).ToArray();
        var unseen = test.Select((drawing, row) => (drawing.IsHeldOut, Right: right[row])).Where(row => row.IsHeldOut).ToArray();
        var share = test.Zip(written, (drawing, sentence) => drawing.Sentence.Split(' ').Zip(sentence, (a, b) => a == b ? 1.0 : 0)
            .Sum() / drawing.Sentence.Split(' ').Length);
        return (right.Count(row => row) / (double)TestRows, unseen.Count(row => row.Right) / (double)unseen.Length, share.Average());
    }

    private static double MostFrequent(int seed)
    {
        var sentence = Drawn(seed, TrainRows, heldOut: false).GroupBy(drawing => drawing.Sentence).MaxBy(group => group.Count())!.Key;
        return Drawn(100 + seed, TestRows).Count(drawing => drawing.Sentence == sentence) / (double)TestRows;
    }

    private static double NearestPicture(int seed)
    {
        var train = Drawn(seed, TrainRows, heldOut: false);
        return Drawn(100 + seed, TestRows).Count(drawing => drawing.Sentence == train.MinBy(other =>
            System.Numerics.Tensors.TensorPrimitives.Distance<float>(drawing.Pixels, other.Pixels))!.Sentence) / (double)TestRows;
    }

    private static Drawing[] Drawn(int seed, int count, bool heldOut = true)
    {
        var random = new Random(seed);
        var drawn = new List<Drawing>();
        while (drawn.Count < count)
        {
            var drawing = Draw(random);
            if (heldOut || !drawing.IsHeldOut)
                drawn.Add(drawing);
        }
        return [.. drawn];
    }

    private static Drawing Draw(Random random)
    {
        var (first, second) = (random.Next(Shapes.Length * Paints.Length), random.Next(Shapes.Length * Paints.Length));
        var beside = random.Next(2) == 0;
        // along the line between them they keep apart, across it they are anywhere near
        var (before, behind) = (Between(random, 5, 8), Between(random, Side - 8, Side - 5));
        var (across, other) = (Between(random, 5, Side - 5), Between(random, 5, Side - 5));
        var pixels = new float[Colours * Side * Side];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (float)Math.Clamp(0.1 + (0.05 * Draws.Normal(random)), 0, 1);
        Paint(pixels, first, beside ? (before, across) : (across, before), Between(random, 3, 4.5));
        Paint(pixels, second, beside ? (behind, other) : (other, behind), Between(random, 3, 4.5));
        return new Drawing
        {
            Pixels = pixels,
            Sentence = $"a {NameOf(first)} {(beside ? "left of" : "above")} a {NameOf(second)}",
            IsHeldOut = ((7 * first) + (3 * second) + (beside ? 1 : 0)) % 5 == 0,
        };
    }

    private static string NameOf(int figure) => $"{Paints[figure % Paints.Length].Name} {Shapes[figure / Paints.Length]}";

    private static void Paint(float[] pixels, int figure, (double X, double Y) centre, double size)
    {
        var (_, red, green, blue) = Paints[figure % Paints.Length];
        var paint = new[] { red, green, blue };
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++)
            {
                var (x, y) = (column - centre.X, row - centre.Y);
                var inside = Shapes[figure / Paints.Length] switch
                {
                    "circle" => (x * x) + (y * y) <= size * size,
                    "square" => Math.Abs(x) <= 0.85 * size && Math.Abs(y) <= 0.85 * size,
                    _ => y <= 0.8 * size && y >= -size + (2 * Math.Abs(x)),
                };
                for (var colour = 0; inside && colour < Colours; colour++)
                    pixels[(((colour * Side) + row) * Side) + column] = paint[colour];
            }
    }

    private static double Between(Random random, double least, double most) => least + (random.NextDouble() * (most - least));

    private sealed class Drawing
    {
        [VectorType(Colours, Side, Side)]
        public float[] Pixels { get; set; } = [];

        public string Sentence { get; set; } = "";

        [NoColumn]
        public bool IsHeldOut { get; set; }
    }
}

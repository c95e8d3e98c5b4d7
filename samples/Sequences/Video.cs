using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Films of a ball in noise, which no single frame tells rising from falling: a convolutional front reads the frames, an encoder what
/// becomes of them.
/// </summary>
internal static class Video
{
    private const int Side = 24, Epochs = 20, Shown = 6;

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var (train, test) = (Films(1, 800), Films(2, 300));
        using var model = output.Train("Frames, and what becomes of them", Epochs, progress =>
            ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                LabelColumnName = nameof(Film.Rises),
                FeatureColumnName = nameof(Film.Frames),
                Front = new ConvolutionalFront(Side, Side),
                Training = new TrainingOptions
                {
                    Epochs = Epochs,
                    Schedule = new CosineSchedule(),
                    GradientClipNorm = 1,
                    ValidationFraction = 0.1,
                    Progress = progress,
                },
            }).Fit(ml.Data.LoadFromEnumerable(train)));
        output.Curve("artifacts/video-curve", "Films of a ball", model.TrainingHistory);
        var scored = model.Transform(ml.Data.LoadFromEnumerable(test));
        var metrics = ml.BinaryClassification.Evaluate(scored, nameof(Film.Rises));
        var single = LastFrame(ml, train, test);
        output.Table("Films never seen", ["method", "right"],
        [
            ["convolutional front and encoder", SampleOutput.Percent(metrics.Accuracy)],
            ["logistic regression on the last frame", SampleOutput.Percent(single)],
        ]);
        var answers = scored.GetColumn<float>("Probability").Take(Shown).ToArray();
        var rows = test.Take(Shown).Select((film, i) => (
            $"{(film.Rises ? "rises" : "falls")}; rises: {SampleOutput.Percent(answers[i])}",
            (IReadOnlyList<float[]>)[.. film.Frames.Chunk(Side * Side)])).ToArray();
        output.Say($"Films, frame by frame: {CaptionedSheet.SaveRows("artifacts/video", "What was seen, and said", rows, Side)}");
        output.Value("video.accuracy", metrics.Accuracy);
        output.Value("video.last_frame.accuracy", single);
        return metrics.Accuracy > single + 0.2 ? 0 : 1;
    }

    private static double LastFrame(MLContext ml, Film[] train, Film[] test)
    {
        IDataView Seen(Film[] films) => ml.Data.LoadFromEnumerable(
            films.Select(film => new Frame { Pixels = film.Frames[^(Side * Side)..], Rises = film.Rises }).ToArray());
        var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(nameof(Frame.Rises), nameof(Frame.Pixels)).Fit(Seen(train));
        return ml.BinaryClassification.EvaluateNonCalibrated(model.Transform(Seen(test)), nameof(Frame.Rises)).Accuracy;
    }

    private static Film[] Films(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
    }

    // What leaves above comes back below: at every time the ball is anywhere.
    private static Film Draw(Random random)
    {
        var (rises, frames) = (random.Next(2) == 1, random.Next(6, 11));
        var (radius, brightness, speed) = (1.5 + (2 * random.NextDouble()), 0.5 + (0.5 * random.NextDouble()), 0.5 + random.NextDouble());
        var (x, y) = (6 + (12 * random.NextDouble()), Side * random.NextDouble());
        var pixels = new float[frames * Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (frame, row, column) = (i / Side / Side, i / Side % Side, i % Side);
            var down = Math.Abs(row - (y + ((rises ? -speed : speed) * frame)) + (2 * Side)) % Side;
            var away = Math.Sqrt(Math.Pow(column - x, 2) + Math.Pow(Math.Min(down, Side - down), 2));
            pixels[i] = (float)((brightness * Math.Clamp(radius + 0.5 - away, 0, 1)) + (0.25 * random.NextDouble()));
        }
        return new Film { Frames = pixels, Rises = rises };
    }

    private sealed class Film
    {
        public float[] Frames { get; set; } = [];

        public bool Rises { get; set; }
    }

    private sealed class Frame
    {
        [VectorType(Side * Side)]
        public float[] Pixels { get; set; } = [];

        public bool Rises { get; set; }
    }
}

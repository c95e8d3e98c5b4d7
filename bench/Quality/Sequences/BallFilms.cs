using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Films of a ball that rises or falls, in noise, from any place, at any speed, in any size and length; what leaves above comes back below.
/// At every time the ball is anywhere, and backwards each is a film of the other kind, so that no frame, and no mean of frames, says which
/// it is.
/// </summary>
internal sealed class BallFilms : IQualityTask
{
    private const int Side = 24;
    private const int TestFilms = 500;

    public string Name => "video";

    public IEnumerable<(string Name, double Value)> Run()
    {
        yield return ("video.accuracy", Seeds.Mean(seed => Network(seed, new ConvolutionalFront(Side, Side))));
        yield return ("video.without_front.accuracy", Seeds.Mean(seed => Network(seed, front: null)));
        yield return ("video.logistic.last_frame.accuracy", Seeds.Mean(seed => Logistic(seed, film => film.Frames[^(Side * Side)..])));
        yield return ("video.logistic.mean_frame.accuracy", Seeds.Mean(seed => Logistic(seed, MeanFrame)));
        yield return ("video.majority.accuracy", Seeds.Mean(seed => Majority(Test(seed))));
    }

    private static double Network(int seed, ConvolutionalFront? front)
    {
        var ml = new MLContext(seed);
        var train = ml.Data.LoadFromEnumerable(Films(seed, 1000));
        using var model = ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = nameof(Film.Rises),
            FeatureColumnName = nameof(Film.Frames),
            StepSize = Side * Side,
            Front = front,
            Training = new TrainingOptions { Epochs = 30, GradientClipNorm = 1 },
        }).Fit(train);
        var scored = model.Transform(ml.Data.LoadFromEnumerable(Test(seed)));
        return ml.BinaryClassification.EvaluateNonCalibrated(scored, nameof(Film.Rises)).Accuracy;
    }

    private static double Logistic(int seed, Func<Film, float[]> look)
    {
        var ml = new MLContext(seed);
        IDataView Seen(IEnumerable<Film> films) =>
            ml.Data.LoadFromEnumerable(films.Select(film => new Look { Rises = film.Rises, Pixels = look(film) }).ToArray());
        var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(nameof(Look.Rises), nameof(Look.Pixels))
            .Fit(Seen(Films(seed, 1000)));
        return ml.BinaryClassification.EvaluateNonCalibrated(model.Transform(Seen(Test(seed))), nameof(Look.Rises)).Accuracy;
    }

    private static double Majority(Film[] films)
    {
        var rising = films.Count(film => film.Rises) / (double)films.Length;
        return Math.Max(rising, 1 - rising);
    }

    private static float[] MeanFrame(Film film)
    {
        var mean = new float[Side * Side];
        for (var i = 0; i < film.Frames.Length; i++)
            mean[i % mean.Length] += film.Frames[i] * mean.Length / film.Frames.Length;
        return mean;
    }

    private static Film[] Test(int seed) => Films(100 + seed, TestFilms);

    private static Film[] Films(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
    }

    private static Film Draw(Random random)
    {
        var rises = random.Next(2) == 1;
        var frames = random.Next(6, 13);
        var (radius, brightness) = (Between(random, 1.5, 3.5), Between(random, 0.5, 1));
        var (speed, drift) = (Between(random, 0.4, 1), Between(random, -0.4, 0.4)); // pixels per frame
        var (x, y) = (Between(random, 6, Side - 6), Between(random, 0, Side));
        var pixels = new float[frames * Side * Side];
        for (var frame = 0; frame < frames; frame++)
        {
            var (left, top) = (x + (drift * frame), y + ((rises ? -speed : speed) * frame) + Side);
            for (var row = 0; row < Side; row++)
                for (var column = 0; column < Side; column++)
                {
                    var down = Math.Abs(row - top) % Side;
                    var away = Math.Sqrt(Math.Pow(column - left, 2) + Math.Pow(Math.Min(down, Side - down), 2));
                    var inside = Math.Clamp(radius + 0.5 - away, 0, 1);
                    pixels[(((frame * Side) + row) * Side) + column] = (float)((brightness * inside) + (0.2 * Draws.Normal(random)));
                }
        }
        return new Film { Frames = pixels, Rises = rises };
    }

    private static double Between(Random random, double least, double most) => least + (random.NextDouble() * (most - least));

    private sealed class Film
    {
        public float[] Frames { get; set; } = [];

        public bool Rises { get; set; }
    }

    private sealed class Look
    {
        [VectorType(Side * Side)]
        public float[] Pixels { get; set; } = [];

        public bool Rises { get; set; }
    }
}

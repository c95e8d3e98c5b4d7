using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Digits from their Sobel edges, without and with a discriminator: pixels, and whether a LeNet-5 sees the digit.</summary>
internal static class DigitsFromEdges
{

    /// <summary>Means of two seeds.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        if (DigitPairs.Split(1) is null)
            yield break;
        var (plain, game) = (new List<Result>(), new List<Result>());
        for (var seed = 1; seed <= ImagesTask.MeasuredSeeds; seed++)
        {
            var (ml, (train, test)) = (new MLContext(seed), DigitPairs.Split(seed)!.Value);
            using var judge = DigitPairs.Judge(ml, train);
            plain.Add(Measure(ml, train, test, judge, null));
            game.Add(Measure(ml, train, test, judge, new PatchDiscriminator { Filters = 8 }));
        }
        yield return ("pix2pix.l1", plain.Average(found => found.Made.AbsoluteError));
        yield return ("pix2pix.psnr", plain.Average(found => found.Made.PeakSignalToNoise));
        yield return ("pix2pix.judge", plain.Average(found => found.Judge));
        yield return ("pix2pix.l1 (with a discriminator)", game.Average(found => found.Made.AbsoluteError));
        yield return ("pix2pix.psnr (with a discriminator)", game.Average(found => found.Made.PeakSignalToNoise));
        yield return ("pix2pix.judge (with a discriminator)", game.Average(found => found.Judge));
        yield return ("pix2pix.l1 (the edges as they are)", plain.Average(found => found.Given.AbsoluteError));
        yield return ("pix2pix.psnr (the edges as they are)", plain.Average(found => found.Given.PeakSignalToNoise));
        yield return ("pix2pix.judge (the edges as they are)", plain.Average(found => found.GivenJudge));
        yield return ("pix2pix.judge (real digits)", plain.Average(found => found.RealJudge));
    }

    private static Result Measure(
        MLContext ml, MnistRows.DigitImage[] train, MnistRows.DigitImage[] test, ConvolutionalNetworkTransformer judge,
        PatchDiscriminator? discriminator)
    {
        using var model = ml.Transforms.TranslateImage("Made", "Given", "Wanted", new TranslateImageOptions
        {
            Generator = new UNetGenerator { Depth = 2, Filters = 8, Normalization = ImageNormalization.Batch },
            Discriminator = discriminator,
            AdversarialWeight = 0.05,
            Training = new TrainingOptions { Epochs = 4, BatchSize = 32, LearningRate = 3e-3, Schedule = new CosineSchedule() },
        }).Fit(DigitPairs.View(ml, train, Edges));
        var made = model.Transform(DigitPairs.View(ml, test, Edges));
        return new Result(
            ImageMetrics.Of(made, "Made", "Wanted"), ImageMetrics.Of(made, "Given", "Wanted"), DigitPairs.Judged(ml, judge, made, "Made"),
            DigitPairs.Judged(ml, judge, made, "Given"), DigitPairs.Judged(ml, judge, made, "Wanted"));
    }

    private sealed record Result(ImageMetrics Made, ImageMetrics Given, double Judge, double GivenJudge, double RealJudge);

    /// <summary>The length of the slope of brightness, a quarter of Sobel's sums, cut off at 1.</summary>
    public static float[] Edges(float[] picture)
    {
        const int side = DigitPairs.Side;
        float At(int x, int y) => picture[(Math.Clamp(y, 0, side - 1) * side) + Math.Clamp(x, 0, side - 1)];
        return [.. Enumerable.Range(0, side * side).Select(p =>
        {
            var (x, y) = (p % side, p / side);
            float Column(int at) => At(at, y - 1) + (2 * At(at, y)) + At(at, y + 1);
            float Row(int at) => At(x - 1, at) + (2 * At(x, at)) + At(x + 1, at);
            var (across, down) = (Column(x + 1) - Column(x - 1), Row(y + 1) - Row(y - 1));
            return Math.Min(1, MathF.Sqrt((across * across) + (down * down)) / 4);
        })];
    }
}

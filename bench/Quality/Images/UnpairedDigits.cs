using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Digits into inverted, thickened ones, learned from 4,000 of each that show other digits: how far they lie from what they should become,
/// which is never shown, beside a plain inversion, and whether a LeNet-5 of thick digits sees the digit.
/// </summary>
internal static class UnpairedDigits
{
    private const int FirstSeed = 11; // settings were chosen on rows of the first seed's order

    /// <summary>Means of two seeds.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        if (DigitPairs.Split(1) is null)
            yield break;
        var found = new List<Result>();
        for (var seed = FirstSeed; seed < FirstSeed + ImagesTask.MeasuredSeeds; seed++)
            found.Add(Measure(seed));
        yield return ("cycle.l1_ratio", found.Average(f => f.Made.AbsoluteError / f.Inverted.AbsoluteError));
        yield return ("cycle.l1", found.Average(f => f.Made.AbsoluteError));
        yield return ("cycle.l1 (plain inversion)", found.Average(f => f.Inverted.AbsoluteError));
        yield return ("cycle.judge", found.Average(f => f.Judge));
        yield return ("cycle.judge (plain inversion)", found.Average(f => f.InvertedJudge));
        yield return ("cycle.judge (true pairs)", found.Average(f => f.TrueJudge));
        yield return ("cycle.back.l1", found.Average(f => f.Back.AbsoluteError));
        yield return ("cycle.distance", found.Average(f => f.Distance));
        yield return ("cycle.distance (best of as they are, others' levels)", found.Average(f => f.SimpleDistance));
    }

    private static Result Measure(int seed)
    {
        var (ml, (train, test)) = (new MLContext(seed), DigitPairs.Split(seed)!.Value);
        var half = train.Length / 2;
        using var judge = DigitPairs.Judge(ml, train, Dilated);
        using var model = ml.Transforms.TranslateImageUnpaired("Made", "Given", new TranslateImageUnpairedOptions
        {
            Generator = new ResidualGenerator { Blocks = 2, Filters = 16, Halvings = 1, Normalization = ImageNormalization.Instance },
            Discriminator = new PatchDiscriminator { Filters = 16, Normalization = ImageNormalization.None },
            Training = new TranslateImageUnpairedOptions().Training with { Epochs = 3, BatchSize = 16, LearningRate = 1e-3 },
        }).Fit(DigitPairs.View(ml, train[..half], picture => picture), DigitPairs.View(ml, train[half..], Thick));
        var pairs = DigitPairs.View(ml, test, picture => picture, Thick);
        var made = model.Transform(pairs);
        var inverted = DigitPairs.View(ml, test, Inverted, Thick);
        using var back = model.Reverse("Back", "Wanted");
        return new Result(
            ImageMetrics.Of(made, "Made", "Wanted"), ImageMetrics.Of(inverted, "Given", "Wanted"),
            ImageMetrics.Of(back.Transform(pairs), "Back", "Given"), DigitPairs.Judged(ml, judge, made, "Made", Inverted),
            DigitPairs.Judged(ml, judge, inverted, "Given", Inverted), DigitPairs.Judged(ml, judge, made, "Wanted", Inverted),
            model.TrainingHistory.Baseline!.NetworkValue, model.TrainingHistory.Baseline.Value);
    }

    private sealed record Result(
        ImageMetrics Made, ImageMetrics Inverted, ImageMetrics Back, double Judge, double InvertedJudge, double TrueJudge, double Distance,
        double SimpleDistance);

    private static float[] Inverted(float[] picture) => Array.ConvertAll(picture, pixel => 1 - pixel);

    private static float[] Thick(float[] picture) => Inverted(Dilated(picture));

    // Each pixel as bright as the brightest of its neighbours.
    private static float[] Dilated(float[] picture)
    {
        const int side = DigitPairs.Side;
        return [.. Enumerable.Range(0, side * side).Select(p =>
        {
            var most = 0f;
            for (var y = Math.Max(0, (p / side) - 1); y <= Math.Min(side - 1, (p / side) + 1); y++)
                for (var x = Math.Max(0, (p % side) - 1); x <= Math.Min(side - 1, (p % side) + 1); x++)
                    most = Math.Max(most, picture[(y * side) + x]);
            return most;
        })];
    }
}

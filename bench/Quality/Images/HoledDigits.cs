using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Digits with a hole of 12×12 pixels at a random place: signal-to-noise in the hole over the mean picture and over pictures that are
/// alike around it, whether a LeNet-5 sees the digit, and what has changed outside.
/// </summary>
internal static class HoledDigits
{
    private const int Hole = 12;
    private const int Neighbours = 5;

    public static IEnumerable<(string Name, double Value)> Run()
    {
        if (DigitPairs.Split(1) is null)
            yield break;
        var found = Enumerable.Range(1, ImagesTask.MeasuredSeeds).Select(Measure).ToArray();
        yield return ("inpaint.hole.gain_db", found.Average(f => f.Network - f.Mean));
        yield return ("inpaint.hole.psnr", found.Average(f => f.Network));
        yield return ("inpaint.hole.psnr (mean picture)", found.Average(f => f.Mean));
        yield return ("inpaint.hole.psnr (nearest picture)", found.Average(f => f.Nearest));
        yield return ("inpaint.hole.psnr (mean of 5 nearest)", found.Average(f => f.FiveNearest));
        yield return ("inpaint.judge", found.Average(f => f.Judge));
        yield return ("inpaint.judge (with the hole)", found.Average(f => f.HoledJudge));
        yield return ("inpaint.judge (real digits)", found.Average(f => f.RealJudge));
        yield return ("inpaint.outside.maxdiff", found.Max(f => f.Outside));
    }

    private static Result Measure(int seed)
    {
        var (ml, (train, test)) = (new MLContext(seed), DigitPairs.Split(seed)!.Value);
        var holed = test.Select((row, i) => Holed(row, new Random((seed * 10_000) + i))).ToArray();
        using var judge = DigitPairs.Judge(ml, train);
        var noHoles = train.Select(row => new HoledDigit { Holed = row.Features, Digit = row.Digit }).ToArray();
        using var model = ml.Transforms.InpaintImage("Made", "Holed", "Mask", new InpaintImageOptions
        {
            Generator = new UNetGenerator { Depth = 2, Filters = 12, Normalization = ImageNormalization.Batch, GlobalFeatures = true },
            Holes = new HoleShapes { SmallestSide = 0.3, LargestSide = 0.5, StrokeShare = 0 },
            Loss = PixelLoss.Squared,
            Training = SpoiledDigits.Training with { Epochs = 6 },
        }).Fit(ml.Data.LoadFromEnumerable(noHoles));
        var view = model.Transform(ml.Data.LoadFromEnumerable(holed));
        var made = view.GetColumn<float[]>("Made").ToArray();
        var mean = Enumerable.Range(0, made[0].Length).Select(p => train.Average(row => row.Features[p])).ToArray();
        var alike = holed.AsParallel().AsOrdered().Select(row => Alike(row, train)).ToArray();
        return new Result(
            Decibels(holed, made), Decibels(holed, [.. holed.Select(_ => mean)]), Decibels(holed, [.. alike.Select(near => near[0])]),
            Decibels(holed, [.. alike.Select(near => near[1])]), DigitPairs.Judged(ml, judge, view, "Made"),
            DigitPairs.Judged(ml, judge, view, "Holed"), DigitPairs.Judged(ml, judge, view, "Wanted"),
            holed.Select((row, i) => row.Mask.Select((m, p) => m > 0 ? 0 : Math.Abs(made[i][p] - row.Wanted[p])).Max()).Max());
    }

    private static HoledDigit Holed(MnistRows.DigitImage row, Random random)
    {
        const int side = DigitPairs.Side;
        var (left, top) = (random.Next(side - Hole + 1), random.Next(side - Hole + 1));
        bool Inside(int p) => p % side >= left && p % side < left + Hole && p / side >= top && p / side < top + Hole;
        return new HoledDigit
        {
            Holed = [.. row.Features.Select((pixel, p) => Inside(p) ? 0 : pixel)],
            Mask = [.. row.Features.Select((_, p) => Inside(p) ? 1f : 0)],
            Wanted = row.Features,
            Digit = row.Digit,
        };
    }

    // The training picture that is nearest where there are pixels, and the mean of the five nearest.
    private static float[][] Alike(HoledDigit row, MnistRows.DigitImage[] train)
    {
        var near = train.Select(other =>
        {
            var sum = 0f;
            for (var p = 0; p < row.Mask.Length; p++)
            {
                var difference = (1 - row.Mask[p]) * (row.Wanted[p] - other.Features[p]);
                sum += difference * difference;
            }
            return (Distance: sum, other.Features);
        }).OrderBy(other => other.Distance).Take(Neighbours).Select(other => other.Features).ToArray();
        return [near[0], [.. Enumerable.Range(0, near[0].Length).Select(p => near.Average(picture => picture[p]))]];
    }

    private static double Decibels(HoledDigit[] rows, float[][] made) => rows.Select((row, i) =>
    {
        var error = row.Mask.Select((m, p) => m * Math.Pow(made[i][p] - row.Wanted[p], 2)).Sum() / (Hole * Hole);
        return 10 * Math.Log10(1 / Math.Max(error, 1e-10));
    }).Average();

    private sealed record Result(
        double Network, double Mean, double Nearest, double FiveNearest, double Judge, double HoledJudge, double RealJudge, double Outside);

    private sealed class HoledDigit
    {
        [VectorType(1, DigitPairs.Side, DigitPairs.Side)]
        public float[] Holed { get; set; } = [];

        [VectorType(1, DigitPairs.Side, DigitPairs.Side)]
        public float[] Mask { get; set; } = new float[DigitPairs.Side * DigitPairs.Side];

        [VectorType(1, DigitPairs.Side, DigitPairs.Side)]
        public float[] Wanted { get; set; } = new float[DigitPairs.Side * DigitPairs.Side];

        [KeyType(10)]
        public uint Digit { get; set; }
    }
}

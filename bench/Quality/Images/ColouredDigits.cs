using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Digits painted in the colour of their class: the share whose right colour comes back from grey, with a network that knows the whole
/// picture and with one that sees only what is near. What stays nearer to grey than to any colour has none: how grey pictures lean, as a
/// mean over hundreds of pixels, is more than any pixel of a local network knows.
/// </summary>
internal static class ColouredDigits
{
    private const double Brightness = 0.5; // of every colour

    public static IEnumerable<(string Name, double Value)> Run()
    {
        if (DigitPairs.Split(1) is null)
            yield break;
        yield return ("colour.dominant", Share(new UNetGenerator
        {
            Depth = 3,
            Filters = 12,
            Normalization = ImageNormalization.Batch,
            GlobalFeatures = true,
        }));
        yield return ("colour.local_only", Share(new ResidualGenerator { Blocks = 0, Filters = 12 }));
    }

    private static double Share(ImageGenerator generator) => Enumerable.Range(1, ImagesTask.MeasuredSeeds).Average(seed =>
    {
        var (ml, (train, test)) = (new MLContext(seed), DigitPairs.Split(seed)!.Value);
        using var model = ml.Transforms.ColorizeImage("Made", "Picture", new ColorizeImageOptions
        {
            Generator = generator,
            Loss = PixelLoss.Squared,
            Training = SpoiledDigits.Training with { Epochs = 6 },
        }).Fit(ml.Data.LoadFromEnumerable(train.Select(Painted).ToArray()));
        var made = model.Transform(ml.Data.LoadFromEnumerable(test.Select(Painted).ToArray())).GetColumn<float[]>("Made").ToArray();
        return test.Select((row, i) => Nearest(made[i], row.Features) == row.Digit ? 1.0 : 0).Average();
    });

    // The class whose colour lies nearest to the mean of the bright pixels; none where grey lies nearer.
    private static uint? Nearest(float[] made, float[] grey)
    {
        var pixels = grey.Length;
        double[] mean = [.. Enumerable.Range(0, 3).Select(
            channel => Enumerable.Range(0, pixels).Where(p => grey[p] > 0.5f).Select(p => made[(channel * pixels) + p])
                .DefaultIfEmpty().Average())];
        var nearest = (uint)Enumerable.Range(0, 10).MinBy(digit => Distance(Colour((uint)digit)));
        return Distance([Brightness, Brightness, Brightness]) < Distance(Colour(nearest)) ? null : nearest;

        double Distance(double[] colour) => colour.Zip(mean, (a, b) => (a - b) * (a - b)).Sum();
    }

    private static Coloured Painted(MnistRows.DigitImage row) => new()
    {
        Picture = [.. Colour(row.Digit).SelectMany(share => row.Features.Select(pixel => (float)(share * pixel)))],
    };

    // Ten hues of one brightness, 0.3 red + 0.59 green + 0.11 blue, which therefore tells nothing of the class.
    private static double[] Colour(uint digit)
    {
        var (sine, cosine) = Math.SinCos(digit * Math.PI / 5);
        var (red, blue) = (0.4 * cosine, 0.45 * sine);
        return [Brightness + red, Brightness - (((0.3 * red) + (0.11 * blue)) / 0.59), Brightness + blue];
    }

    private sealed class Coloured
    {
        [VectorType(3, DigitPairs.Side, DigitPairs.Side)]
        public float[] Picture { get; set; } = [];
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Half-transparent marks on grey digits and on coloured shapes: signal-to-noise over doing nothing, and over a median filter.
/// </summary>
internal static class MarkedPictures
{
    private static CleanImageOptions Options => new()
    {
        Generator = new UNetGenerator { Depth = 2, Filters = 8 },
        Training = SpoiledDigits.Training,
    };

    public static IEnumerable<(string Name, double Value)> Run()
    {
        if (SpoiledDigits.Mean(ml => ml.Transforms.CleanImage(
            "Made", "Wanted", Options with { Training = Options.Training with { Epochs = 4 } })) is { } grey)
        {
            yield return ("watermark.grey.gain_db", grey.Gain(0));
            yield return ("watermark.grey.psnr (doing nothing)", grey.Baselines[0]);
            yield return ("watermark.grey.gain_db (median filter)", grey.Baselines[1] - grey.Baselines[0]);
        }
        var colour = Enumerable.Range(1, ImagesTask.MeasuredSeeds).Select(Coloured).ToArray();
        yield return ("watermark.colour.gain_db", colour.Average(found => found.Gain(0)));
        yield return ("watermark.colour.psnr (doing nothing)", colour.Average(found => found.Baselines[0]));
        yield return (
            "watermark.colour.gain_db (median filter)", colour.Average(found => found.Baselines[1] - found.Baselines[0]));
    }

    private static SpoiledDigits.Result Coloured(int seed)
    {
        var (ml, shapes) = (new MLContext(seed), ColouredShapes.Draw(new Random(seed), 2400));
        using var model = ml.Transforms.CleanImage("Made", "Picture", Options with
        {
            Generator = new UNetGenerator { Depth = 2, Filters = 12 },
            Training = Options.Training with { Epochs = 12 },
        }).Fit(ml.Data.LoadFromEnumerable(shapes[400..]), ml.Data.LoadFromEnumerable(shapes[..400]));
        return SpoiledDigits.Result.Of(model);
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Networks that make pictures of handwritten digits, and digits that they have not seen, in two sizes.</summary>
internal static class OnnxPictureFamilies
{
    private const int Side = 8;
    private const int OddSide = 7; // what no stride fits
    private const int Learned = 300;

    private static readonly TrainingOptions Brief = new() { Epochs = 3, BatchSize = 32 };

    /// <summary>Each family, how it is fitted, and what it is asked of.</summary>
    public static IEnumerable<(string Family, Func<NetworkTransformer> Make, IDataView[] HeldOut)> All(MLContext ml)
    {
        var (rows, small) = (Rows(Side), Rows(OddSide));
        var learned = View(ml, rows[..Learned], Side);
        IDataView[] heldOut = [View(ml, rows[Learned..], Side), View(ml, small[Learned..], OddSide)];
        yield return ("translation", () => ml.Transforms.TranslateImage(
            "Made", "Grey", "Colours", new TranslateImageOptions { Training = Brief }).Fit(learned), heldOut);
        yield return ("unpaired", () => ml.Transforms.TranslateImageUnpaired("Made", "Grey", new TranslateImageUnpairedOptions
        {
            Training = new TranslateImageUnpairedOptions().Training with { Epochs = 1 },
        }).Fit(learned, ml.Transforms.CopyColumns("Grey", "Negative").Fit(learned).Transform(learned)), heldOut);
        yield return ("superresolution", () => ml.Transforms.SuperResolveImage(
            "Made", "Grey", new SuperResolveImageOptions { Training = Brief }).Fit(learned), heldOut);
        yield return ("inpainting", () => ml.Transforms.InpaintImage(
            "Made", "Grey", "Holes", new InpaintImageOptions { Training = Brief }).Fit(learned), heldOut);
        yield return ("colorization", () => ml.Transforms.ColorizeImage(
            "Made", "Colours", new ColorizeImageOptions { Training = Brief }).Fit(learned), heldOut);
        yield return ("cleaning", () => ml.Transforms.CleanImage("Made", "Grey", new CleanImageOptions
        {
            Corruptions = [new NoiseCorruption()],
            Generator = new ResidualGenerator { Halvings = 1, Normalization = ImageNormalization.Instance },
            Training = Brief,
        }).Fit(learned), heldOut);
        yield return ("segmentation", () => ml.Transforms.SegmentImage(
            "Made", "Grey", "Classes", new SegmentImageOptions { Training = Brief }).Fit(learned), heldOut);
        yield return ("filters", () => ml.Transforms.FilterImage("Made", "Colours", new FilterImageOptions
        {
            Height = Side,
            Width = Side,
            Channels = 3,
            Filters =
            [
                new HistogramEqualizationFilter(), KernelFilter.Gaussian(1), new ResizeFilter(20, 12), new ContrastStretchingFilter(),
            ],
        }).Fit(learned), heldOut[..1]);
    }

    private static Row[] Rows(int side) => [.. ImageRows.Digits().Pixels.Take(Learned + 100).Select(pixels =>
    {
        float[] grey = [.. pixels.Where((_, i) => i / Side < side && i % Side < side)];
        return new Row
        {
            Grey = grey,
            Negative = Array.ConvertAll(grey, pixel => 1 - pixel),
            Colours = [.. grey, .. grey.Select(pixel => pixel / 2), .. grey.Select(pixel => 1 - pixel)],
            Holes = [.. grey.Select((_, i) => i % side is 2 or 3 && i / side > 4 ? 1f : 0)],
            Classes = Array.ConvertAll(grey, pixel => MathF.Floor(pixel * 2.99f)),
        };
    })];

    private static IDataView View(MLContext ml, Row[] rows, int side)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        foreach (var (column, channels) in new[] { ("Grey", 1), ("Negative", 1), ("Colours", 3), ("Holes", 1) })
            schema[column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, channels, side, side);
        schema["Classes"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, side, side);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row
    {
        public float[] Grey { get; set; } = [];

        public float[] Negative { get; set; } = [];

        public float[] Colours { get; set; } = [];

        public float[] Holes { get; set; } = [];

        public float[] Classes { get; set; } = [];
    }
}

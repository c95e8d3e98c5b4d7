using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Pictures of 8×8 pixels with lying or standing stripes, and quickly trained generators that grow them.</summary>
internal static class StripedPictures
{
    public const int Side = 8;

    public static IReadOnlyList<GrowingGenerator> Forms { get; } =
    [
        new ProgressiveGenerator { Filters = 2 }, new StyleGenerator { Filters = 2, MappingLayers = 2 },
        new LaplacianPyramidGenerator { Filters = 2 },
    ];

    public static GanAugmenterOptions Tiny(GrowingGenerator growing, int epochs = 4) => GanTestRows.Tiny with
    {
        Picture = new GanPicture(Side, Side),
        Growing = growing,
        Training = GanTestRows.Tiny.Training with { Epochs = epochs, BatchSize = 16 },
    };

    /// <summary>As many of each kind, with keys "lying" and "standing".</summary>
    public static IDataView Create(MLContext ml, int rows = 40)
    {
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i =>
        {
            var shift = random.Next(2);
            return new Row
            {
                Features = [.. Enumerable.Range(0, Side * Side).Select(
                    p => Stripe(i % 2 == 0, p, shift) + ((float)random.NextDouble() * 0.2f))],
                Name = i % 2 == 0 ? "lying" : "standing",
            };
        }).ToArray());
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    /// <summary>How much more a picture changes across the stripes of its kind than along them, a share of all change.</summary>
    public static double Striped(float[] picture, bool lying)
    {
        double Change(int from, int step) => Math.Abs(picture[from] - picture[from + step]);
        var inner = Enumerable.Range(0, Side * Side).Where(p => p % Side < Side - 1 && p / Side < Side - 1).ToArray();
        var (down, across) = (inner.Sum(p => Change(p, Side)), inner.Sum(p => Change(p, 1)));
        return (lying ? down - across : across - down) / Math.Max(1e-6, down + across);
    }

    private static float Stripe(bool lying, int pixel, int shift) => ((lying ? pixel / Side : pixel % Side) + shift) % 4 < 2 ? 0 : 0.8f;

    private sealed class Row
    {
        [VectorType(Side * Side)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }
}

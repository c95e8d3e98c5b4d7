using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Pictures;

/// <summary>Drawn discs, squares and bars on a dark ground, with noise.</summary>
internal static class Drawn
{
    public const int Side = 16;

    public static IDataView View(MLContext ml, int count)
    {
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row
        {
            Name = i % 3 == 0 ? "disc" : i % 3 == 1 ? "square" : "bar",
            Picture = Draw(i % 3, random),
        }).ToArray());
    }

    /// <summary>Pictures whose right half is brighter.</summary>
    public static IDataView Images(MLContext ml, int count) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i =>
    {
        var bytes = new byte[4 * Side * Side];
        for (var p = 0; p < Side * Side; p++)
        {
            bytes.AsSpan(4 * p, 3).Fill((byte)((p % Side < Side / 2 ? 60 : 150) + i));
            bytes[(4 * p) + 3] = 255;
        }
        return new ImageRow { Image = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, bytes) };
    }).ToArray());

    private static float[] Draw(int kind, Random random)
    {
        var (x0, y0, size) = (4 + (8 * random.NextDouble()), 4 + (8 * random.NextDouble()), 2.5 + random.NextDouble());
        return [.. Enumerable.Range(0, Side * Side).Select(p =>
        {
            var (x, y) = (Math.Abs((p % Side) - x0), Math.Abs((p / Side) - y0));
            var inside = kind switch
            {
                0 => (x * x) + (y * y) < size * size,
                1 => Math.Max(x, y) < size,
                _ => x < 1 && y < 2.5 * size,
            };
            return (float)((inside ? 0.8 : 0.2) + (0.05 * random.NextDouble()));
        })];
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";

        [VectorType(1, Side, Side)]
        public float[] Picture { get; set; } = [];
    }

    private sealed class ImageRow
    {
        public float Number { get; set; } // a schema of pictures alone cannot be saved

        [ImageType(Side, Side)]
        public MLImage Image { get; set; } = null!;
    }
}

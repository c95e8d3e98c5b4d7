using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Discs, squares and triangles on a ground of another brightness, with noise; each picture in its own two tones.</summary>
internal static class NoisyShapes
{
    private const int Side = 48;
    private const int Count = 200;

    /// <summary>
    /// Intersection over union of drawn shapes and what Otsu's threshold finds, as it is and after a Gaussian smoothing; of a fixed
    /// threshold of one half beside them.
    /// </summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        yield return ("otsu.iou", Seeds.Mean(seed => Overlap(seed, KernelFilter.Gaussian(1), new BinarizationFilter())));
        yield return ("otsu.iou.unsmoothed", Seeds.Mean(seed => Overlap(seed, new BinarizationFilter())));
        yield return (
            "otsu.iou.half",
            Seeds.Mean(seed => Overlap(seed, KernelFilter.Gaussian(1), new BinarizationFilter { Threshold = 0.5 })));
    }

    private static double Overlap(int seed, params ImageFilter[] filters)
    {
        var (ml, rows) = (new MLContext(seed), Draw(new Random(seed)));
        var data = ml.Data.LoadFromEnumerable(rows);
        using var model = ml.Transforms.FilterImage("Found", "Picture", filters).Fit(data);
        return model.Transform(data).GetColumn<float[]>("Found").Zip(rows, (found, row) =>
        {
            var both = found.Where((pixel, i) => pixel > 0.5f && row.Inside[i]).Count();
            return both / (double)found.Where((pixel, i) => pixel > 0.5f || row.Inside[i]).Count();
        }).Average();
    }

    private static Shape[] Draw(Random random) => [.. Enumerable.Range(0, Count).Select(i =>
    {
        var (dark, size) = (0.1 + (0.3 * random.NextDouble()), 7 + (8 * random.NextDouble()));
        var bright = dark + 0.35 + (0.2 * random.NextDouble());
        var (cx, cy) = (size + ((Side - (2 * size)) * random.NextDouble()), size + ((Side - (2 * size)) * random.NextDouble()));
        var shape = new Shape { Inside = new bool[Side * Side], Picture = new float[Side * Side] };
        for (var p = 0; p < Side * Side; p++)
        {
            var (x, y) = ((p % Side) - cx, (p / Side) - cy);
            shape.Inside[p] = (i % 3) switch
            {
                0 => (x * x) + (y * y) < size * size,
                1 => Math.Max(Math.Abs(x), Math.Abs(y)) < 0.85 * size,
                _ => y < 0.8 * size && y > (2 * Math.Abs(x)) - (0.9 * size),
            };
            shape.Picture[p] = (float)Math.Clamp((shape.Inside[p] ? bright : dark) + (0.1 * Draws.Normal(random)), 0, 1);
        }
        return shape;
    })];

    internal sealed class Shape
    {
        [VectorType(1, Side, Side)]
        public float[] Picture { get; set; } = [];

        [NoColumn]
        public bool[] Inside { get; set; } = [];
    }
}

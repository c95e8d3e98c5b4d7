using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Convolutional;

/// <summary>Small pictures of horizontal, vertical and diagonal bars at random places: easy for filters, not for single pixels.</summary>
internal static class Shapes
{
    public const int Side = 8;

    public static IReadOnlyList<ShapeRow> Rows(int count, int seed = 1, int left = 1, int right = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => ShapeRow.Draw(i % 3, random, left, right))];
    }

    public static IDataView Create(MLContext ml, int count = 120, int seed = 1, int left = 1, int right = 3)
    {
        var data = ml.Data.LoadFromEnumerable(Rows(count, seed, left, right));
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    /// <summary>The same pictures as ML.NET images, made anew for each pass, as a pipeline would.</summary>
    public static IDataView AsImages(MLContext ml, int count = 60, int seed = 1)
    {
        var data = ml.Data.LoadFromEnumerable(
            Rows(count, seed).Select((row, i) => new ImageRow { Name = row.Name, Picture = row.ToImage() }));
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    internal sealed class ShapeRow
    {
        [VectorType(1, Side, Side)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public static ShapeRow Draw(int kind, Random random, int left, int right)
        {
            var pixels = new float[Side * Side];
            var (x, y) = (random.Next(left, right + 1), random.Next(1, Side - 4));
            for (var i = 0; i < 4; i++)
                pixels[((y + (kind != 0 ? i : 0)) * Side) + x + (kind != 1 ? i : 0)] = 1;
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (float)Math.Round(Math.Clamp((pixels[i] * 0.8) + (random.NextDouble() * 0.2), 0, 1) * 255) / 255;
            return new ShapeRow { Features = pixels, Name = kind switch { 0 => "level", 1 => "upright", _ => "diagonal" } };
        }

        public MLImage ToImage()
        {
            var bytes = new byte[Side * Side * 4];
            for (var i = 0; i < Features.Length; i++)
            {
                bytes.AsSpan(i * 4, 3).Fill((byte)Math.Round(Features[i] * 255));
                bytes[(i * 4) + 3] = 255;
            }
            return MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, bytes);
        }
    }

    internal sealed class ImageRow
    {
        [ImageType(Side, Side)]
        public MLImage? Picture { get; set; }

        public string Name { get; set; } = "";
    }
}

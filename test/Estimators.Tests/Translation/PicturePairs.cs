using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Translation;

/// <summary>
/// Small pictures of a bright rectangle on a dark ground, and beside each what it is to become: inverted and a little darker.
/// </summary>
internal static class PicturePairs
{
    public const int Height = 10;
    public const int Width = 12;

    public static PicturePair[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => PicturePair.Draw(random))];
    }

    public static IDataView View(MLContext ml, int count = 27, int seed = 1) => ml.Data.LoadFromEnumerable(Rows(count, seed));

    /// <summary>The same as images, made anew for each pass: red where the vectors are bright, and green where they are dark.</summary>
    public static IDataView Images(MLContext ml, int count = 27, int seed = 1) => ml.Data.LoadFromEnumerable(
        Rows(count, seed).Select((row, i) => new ImagePair
        {
            Number = i,
            Picture = row.ToImage(row.Picture),
            Target = row.ToImage(row.Target),
        }));

    /// <summary>Numbers of pixels per row that are everywhere the same.</summary>
    public static IDataView Even(MLContext ml, int height, int width)
    {
        var schema = SchemaDefinition.Create(typeof(OpenPicture));
        schema["Picture"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, height, width);
        var random = new Random(5);
        return ml.Data.LoadFromEnumerable(
            [new OpenPicture { Picture = [.. Enumerable.Range(0, height * width).Select(_ => random.NextSingle())] }], schema);
    }

    internal sealed class PicturePair
    {
        [VectorType(1, Height, Width)]
        public float[] Picture { get; set; } = [];

        [VectorType(1, Height, Width)]
        public float[] Target { get; set; } = [];

        public static PicturePair Draw(Random random)
        {
            var (left, top) = (random.Next(1, Width - 5), random.Next(1, Height - 5));
            var picture = Enumerable.Range(0, Height * Width).Select(p =>
            {
                var (x, y) = (p % Width, p / Width);
                var inside = x >= left && x < left + 4 && y >= top && y < top + 4;
                return (float)Math.Round(((inside ? 0.8 : 0.1) + (0.1 * random.NextDouble())) * 255) / 255;
            }).ToArray();
            return new PicturePair { Picture = picture, Target = Array.ConvertAll(picture, pixel => 0.9f * (1 - pixel)) };
        }

        public MLImage ToImage(float[] pixels)
        {
            var bytes = new byte[4 * pixels.Length];
            for (var i = 0; i < pixels.Length; i++)
            {
                bytes[4 * i] = (byte)Math.Round(255 * pixels[i]);
                bytes[(4 * i) + 1] = (byte)(255 - bytes[4 * i]);
                bytes[(4 * i) + 3] = 255;
            }
            return MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Rgba32, bytes);
        }
    }

    internal sealed class ImagePair
    {
        public float Number { get; set; }

        [ImageType(Height, Width)]
        public MLImage? Picture { get; set; }

        [ImageType(Height, Width)]
        public MLImage? Target { get; set; }
    }

    private sealed class OpenPicture
    {
        public float[] Picture { get; set; } = [];
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Translation;

/// <summary>
/// Pictures of a bright rectangle, whose edge is of class 2 and whose inside is of class 1; the ground is of class 0.
/// </summary>
internal static class ClassPictures
{
    private const int Pixels = PicturePairs.Height * PicturePairs.Width;

    public static ClassPicture[] Rows(int count, int seed = 1) => [.. PicturePairs.Rows(count, seed).Select(row =>
    {
        bool IsBright(int p) => row.Picture[p] > 0.5f;
        int[] around = [-1, 1, -PicturePairs.Width, PicturePairs.Width];
        var classes = row.Picture.Select((_, p) => !IsBright(p) ? 0f : around.All(step => IsBright(p + step)) ? 1 : 2).ToArray();
        return new ClassPicture { Picture = row.Picture, Classes = classes, Keys = Array.ConvertAll(classes, c => (uint)c + 1) };
    })];

    public static IDataView View(MLContext ml, int count = 27, int seed = 1) => ml.Data.LoadFromEnumerable(Rows(count, seed));

    /// <summary>With classes drawn pixel by pixel: what is learned of them is chance.</summary>
    public static IDataView Noise(MLContext ml)
    {
        var random = new Random(3);
        return ml.Data.LoadFromEnumerable(Rows(27).Select(row =>
        {
            var classes = row.Classes.Select(_ => (float)random.Next(3)).ToArray();
            return new ClassPicture { Picture = row.Picture, Classes = classes, Keys = Array.ConvertAll(classes, c => (uint)c + 1) };
        }).ToArray());
    }

    /// <summary>As images, the classes as grey levels.</summary>
    public static IDataView Images(MLContext ml, int count = 27) => ml.Data.LoadFromEnumerable(Rows(count).Select(row => new ClassImages
    {
        Picture = new PicturePairs.PicturePair().ToImage(row.Picture),
        Classes = Levels(row.Classes),
    }));

    private static MLImage Levels(float[] classes)
    {
        var bytes = new byte[4 * Pixels];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = i % 4 == 3 ? (byte)255 : (byte)classes[i / 4];
        return MLImage.CreateFromPixels(PicturePairs.Width, PicturePairs.Height, MLPixelFormat.Rgba32, bytes);
    }

    internal sealed class ClassPicture
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Picture { get; set; } = [];

        [VectorType(PicturePairs.Height, PicturePairs.Width)]
        public float[] Classes { get; set; } = [];

        [VectorType(PicturePairs.Height, PicturePairs.Width), KeyType(3)]
        public uint[] Keys { get; set; } = [];
    }

    private sealed class ClassImages
    {
        public float Number { get; set; }

        [ImageType(PicturePairs.Height, PicturePairs.Width)]
        public MLImage? Picture { get; set; }

        [ImageType(PicturePairs.Height, PicturePairs.Width)]
        public MLImage? Classes { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Translation;

/// <summary>Pictures of a bright rectangle, grey and coloured, and a hole in the middle of some.</summary>
internal static class MaskedPictures
{
    private const int Pixels = PicturePairs.Height * PicturePairs.Width;

    public static MaskedPicture[] Rows(int count, int seed = 1) => [.. PicturePairs.Rows(count, seed).Select((row, i) => new MaskedPicture
    {
        Picture = row.Picture,
        Mask = [.. Enumerable.Range(0, Pixels).Select(p =>
            i % 3 == 0 && p / PicturePairs.Width is >= 3 and < 7 && p % PicturePairs.Width is >= 4 and < 8 ? 1f : 0)],
        Colours = [.. row.Picture, .. row.Picture.Select(pixel => pixel / 2), .. row.Picture.Select(pixel => pixel / 4)],
    })];

    public static IDataView View(MLContext ml, int count = 27, int seed = 1) => ml.Data.LoadFromEnumerable(Rows(count, seed));

    internal sealed class MaskedPicture
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Picture { get; set; } = [];

        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Mask { get; set; } = [];

        [VectorType(3, PicturePairs.Height, PicturePairs.Width)]
        public float[] Colours { get; set; } = [];
    }
}

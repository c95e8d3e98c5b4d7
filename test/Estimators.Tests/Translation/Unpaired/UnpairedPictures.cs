using Microsoft.ML;

namespace DeepML.Estimators.Tests.Translation;

/// <summary>The targets of other pairs, in the column of the pictures.</summary>
internal static class UnpairedPictures
{
    public static IDataView Targets(MLContext ml, int count = 19, int seed = 9) => ml.Data.LoadFromEnumerable(
        PicturePairs.Rows(count, seed).Select(row => new PicturePairs.PicturePair { Picture = row.Target, Target = row.Picture })
            .ToArray());

    public static IDataView TargetImages(MLContext ml, int count = 19, int seed = 9) => ml.Data.LoadFromEnumerable(
        PicturePairs.Rows(count, seed).Select(row => new PicturePairs.ImagePair { Picture = row.ToImage(row.Target) }));
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Random changes of what a discriminator sees of pictures.</summary>
[TestClass]
public sealed class GanAugmentationTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Players_of_pictures_play_with_changes_and_make_another_game_of_them(bool convolutional)
    {
        var options = GanTestRows.Tiny with { Picture = new GanPicture(4, 4), Convolutional = convolutional, Filters = 4 };
        var still = Played(options);
        var changed = Played(options with
        {
            Augmentation = new PictureAugmentation { FlipHorizontally = true, CropPadding = 1, Brightness = 0.2, Erasing = 0.2 },
        });
        Assert.IsTrue(changed.All(pixel => pixel is >= 0 and <= 1), "made pictures keep the range of the real ones");
        var nothing = Played(options with { Augmentation = new PictureAugmentation() });
        Assert.IsLessThan(1e-3f, Apart(nothing), "what changes nothing but roundings is the same game");
        Assert.IsGreaterThan(1e-3f, Apart(changed));

        float Apart(float[] others) => still.Zip(others, (a, b) => Math.Abs(a - b)).Max();

        static float[] Played(GanAugmenterOptions options)
        {
            var ml = new MLContext(seed: 1);
            var random = new Random(1);
            var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(_ => new Row
            {
                Pixels = [.. Enumerable.Range(0, 16).Select(p => p is 0 ? 0 : p is 1 ? 1 : random.NextSingle())],
            }).ToArray());
            using var model = ml.Transforms.AugmentWithGan("Pixels", null, options).Fit(rows);
            return [.. model.Generate(5, seed: 1).SelectMany(row => row)];
        }
    }

    [TestMethod]
    public void Changes_of_pictures_need_pictures_from_black_to_white_that_can_have_them()
    {
        var picture = new GanPicture(2, 4);
        foreach (var (options, fault) in new[]
        {
            (new GanAugmenterOptions { Augmentation = new() }, "Augmentation is given; it must be null without Picture."),
            (new GanAugmenterOptions { Picture = picture, Augmentation = new() { CropPadding = 2 } },
                "Augmentation.CropPadding is 2; it must be below the shorter side of the pictures, 2."),
            (new GanAugmenterOptions { Picture = picture, Augmentation = new() { Saturation = 0.1 } },
                "Augmentation.Saturation is 0.1; it must be 0 for pictures of 1 channels."),
            (new GanAugmenterOptions { Picture = picture, Augmentation = new() { CutMix = 1 } }, "Augmentation.CutMix is 1; it must be 0:"),
            (new GanAugmenterOptions { Picture = picture, Augmentation = new() { Zoom = 2 } }, "Augmentation.Zoom is 2; it must be in"),
            (new GanAugmenterOptions { Picture = picture, Augmentation = new(), InputScaling = NetworkInputScaling.Standard },
                "InputScaling is Standard; it must be Automatic or MinMax with Augmentation"),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => new MLContext().Transforms.AugmentWithGan("Features", "Label", options));
            StringAssert.Contains(error.Message, fault);
        }
    }

    private sealed class Row
    {
        [VectorType(1, 4, 4)]
        public float[] Pixels { get; set; } = [];
    }
}

using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>What players of growing pictures do with them, against loops.</summary>
[TestClass]
public sealed class GrowingPicturesTests
{
    private static readonly PictureShape Shape = new(2, 4, 8, Filters: 3);

    [TestMethod]
    public void Doubled_pictures_repeat_every_pixel_and_halved_they_are_what_they_were()
    {
        using var scope = NewDisposeScope();
        var small = randn(2, 3, 2, 4);
        var large = GrowingPictures.Doubled(small);
        CollectionAssert.AreEqual(new long[] { 2, 3, 4, 8 }, large.shape);
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 8; x++)
                Assert.AreEqual(small[1, 2, y / 2, x / 2].item<float>(), large[1, 2, y, x].item<float>());
        Assert.IsTrue(GrowingPictures.Halved(large).allclose(small));
    }

    [TestMethod]
    public void A_band_and_what_is_coarse_make_the_picture_and_the_band_has_no_mean()
    {
        using var scope = NewDisposeScope();
        var picture = randn(2, 1, 4, 6);
        var band = GrowingPictures.Band(picture);
        Assert.IsTrue((band + GrowingPictures.Doubled(GrowingPictures.Halved(picture))).allclose(picture, 1e-4, 1e-5));
        Assert.IsTrue(GrowingPictures.Halved(band).abs().max().item<float>() < 1e-6);
        var mean = (picture[0, 0, 2, 4] + picture[0, 0, 2, 5] + picture[0, 0, 3, 4] + picture[0, 0, 3, 5]).item<float>() / 4;
        Assert.AreEqual(picture[0, 0, 3, 4].item<float>() - mean, band[0, 0, 3, 4].item<float>(), 1e-5);
    }

    [TestMethod]
    public void Normalized_channels_have_a_mean_square_of_one_at_each_place()
    {
        using var scope = NewDisposeScope();
        var channels = tensor(new float[] { 3, 0, 4, 1 }, [1, 2, 1, 2]); // (3, 4) at the left, (0, 1) at the right
        var normal = GrowingPictures.Normalized(channels);
        var left = MathF.Sqrt((9 + 16) / 2f);
        foreach (var (expected, found) in new[] { 3 / left, 0, 4 / left, MathF.Sqrt(2) }.Zip(normal.flatten().data<float>().ToArray()))
            Assert.AreEqual(expected, found, 1e-5f);
    }

    [TestMethod]
    public void Real_rows_are_shown_with_the_detail_of_the_time()
    {
        using var scope = NewDisposeScope();
        var rows = randn(3, 2 * 4 * 8);
        var pictures = rows.reshape(3, 2, 4, 8);
        Assert.AreEqual(1, Shape.Halvings, "4 is not halved again but for the first time");
        Assert.AreSame(rows, GrowingPictures.AtGrowth(rows, Shape, Growth.Whole(1)));
        var blurred = GrowingPictures.AtGrowth(rows, Shape, Growth.Whole(0)).reshape(3, 2, 4, 8);
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 8; x++)
            {
                var square = pictures[2, 1].narrow(0, y / 2 * 2, 2).narrow(1, x / 2 * 2, 2);
                Assert.AreEqual(square.mean().item<float>(), blurred[2, 1, y, x].item<float>(), 1e-5);
            }
        var fading = GrowingPictures.AtGrowth(rows, Shape, Growth.Of(0.25)).reshape(3, 2, 4, 8);
        Assert.IsTrue(fading.allclose((0.75 * blurred) + (0.25 * pictures), 1e-4, 1e-5));
    }
}

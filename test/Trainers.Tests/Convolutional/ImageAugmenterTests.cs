using DeepML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Convolutional;

[TestClass]
public sealed class ImageAugmenterTests
{
    private const int Batch = 64;
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Nothing_asked_for_changes_nothing()
    {
        var pictures = rand([2, 3, 5, 4]);
        Assert.IsTrue(pictures.Equals(new ImageAugmenter(new PictureAugmentation()).Apply(pictures)));
    }

    [TestMethod]
    public void Flips_give_the_picture_or_its_mirror_image_in_equal_shares()
    {
        var pictures = rand([1, 1, 5, 4]).expand(Batch, 1, 5, 4).contiguous();
        foreach (var (options, dim) in new[] { (new PictureAugmentation { FlipHorizontally = true }, 3),
            (new PictureAugmentation { FlipVertically = true }, 2) })
        {
            var changed = new ImageAugmenter(options).Apply(pictures);
            var kept = Differences(changed, pictures).eq(0);
            Assert.IsTrue(kept.logical_or(Differences(changed, pictures.flip(dim)).eq(0)).all().item<bool>());
            var share = kept.to(ScalarType.Float32).mean().item<float>();
            Assert.IsTrue(share is > 0.3f and < 0.7f, $"share of unchanged pictures {share}");
        }
    }

    [TestMethod]
    public void A_shift_of_colour_moves_each_channel_of_each_picture_by_a_number_of_its_own()
    {
        var pictures = rand([Batch, 3, 5, 4]);
        var moved = new ImageAugmenter(new PictureAugmentation { ChannelShift = 0.2 }).Apply(pictures) - pictures;
        var shifts = moved.mean([2, 3]);
        Assert.IsLessThan(1e-5f, (moved - shifts.unsqueeze(2).unsqueeze(3)).abs().max().item<float>(), "pixels of a channel move alike");
        Assert.IsTrue(shifts.abs().max().item<float>() is > 0.15f and <= 0.2001f);
        Assert.AreEqual(0, shifts.mean().item<float>(), 0.05);
        Assert.IsGreaterThan(0.05f, shifts.std(1).mean().item<float>(), "and channels do not move together");
    }

    [TestMethod]
    public void A_crop_with_padding_is_a_shift_by_whole_pixels()
    {
        var pictures = zeros([Batch, 1, 7, 9]);
        pictures.narrow(2, 3, 1).narrow(3, 4, 1).fill_(1f);
        var changed = new ImageAugmenter(new PictureAugmentation { CropPadding = 2 }).Apply(pictures);
        Assert.AreEqual(Batch, changed.sum().item<float>(), 1e-3, "every dot is still there");
        Assert.AreEqual(Batch, changed.gt(0.999).sum().item<long>(), "and is one pixel");
        var places = changed.sum([0, 1]).gt(0.5);
        Assert.IsFalse(places.narrow(0, 0, 1).any().item<bool>(), "no shift by more than two rows");
        Assert.IsTrue(places.sum().item<long>() > 15, "many of the 25 shifts occur");
    }

    [TestMethod]
    public void A_turn_keeps_distances_in_pictures_that_are_not_square()
    {
        var pictures = zeros([Batch, 1, 21, 41]);
        pictures.narrow(2, 10, 1).narrow(3, 26, 3).fill_(1f); // centred 7 pixels to the right of the middle
        var changed = new ImageAugmenter(new PictureAugmentation { Rotation = 180 }).Apply(pictures);
        var rows = arange(21, dtype: ScalarType.Float32).view(1, 1, 21, 1) - 10;
        var columns = arange(41, dtype: ScalarType.Float32).view(1, 1, 1, 41) - 20;
        var mass = changed.sum([1, 2, 3]);
        var (x, y) = ((changed * columns).sum([1, 2, 3]) / mass, (changed * rows).sum([1, 2, 3]) / mass);
        var distance = (x.square() + y.square()).sqrt();
        Assert.AreEqual(7, distance.min().item<float>(), 0.15);
        Assert.AreEqual(7, distance.max().item<float>(), 0.15);
        Assert.IsGreaterThan(5, y.max().item<float>(), "some are turned upright");
    }

    [TestMethod]
    public void Zoom_and_stretch_stay_within_their_factors()
    {
        var pictures = zeros([Batch, 1, 40, 40]);
        pictures.narrow(2, 10, 20).narrow(3, 10, 20).fill_(1f);
        var zoomed = new ImageAugmenter(new PictureAugmentation { Zoom = 0.5 }).Apply(pictures).sum([1, 2, 3]) / 400;
        Within(zoomed, 1 / 2.25, 2.25);
        var stretched = new ImageAugmenter(new PictureAugmentation { Stretch = 0.5 }).Apply(pictures);
        Within(stretched.narrow(2, 20, 1).sum([1, 2, 3]) / 20, 1 / 1.5, 1.5);
        Within(stretched.narrow(3, 20, 1).sum([1, 2, 3]) / 20, 1 / 1.5, 1.5);

        static void Within(Tensor sizes, double least, double most)
        {
            Assert.IsTrue(sizes.min().item<float>() >= least - 0.06 && sizes.max().item<float>() <= most + 0.06,
                $"{sizes.min().item<float>()} to {sizes.max().item<float>()}");
            Assert.IsTrue(sizes.max().item<float>() - sizes.min().item<float>() > 0.5 * (most - least), "the range is used");
        }
    }

    [TestMethod]
    public void Brightness_contrast_and_colour_change_what_they_should_and_nothing_else()
    {
        var pictures = rand([Batch, 3, 4, 4]) + 0.5;
        var bright = new ImageAugmenter(new PictureAugmentation { Brightness = 0.2 }).Apply(pictures) / pictures;
        Assert.IsTrue((bright.amax([1, 2, 3]) - bright.amin([1, 2, 3])).lt(1e-5).all().item<bool>(), "one factor per picture");
        Assert.IsTrue(bright.max().item<float>() <= 1.2001 && bright.min().item<float>() >= 0.7999, "within 0.8 to 1.2");
        var contrast = new ImageAugmenter(new PictureAugmentation { Contrast = 0.5 }).Apply(pictures);
        Assert.IsTrue((contrast.mean([1, 2, 3]) - pictures.mean([1, 2, 3])).abs().lt(1e-5).all().item<bool>(), "the mean stays");
        Assert.IsGreaterThan(0.01, Differences(contrast, pictures).max().item<float>());
        var colour = new ImageAugmenter(new PictureAugmentation { Saturation = 0.5 }).Apply(pictures);
        var grey = tensor(new[] { 0.3f, 0.59f, 0.11f }, [1, 3, 1, 1]);
        Assert.IsTrue(((colour - pictures) * grey).sum([1]).abs().lt(1e-5).all().item<bool>(), "the grey picture stays");
        Assert.IsGreaterThan(0.01, Differences(colour, pictures).max().item<float>());
    }

    [TestMethod]
    public void Blur_takes_detail_away_and_sharpening_adds_it()
    {
        var pictures = rand([Batch, 2, 8, 8]);
        float Detail(PictureAugmentation options) =>
            (new ImageAugmenter(options).Apply(pictures).diff(dim: 3)).square().mean().item<float>();
        var before = Detail(new PictureAugmentation());
        Assert.IsLessThan(before * 0.8f, Detail(new PictureAugmentation { Blur = 1 }));
        Assert.IsGreaterThan(before * 1.3f, Detail(new PictureAugmentation { Sharpen = 1 }));
    }

    [TestMethod]
    public void Erasing_overwrites_a_rectangle_of_the_asked_share_of_pictures()
    {
        var pictures = full([Batch * 4, 2, 16, 16], 5f);
        var changed = new ImageAugmenter(new PictureAugmentation { Erasing = 0.5, ErasedArea = 0.3 }).Apply(pictures);
        var erased = changed.ne(5).to(ScalarType.Float32);
        var areas = erased.mean([1, 2, 3]);
        Assert.AreEqual(0.5, areas.gt(0).to(ScalarType.Float32).mean().item<float>(), 0.15);
        Assert.IsLessThan(0.4f, areas.max().item<float>());
        var rectangle = erased.amax([1]);
        var byBox = rectangle.amax([1]).sum([1]) * rectangle.amax([2]).sum([1]);
        Assert.IsTrue(byBox.eq(rectangle.sum([1, 2])).all().item<bool>(), "the erased pixels fill their bounding box");
    }

    [TestMethod]
    public void Mixed_batches_mix_pictures_by_the_weight_of_the_labels()
    {
        var targets = arange(8, dtype: ScalarType.Int64);
        var pictures = targets.to(ScalarType.Float32).view(8, 1, 1, 1).expand(8, 1, 6, 6).contiguous();
        using var batch = new TensorBatch(pictures, targets);
        foreach (var options in new[] { new PictureAugmentation { MixUp = 1 }, new PictureAugmentation { CutMix = 1 } })
        {
            for (var i = 0; i < 20; i++)
            {
                var mixed = MixedBatch.Draw(pictures, batch, options)!;
                var expected = (targets.to(ScalarType.Float32) * mixed.Kept)
                    + (mixed.Others.Targets.to(ScalarType.Float32) * (1 - mixed.Kept));
                Assert.IsTrue(mixed.Images.mean([1, 2, 3]).allclose(expected, 1e-4, 1e-4), $"{options}");
                Assert.IsTrue(mixed.Kept is >= 0 and <= 1);
            }
        }
        Assert.IsNull(MixedBatch.Draw(pictures, batch, new PictureAugmentation()));
    }

    private static Tensor Differences(Tensor a, Tensor b) => (a - b).abs().amax([1, 2, 3]);
}

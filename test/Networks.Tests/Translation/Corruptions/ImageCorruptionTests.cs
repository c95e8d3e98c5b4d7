using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

/// <summary>What spoils pictures, against what it must do to pixels that are known.</summary>
[TestClass]
public sealed class ImageCorruptionTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static IEnumerable<object[]> Corruptions =>
    [
        [new OverlayCorruption()], [new PatchCorruption()], [new BlurCorruption()],
        [new NoiseCorruption { StandardDeviation = 0.2, SaltAndPepper = 0.1 }],
    ];

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DynamicData(nameof(Corruptions))]
    public void A_share_of_the_pictures_is_spoiled_alike_by_the_same_draw(ImageCorruption corruption)
    {
        var pictures = rand(200, 2, 8, 9);
        var before = pictures.clone();
        using var first = new Generator(3);
        using var second = new Generator(3);
        var (spoiled, mark) = (corruption with { Share = 0.25 }).Spoil(pictures, first);
        var again = (corruption with { Share = 0.25 }).Spoil(pictures, second).Pictures;
        Assert.IsTrue(pictures.equal(before).all().item<bool>(), "the pictures themselves stay");
        Assert.IsTrue(spoiled.equal(again).all().item<bool>());
        CollectionAssert.AreEqual(pictures.shape, spoiled.shape);
        var changed = spoiled.ne(pictures).flatten(1).any(1).to(float32).mean().item<float>();
        Assert.AreEqual(0.25, changed, 0.1);
        Assert.IsTrue(spoiled.ge(0).logical_and(spoiled.le(1)).all().item<bool>());
        if (mark is null)
            return;
        Assert.IsTrue(where(mark, pictures, spoiled).equal(pictures).all().item<bool>(), "nothing is changed beside the mark");
        Assert.IsGreaterThan(0L, mark.sum().item<long>());
    }

    [TestMethod]
    public void A_mark_is_laid_over_by_its_opacity()
    {
        var (made, mark) = new OverlayCorruption
        {
            SmallestOpacity = 0.5,
            LargestOpacity = 0.5,
            SmallestBrightness = 0.8,
            LargestBrightness = 0.8,
        }.Spoil(full(3, 1, 16, 16, 0.2f), null);
        var expected = where(mark!, full(3, 1, 16, 16, 0.5f), full(3, 1, 16, 16, 0.2f));
        Assert.IsLessThan(1e-6f, (made - expected).abs().max().item<float>());
        var share = mark!.to(float32).mean().item<float>();
        Assert.IsTrue(share is > 0.03f and < 0.7f, $"{share}");
    }

    [TestMethod]
    public void A_blur_keeps_brightness_and_is_the_Gaussian_of_its_deviation()
    {
        var picture = zeros(1, 1, 21, 21);
        picture[0, 0, 10, 10] = 1;
        var (made, _) = new BlurCorruption { SmallestDeviation = 1.2, LargestDeviation = 1.2 }.Spoil(picture, null);
        Assert.AreEqual(1, made.sum().item<float>(), 1e-4);
        var reach = (int)Math.Ceiling(3 * 1.2);
        var all = Enumerable.Range(-reach, (2 * reach) + 1).Sum(x => Math.Exp(-x * x / 2.88));
        for (var (x, y) = (-2, 0); x <= 2; x++, y = x * x % 3)
            Assert.AreEqual(
                Math.Exp(-((x * x) + (y * y)) / 2.88) / (all * all), made[0, 0, 10 + y, 10 + x].item<float>(), 1e-5, $"{x}, {y}");
    }

    [TestMethod]
    public void Salt_and_pepper_are_as_many_as_was_asked_for_and_whole_pixels()
    {
        var (made, _) = new NoiseCorruption { StandardDeviation = 0, SaltAndPepper = 0.2 }.Spoil(full(4, 3, 50, 50, 0.5f), null);
        var (black, white) = (made.eq(0).all(1), made.eq(1).all(1));
        Assert.AreEqual(0.1, black.to(float32).mean().item<float>(), 0.015);
        Assert.AreEqual(0.1, white.to(float32).mean().item<float>(), 0.015);
        Assert.IsTrue(made.eq(0.5f).all(1).logical_or(black).logical_or(white).all().item<bool>());
    }

    [TestMethod]
    [DataRow(0.25, 0.5)]
    [DataRow(0.01, 0.01)]
    [DataRow(1.0, 1.0)]
    public void Rectangles_lie_within_the_picture_and_have_the_sides_that_were_asked_for(double smallest, double largest)
    {
        var mask = Drawing.Rectangles(zeros(300, 1, 12, 20), smallest, largest, null);
        CollectionAssert.AreEqual(new long[] { 300, 1, 12, 20 }, mask.shape);
        var rows = mask.any(3).sum(2).flatten(); // (300)
        var columns = mask.any(2).sum(2).flatten();
        Assert.IsTrue((rows * columns).equal(mask.flatten(1).sum(1)).all().item<bool>(), "each is a rectangle");
        Assert.AreEqual((long)Math.Max(1, Math.Round(12 * smallest)), rows.min().item<long>());
        Assert.AreEqual((long)Math.Max(1, Math.Round(12 * largest)), rows.max().item<long>());
        Assert.AreEqual((long)Math.Max(1, Math.Round(20 * largest)), columns.max().item<long>());
        Assert.IsTrue(mask.any(3).any(0).all().item<bool>(), "every row is hit now and then");
        Assert.IsTrue(mask.any(2).any(0).all().item<bool>(), "and every column");
    }

    [TestMethod]
    public void Strokes_are_as_wide_as_their_brush()
    {
        var thin = Drawing.Strokes(zeros(50, 1, 40, 40), 1, 0.05, null).to(float32).mean().item<float>();
        var wide = Drawing.Strokes(zeros(50, 1, 40, 40), 1, 0.2, null).to(float32).mean().item<float>();
        Assert.IsTrue(thin is > 0.02f and < 0.2f, $"{thin}");
        Assert.IsGreaterThan(2 * thin, wide);
        var many = Drawing.Strokes(zeros(50, 1, 40, 40), 4, 0.05, null).to(float32).mean().item<float>();
        Assert.IsGreaterThan(2 * thin, many);
    }
}

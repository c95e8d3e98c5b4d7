using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

/// <summary>Numbers, rectangles and strokes that are drawn for pictures, at the edges of their ranges.</summary>
[TestClass]
public sealed class DrawingTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Numbers_between_two_ends_fill_what_lies_between()
    {
        var drawn = Drawing.Between(zeros(4000, 1, 1, 1), 2, 6, null);
        CollectionAssert.AreEqual(new long[] { 4000 }, drawn.shape);
        Assert.AreEqual(2, drawn.min().item<float>(), 0.02);
        Assert.AreEqual(6, drawn.max().item<float>(), 0.02);
        Assert.AreEqual(4, drawn.mean().item<float>(), 0.1);
        Assert.AreEqual(4 / Math.Sqrt(12), drawn.std().item<float>(), 0.05);
    }

    [TestMethod]
    public void Two_ends_that_are_one_number_give_that_number() =>
        TensorAssert.Holds([0.3f, 0.3f, 0.3f], Drawing.Between(zeros(3, 1, 2, 2), 0.3, 0.3, null));

    [TestMethod]
    public void A_generator_is_the_only_chance_that_is_taken()
    {
        using var first = new Generator(5);
        using var second = new Generator(5);
        var pictures = zeros(6, 2, 9, 7);
        manual_seed(2);
        var before = rand(3);
        manual_seed(2);
        var mask = Drawing.Strokes(pictures, 2, 0.1, first).logical_or(Drawing.Rectangles(pictures, 0.1, 0.4, first));
        var noise = Drawing.Normal(pictures, first);
        TensorAssert.AreSame(before, rand(3), "torch's own generator stays where it was");
        TensorAssert.AreSame(
            mask, Drawing.Strokes(pictures, 2, 0.1, second).logical_or(Drawing.Rectangles(pictures, 0.1, 0.4, second)));
        TensorAssert.AreSame(noise, Drawing.Normal(pictures, second));
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(1, 7)]
    [DataRow(5, 1)]
    public void Thin_pictures_get_rectangles_and_strokes_too(int height, int width)
    {
        var pictures = zeros(40, 1, height, width);
        foreach (var mask in new[] { Drawing.Rectangles(pictures, 0.01, 0.2, null), Drawing.Strokes(pictures, 1, 1e-9, null) })
        {
            CollectionAssert.AreEqual(new long[] { 40, 1, height, width }, mask.shape);
            Assert.AreEqual(ScalarType.Bool, mask.dtype);
            Assert.IsTrue(mask.flatten(1).any(1).all().item<bool>(), "each picture is marked somewhere");
        }
    }

    [TestMethod]
    public void A_stroke_is_one_piece_from_pixel_to_pixel()
    {
        var mask = Drawing.Strokes(zeros(20, 1, 15, 15), 1, 1e-9, null).to(float32);
        // What is reached from a pixel through its eight neighbours must be the whole stroke.
        var reached = zeros_like(mask);
        for (var i = 0; i < 20; i++)
        {
            var first = mask[i].flatten().argmax().item<long>();
            reached[i].view(-1)[first] = 1;
        }
        for (var step = 0; step < 225; step++)
            reached = nn.functional.max_pool2d(reached, 3, 1, 1) * mask;
        TensorAssert.AreSame(mask, reached);
    }

    [TestMethod]
    public void Pictures_of_a_batch_get_marks_of_their_own()
    {
        var rectangles = Drawing.Rectangles(zeros(2, 1, 30, 30), 0.3, 0.3, null);
        Assert.IsFalse(rectangles[0].equal(rectangles[1]).all().item<bool>());
        var strokes = Drawing.Strokes(zeros(2, 1, 30, 30), 1, 0.1, null);
        Assert.IsFalse(strokes[0].equal(strokes[1]).all().item<bool>());
    }

    [TestMethod]
    public void Holes_without_strokes_are_rectangles_and_without_rectangles_strokes()
    {
        var pictures = zeros(60, 1, 20, 20);
        var rectangles = new HoleShapes { StrokeShare = 0, SmallestSide = 0.5, LargestSide = 0.5 }.Draw(pictures, null);
        TensorAssert.Holds(Enumerable.Repeat(100f, 60).ToArray(), rectangles.flatten(1).sum(1), 0);
        // A rectangle that covers all would be seen; thin strokes never cover a picture.
        var strokes = new HoleShapes { StrokeShare = 1, SmallestSide = 1, LargestSide = 1, StrokeWidth = 0.01 }.Draw(pictures, null);
        Assert.IsFalse(strokes.flatten(1).all(1).any().item<bool>());
    }

    [TestMethod]
    public void The_share_of_strokes_among_holes_is_the_one_asked_for()
    {
        var holes = new HoleShapes { StrokeShare = 0.25, SmallestSide = 1, LargestSide = 1, StrokeWidth = 0.01 };
        var whole = holes.Draw(zeros(1000, 1, 10, 10), null).flatten(1).all(1);
        Assert.AreEqual(0.75, whole.to(float32).mean().item<float>(), 0.04);
    }

    [TestMethod]
    public void An_even_picture_stays_as_it_is_when_blurred_up_to_its_edge() => TensorAssert.AreClose(
        full(2, 3, 5, 4, 0.4f),
        new BlurCorruption { SmallestDeviation = 3, LargestDeviation = 3 }.Spoil(full(2, 3, 5, 4, 0.4f), null).Pictures);

    [TestMethod]
    public void Channels_of_a_picture_are_blurred_alike_and_pictures_each_by_their_own_deviation()
    {
        var pictures = zeros(30, 2, 31, 31);
        pictures[.., .., 15, 15] = 1;
        var peaks = new BlurCorruption { SmallestDeviation = 0.5, LargestDeviation = 3 }.Spoil(pictures, null).Pictures[.., .., 15, 15];
        TensorAssert.AreClose(peaks[.., 0], peaks[.., 1], 1e-7);
        Assert.IsGreaterThan(5, (peaks[.., 0].max() / peaks[.., 0].min()).item<float>(), "some far more than others");
    }

    [TestMethod]
    public void Noise_has_its_deviation_and_is_cut_off_at_black_and_white()
    {
        var noisy = new NoiseCorruption { StandardDeviation = 0.05 }.Spoil(full(4, 1, 60, 60, 0.5f), null).Pictures;
        Assert.AreEqual(0.05, noisy.std().item<float>(), 0.002);
        Assert.AreEqual(0.5, noisy.mean().item<float>(), 0.002);
        var wild = new NoiseCorruption { StandardDeviation = 10 }.Spoil(full(4, 1, 60, 60, 0.5f), null).Pictures;
        Assert.AreEqual((0f, 1f), (wild.min().item<float>(), wild.max().item<float>()));
    }

    [TestMethod]
    public void A_patch_has_one_colour_in_all_of_its_pixels()
    {
        var (made, mark) = new PatchCorruption { SmallestSide = 0.5, LargestSide = 0.5 }.Spoil(full(3, 2, 8, 8, 2f), null);
        Assert.AreEqual(3L * 16, mark!.sum().item<long>());
        for (var picture = 0; picture < 3; picture++)
            for (var channel = 0; channel < 2; channel++)
            {
                var covered = made[picture, channel].masked_select(mark[picture, 0]);
                Assert.AreEqual(covered.min().item<float>(), covered.max().item<float>());
                Assert.IsTrue(covered[0].item<float>() is >= 0 and <= 1);
            }
    }

    [TestMethod]
    public void A_picture_that_is_left_alone_has_no_mark()
    {
        var (made, mark) = new PatchCorruption { Share = 0.5 }.Spoil(full(200, 1, 8, 8, 2f), null);
        TensorAssert.AreSame(made.ne(2f).flatten(1).any(1), mark!.flatten(1).any(1));
    }
}

using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Pictures;

[TestClass]
public sealed class SegmentationAnswerTests
{
    [TestMethod]
    public void Metrics_are_counted_over_all_pixels_and_leave_out_classes_that_nobody_shows()
    {
        var found = SegmentationMetrics.Of(4, new long[,] { { 6, 2, 0 }, { 1, 11, 0 }, { 0, 0, 0 } });
        Assert.AreEqual(4, found.PictureCount);
        Assert.AreEqual(17 / 20.0, found.PixelAccuracy, 1e-12);
        Assert.AreEqual(6 / 9.0, found.ClassIntersectionOverUnion[0], 1e-12);
        Assert.AreEqual(11 / 14.0, found.ClassIntersectionOverUnion[1], 1e-12);
        Assert.IsTrue(double.IsNaN(found.ClassIntersectionOverUnion[2]));
        Assert.AreEqual(((6 / 9.0) + (11 / 14.0)) / 2, found.MeanIntersectionOverUnion, 1e-12);
    }

    [TestMethod]
    public void Every_class_has_a_colour_of_its_own()
    {
        CollectionAssert.AreEqual(new[] { 0f, 0, 0 }, ClassColors.Of(0));
        CollectionAssert.AreEqual(new[] { 1f, 0, 0 }, ClassColors.Of(1));
        var colours = Enumerable.Range(0, 30).Select(ClassColors.Of).ToArray();
        for (var i = 0; i < colours.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.IsGreaterThan(0.05f, colours[i].Zip(colours[j], (a, b) => Math.Abs(a - b)).Max(), $"{i}, {j}");
        using var scope = NewDisposeScope();
        var painted = ClassColors.Paint(tensor(new long[] { 0, 1, 2, 1 }, [1, 1, 2, 2]), 3);
        CollectionAssert.AreEqual(new long[] { 1, 3, 2, 2 }, painted.shape);
        for (var channel = 0; channel < 3; channel++)
            Assert.AreEqual(ClassColors.Of(2)[channel], painted[0, channel, 1, 0].item<float>());
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Segmentation;

[TestClass]
public sealed class SegmentationLossesTests
{
    private const int Classes = 3;

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Cross_entropy_is_that_of_torch_over_the_pixels_that_count()
    {
        var (logits, classes) = (randn(2, Classes, 4, 5), randint(-1, Classes, [2, 1, 4, 5]).to(float32));
        var weights = tensor(new[] { 0.5f, 1, 3 });
        var counted = SegmentationLosses.Counted(classes, ignored: 1);
        var target = where(counted, classes, full_like(classes, -100)).to(int64).squeeze(1);
        Assert.AreEqual(
            nn.functional.cross_entropy(logits, target, weights, ignore_index: -100).item<float>(),
            SegmentationLosses.CrossEntropy(logits, classes, counted, weights).item<float>(), 1e-5);
        Assert.AreEqual(
            nn.functional.cross_entropy(logits, target, ignore_index: -100).item<float>(),
            SegmentationLosses.CrossEntropy(logits, classes, counted, null).item<float>(), 1e-5);
        Assert.AreEqual(
            0, SegmentationLosses.CrossEntropy(logits, classes, zeros_like(counted), null).item<float>(), "nothing counts");
    }

    [TestMethod]
    public void The_Dice_loss_is_that_of_its_sums()
    {
        var (logits, classes) = (randn(2, Classes, 4, 5), randint(-1, Classes, [2, 1, 4, 5]).to(float32));
        var counted = SegmentationLosses.Counted(classes, ignored: null);
        var likely = logits.softmax(1);
        var sum = 0.0;
        for (var number = 0; number < Classes; number++)
        {
            var (both, all) = (0.0, 0.0);
            for (var i = 0; i < 40; i++)
            {
                var (picture, y, x) = (i / 20, i % 20 / 5, i % 5);
                var known = classes[picture, 0, y, x].item<float>();
                if (known < 0)
                    continue;
                double p = likely[picture, number, y, x].item<float>();
                both += known == number ? p : 0;
                all += p + (known == number ? 1 : 0);
            }
            sum += ((2 * both) + 1) / (all + 1);
        }
        Assert.AreEqual(1 - (sum / Classes), SegmentationLosses.Dice(logits, classes, counted).item<float>(), 1e-5);
    }

    [TestMethod]
    public void Overlap_is_a_mean_over_the_classes_that_a_picture_or_its_answer_shows()
    {
        var found = tensor(new long[] { 0, 0, 1, 1, 2, 2, 2, 2 }, [2, 1, 2, 2]);
        var classes = tensor(new float[] { 0, 1, 1, 1, -1, -1, -1, -1 }, [2, 1, 2, 2]);
        var (accuracy, overlap) = SegmentationLosses.Measure(found, classes, SegmentationLosses.Counted(classes, null), Classes);
        CollectionAssert.AreEqual(new[] { 0.75f, 1f }, accuracy.data<float>().ToArray());
        Assert.AreEqual(((1 / 2.0) + (2 / 3.0)) / 2, overlap[0].item<float>(), 1e-6);
        Assert.AreEqual(1f, overlap[1].item<float>(), "nothing is known of the second picture");
        (accuracy, overlap) = SegmentationLosses.Measure(found, classes, SegmentationLosses.Counted(classes, ignored: 0), Classes);
        Assert.AreEqual(2 / 3f, accuracy[0].item<float>(), 1e-6f);
        Assert.AreEqual((0 + (2 / 3.0)) / 2, overlap[0].item<float>(), 1e-6, "class 0 was answered once");
    }
}

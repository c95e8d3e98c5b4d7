using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

/// <summary>The judge of squares of pictures.</summary>
[TestClass]
public sealed class PatchDiscriminatorTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Each_place_is_judged_as_torch_does_with_its_weights()
    {
        using var judge = HandWeights.Drawn(new PatchDiscriminatorModule(new PatchDiscriminator { Halvings = 2, Filters = 2 }, 3));
        var w = HandWeights.Of(judge);
        var pictures = rand(2, 3, 8, 12);
        var first = nn.functional.conv2d(
            pictures, w["layers.halve1.weight"], w["layers.halve1.bias"], strides: [2, 2], padding: [1, 1]);
        first = where(first.gt(0), first, first * 0.2);
        var second = nn.functional.conv2d(first, w["layers.halve2.weight"], w["layers.halve2.bias"], strides: [2, 2], padding: [1, 1]);
        var mean = second.mean([2L, 3L], keepdim: true);
        second = (second - mean) / ((second - mean).square().mean([2L, 3L], keepdim: true) + 1e-5).sqrt();
        second = (second * w["layers.norm2.weight"].view(1, -1, 1, 1)) + w["layers.norm2.bias"].view(1, -1, 1, 1);
        second = where(second.gt(0), second, second * 0.2);
        var expected = nn.functional.conv2d(second, w["decision.weight"], w["decision.bias"], padding: [1, 1]).flatten(1);
        CollectionAssert.AreEqual(new long[] { 2, 2 * 3 }, expected.shape);
        TensorAssert.AreClose(expected, judge.call(pictures), 1e-5);
    }

    [TestMethod]
    [DataRow(1, 15, 49)]
    [DataRow(2, 16, 16)]
    [DataRow(3, 16, 4)]
    public void One_more_halving_leaves_a_quarter_of_the_places(int halvings, int side, int places)
    {
        using var judge = new PatchDiscriminatorModule(
            new PatchDiscriminator { Halvings = halvings, Filters = 1, Normalization = ImageNormalization.None }, 1);
        CollectionAssert.AreEqual(new long[] { 1, places }, judge.call(rand(1, 1, side, side)).shape);
    }

    [TestMethod]
    public void A_place_sees_a_square_of_18_pixels_after_two_halvings_and_of_38_after_three()
    {
        foreach (var (halvings, side) in new[] { (2, 18L), (3, 38L) })
        {
            using var judge = HandWeights.Drawn(new PatchDiscriminatorModule(
                new PatchDiscriminator { Halvings = halvings, Filters = 4, Normalization = ImageNormalization.None }, 1));
            var picture = rand(1, 1, 64, 64).requires_grad_();
            var places = 64 >> halvings;
            judge.call(picture)[0, (places / 2 * places) + (places / 2)].backward(); // the place in the middle
            var seen = picture.grad!.ne(0);
            Assert.AreEqual(side, seen.any(3).sum().item<long>());
            Assert.AreEqual(side, seen.any(2).sum().item<long>());
        }
    }

    [TestMethod]
    public void Filters_double_up_to_eight_times_and_the_first_are_not_normalized()
    {
        using var judge = new PatchDiscriminatorModule(
            new PatchDiscriminator { Halvings = 6, Filters = 2, Normalization = ImageNormalization.Batch }, 4);
        var w = HandWeights.Of(judge);
        CollectionAssert.AreEqual(
            new long[] { 2, 4, 8, 16, 16, 16 }, Enumerable.Range(1, 6).Select(i => w[$"layers.halve{i}.weight"].size(0)).ToArray());
        Assert.AreEqual(4, w["layers.halve1.weight"].size(1), "the picture and what it was made of");
        Assert.IsFalse(w.ContainsKey("layers.norm1.weight"));
        Assert.IsTrue(w.ContainsKey("layers.norm2.weight"));
    }

    [TestMethod]
    public void Weights_begin_small_and_scales_of_normalization_at_1()
    {
        using var judge = new PatchDiscriminatorModule(new PatchDiscriminator { Filters = 32 }, 3);
        var w = HandWeights.Of(judge);
        Assert.AreEqual(0.02, w["layers.halve2.weight"].std().item<float>(), 0.001);
        Assert.AreEqual(0.02, w["decision.weight"].std().item<float>(), 0.003);
        Assert.AreEqual(0, w["layers.halve1.bias"].abs().max().item<float>());
        Assert.AreEqual(1, w["layers.norm2.weight"].min().item<float>());
    }
}

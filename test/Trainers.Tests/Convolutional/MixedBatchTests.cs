using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Convolutional;

[TestClass]
public sealed class MixedBatchTests
{
    [TestMethod]
    public void Mixed_pictures_are_sums_of_two_by_the_share_that_is_told()
    {
        using var scope = NewDisposeScope();
        for (var seed = 0; seed < 20; seed++)
        {
            manual_seed(seed);
            using var batch = Batch(6);
            var mixed = MixedBatch.Draw(batch.Features, batch, new PictureAugmentation { MixUp = 1 })!;
            Assert.IsTrue(mixed.Kept is > 0 and < 1);
            var others = mixed.Others.Targets.data<long>().ToArray();
            CollectionAssert.AreEquivalent(new long[] { 0, 1, 2, 3, 4, 5 }, others);
            for (var i = 0; i < 6; i++)
                Assert.AreEqual((mixed.Kept * i) + ((1 - mixed.Kept) * others[i]), mixed.Images[i, 0, 2, 3].item<float>(), 1e-4,
                    $"picture {i}");
            Assert.AreEqual(5f, batch.Features[5, 0, 0, 0].item<float>(), "the pictures themselves stay");
        }
    }

    [TestMethod]
    public void Rows_of_numbers_are_mixed_as_pictures_are_and_a_loss_by_the_same_share()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var batch = new TensorBatch(arange(5, dtype: ScalarType.Float32).unsqueeze(1), arange(5, dtype: ScalarType.Float32));
        var mixed = MixedBatch.Draw(batch.Features, batch, 1)!;
        var others = mixed.Others.Targets.data<float>().ToArray();
        for (var i = 0; i < 5; i++)
            Assert.AreEqual((mixed.Kept * i) + ((1 - mixed.Kept) * others[i]), mixed.Images[i, 0].item<float>(), 1e-5);
        var loss = MixedBatch.Loss(mixed, batch, labelled => labelled.Targets[0]);
        Assert.AreEqual((1 - mixed.Kept) * others[0], loss.item<float>(), 1e-5);
        Assert.IsNull(MixedBatch.Draw(batch.Features, batch, 0));
        using var one = new TensorBatch(ones(1, 1), ones(1));
        Assert.IsNull(MixedBatch.Draw(one.Features, one, 1));
    }

    [TestMethod]
    public void A_pasted_picture_covers_the_share_that_is_told()
    {
        using var scope = NewDisposeScope();
        for (var seed = 0; seed < 40; seed++)
        {
            manual_seed(seed);
            using var batch = Batch(4);
            var mixed = MixedBatch.Draw(batch.Features, batch, new PictureAugmentation { CutMix = 1 })!;
            var others = mixed.Others.Targets.data<long>().ToArray();
            for (var i = 0; i < 4; i++)
            {
                var own = mixed.Images[i].eq(i).to(ScalarType.Float32).mean().item<float>();
                if (others[i] != i)
                    Assert.AreEqual(mixed.Kept, own, 1e-6, $"picture {i} of seed {seed}");
                Assert.IsTrue(mixed.Images[i].eq(i).logical_or(mixed.Images[i].eq(others[i])).all().item<bool>());
            }
            Assert.AreEqual(3f, batch.Features[3].min().item<float>(), "the pictures themselves stay");
        }
    }

    [TestMethod]
    public void With_both_each_is_drawn_about_every_second_time()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var batch = Batch(2);
        var (pasted, draws) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            var mixed = MixedBatch.Draw(batch.Features, batch, new PictureAugmentation { MixUp = 2, CutMix = 1 })!;
            if (mixed.Others.Targets[0].item<long>() == 0)
                continue; // mixed with itself, which tells nothing
            draws++;
            var between = mixed.Images.gt(0).logical_and(mixed.Images.lt(1)).any().item<bool>();
            pasted += between ? 0 : 1;
        }
        Assert.AreEqual(0.5, (double)pasted / draws, 0.12);
    }

    [TestMethod]
    public void A_single_picture_and_none_asked_for_are_not_mixed()
    {
        using var scope = NewDisposeScope();
        using var one = Batch(1);
        Assert.IsNull(MixedBatch.Draw(one.Features, one, new PictureAugmentation { MixUp = 1, CutMix = 1 }));
        using var two = Batch(2);
        Assert.IsNull(MixedBatch.Draw(two.Features, two, new PictureAugmentation()));
    }

    [TestMethod]
    [DataRow(0.2, 0.178)]
    [DataRow(1.0, 0.083)]
    [DataRow(2.0, 0.05)]
    public void Shares_are_spread_as_a_beta_distribution(double a, double variance)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var batch = Batch(2);
        var shares = Enumerable.Range(0, 2000)
            .Select(_ => MixedBatch.Draw(batch.Features, batch, new PictureAugmentation { MixUp = a })!.Kept).ToArray();
        Assert.AreEqual(0.5, shares.Average(), 0.03);
        // of Beta(a, a): 1 / (4 (2a + 1))
        Assert.AreEqual(variance, shares.Average(s => (s - 0.5) * (s - 0.5)), 0.01);
    }

    // Picture i of class i holds i everywhere.
    private static TensorBatch Batch(int pictures) => new(
        arange(pictures).to(ScalarType.Float32).view(-1, 1, 1, 1).expand(pictures, 1, 6, 8).clone(), arange(pictures).to(ScalarType.Int64));
}

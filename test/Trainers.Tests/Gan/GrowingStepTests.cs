using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Gan;

/// <summary>Pictures grow while the two players learn.</summary>
[TestClass]
public sealed class GrowingStepTests
{
    private static readonly PictureShape Shape = new(1, 8, 8, Filters: 2);

    [TestMethod]
    public void All_players_grow_together_by_the_batches_of_the_budget()
    {
        using var scope = NewDisposeScope();
        using var game = Game(new ProgressiveGenerator { Filters = 2, GrowingShare = 0.5 });
        using var step = Step(game, batchesPerEpoch: 4);
        for (var batch = 0; batch < 8; batch++) // of two epochs, the first of which grows 4×4 to 8×8
        {
            if (batch % 4 == 0)
                step.EpochStarting((batch / 4) + 1, epochs: 2);
            step.Train(Batch(), new RowSums());
            var expected = batch switch { <= 2 => 0, 3 => 500, _ => 1000 };
            foreach (var player in new[] { game.Generator, game.Discriminator, game.Average })
                Assert.AreEqual(expected, ((IGrowing)player).Growth.Thousandths, $"batch {batch}");
        }
    }

    [TestMethod]
    public void More_epochs_than_were_planned_do_not_shrink_pictures()
    {
        using var scope = NewDisposeScope();
        using var game = Game(new ProgressiveGenerator { Filters = 2 });
        using var step = Step(game, batchesPerEpoch: 2);
        step.EpochStarting(1, epochs: 1);
        step.Train(Batch(), new RowSums());
        step.Train(Batch(), new RowSums());
        Assert.AreEqual(Growth.Whole(1), ((IGrowing)game.Generator).Growth);
        step.EpochStarting(2, epochs: 100);
        step.Train(Batch(), new RowSums());
        Assert.AreEqual(Growth.Whole(1), ((IGrowing)game.Generator).Growth);
    }

    [TestMethod]
    public void A_generator_of_smaller_pictures_is_no_rival_however_near_it_came()
    {
        using var scope = NewDisposeScope();
        using var game = Game(new StyleGenerator { Filters = 2, MappingLayers = 1 });
        using var step = Step(game, batchesPerEpoch: 4, health: true);
        game.Grow(0);
        Epoch(step, 1);
        Assert.AreSame(game.Best, step.Kept);
        Spoil(game.Average); // far from all real rows: no better than the first
        Epoch(step, 2);
        Assert.IsFalse(Alike(game.Average, game.Best));
        game.Grow(1);
        Assert.IsTrue(game.HasOutgrownBest);
        Epoch(step, 3);
        Assert.IsTrue(Alike(game.Average, game.Best), "the pictures are larger, and it is the first of its size");
        Assert.IsFalse(game.HasOutgrownBest);
        Assert.AreEqual(Growth.Whole(1), ((IGrowing)game.Best).Growth);
    }

    [TestMethod]
    public void A_pyramid_has_a_loss_of_all_sizes_and_every_weight_learns()
    {
        using var scope = NewDisposeScope();
        using var game = Game(new LaplacianPyramidGenerator { Filters = 2 });
        using var step = Step(game, batchesPerEpoch: 4);
        var before = game.Generator.parameters().Concat(game.Discriminator.parameters()).Select(weight => weight.clone()).ToArray();
        var sums = new RowSums();
        step.Train(Batch(), sums);
        Assert.IsTrue(double.IsFinite(sums.MeanLoss));
        var names = game.Generator.named_parameters().Concat(game.Discriminator.named_parameters()).ToArray();
        for (var i = 0; i < before.Length; i++)
            Assert.IsFalse(names[i].parameter.allclose(before[i], 0, 0), names[i].name);
        Assert.IsFalse(game.HasOutgrownBest, "it is whole from the beginning");
    }

    private static GanGame Game(GrowingGenerator form)
    {
        manual_seed(1);
        return new GanGame(
            new GeneratorArchitecture([new RowBlock(form.Ending, 64)], 4, 0, [4], false, Shape, Growing: form),
            new DiscriminatorArchitecture(64, 0, [4], GanConditioning.Projection, 1, false, false, 0, Shape, form));
    }

    private static AdversarialStep Step(GanGame game, int batchesPerEpoch, bool health = false)
    {
        var options = new TrainingOptions { LearningRate = 1e-2 };
        return new AdversarialStep(
            game, new WeightUpdate(game.Generator.parameters(), options), new WeightUpdate(game.Discriminator.parameters(), options),
            new AdversarialPlan(new NonSaturatingObjective()) { BatchesPerEpoch = batchesPerEpoch },
            health ? new AdversarialHealth(game.Architecture, 0, 1) : null);
    }

    private static void Epoch(AdversarialStep step, int number)
    {
        using var gradientsOff = no_grad();
        step.Network.eval();
        step.EpochStarting(number, 10);
        step.Evaluate(Batch(), new RowSums());
        step.EpochFinished(new RowSums());
    }

    private static void Spoil(nn.Module generator)
    {
        using var gradientsOff = no_grad();
        foreach (var (name, weight) in generator.named_parameters())
            if (name.StartsWith("pictures", StringComparison.Ordinal) && name.EndsWith("bias", StringComparison.Ordinal))
                weight.fill_(-9f);
    }

    private static bool Alike(nn.Module a, nn.Module b) =>
        a.state_dict().Values.Zip(b.state_dict().Values).All(pair => pair.First.allclose(pair.Second, 0, 0));

    // Real rows are bright.
    private static TensorBatch Batch() => new((BatchMember.Features, (rand(8, 64) * 0.5) + 0.5), (BatchMember.Conditions, zeros(8, 0)));
}

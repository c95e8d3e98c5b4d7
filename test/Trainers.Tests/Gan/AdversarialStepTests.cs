using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Gan;

[TestClass]
public sealed class AdversarialStepTests
{
    private const int RowSize = 2;

    [TestMethod]
    public void The_generator_moves_once_for_so_many_steps_of_the_discriminator()
    {
        using var scope = NewDisposeScope();
        using var game = Game();
        using var step = Step(game, new AdversarialPlan(new NonSaturatingObjective()) { DiscriminatorSteps = 3 });
        for (var batch = 1; batch <= 7; batch++)
        {
            var (generator, discriminator) = (Values(game.Generator), Values(game.Discriminator));
            var sums = new RowSums();
            step.Train(Batch(8), sums);
            Assert.AreEqual(batch % 3 == 0, !generator.SequenceEqual(Values(game.Generator)), $"batch {batch}");
            Assert.IsFalse(discriminator.SequenceEqual(Values(game.Discriminator)));
            Assert.AreEqual(batch % 3 == 0, sums.MeanMetrics.ContainsKey(MetricNames.GeneratorLoss));
            Assert.AreEqual(sums.MeanLoss, sums.MeanMetrics[MetricNames.DiscriminatorLoss]);
        }
        Assert.AreEqual(7L, step.State["batches"].item<long>());
    }

    [TestMethod]
    public void The_running_mean_of_the_generator_follows_quickly_at_first_and_slowly_then()
    {
        using var scope = NewDisposeScope();
        using var game = Game();
        using var step = Step(game, new AdversarialPlan(new NonSaturatingObjective()) { AveragingDecay = 0.9 });
        var mean = Values(game.Average);
        for (var batch = 1; batch <= 120; batch++)
        {
            using var inner = NewDisposeScope();
            step.Train(Batch(8), new RowSums());
            var keep = Math.Min(0.9, (1.0 + batch) / (10 + batch));
            var now = Values(game.Generator);
            for (var i = 0; i < mean.Length; i++)
                mean[i] = (float)((keep * mean[i]) + ((1 - keep) * now[i]));
        }
        var found = Values(game.Average);
        for (var i = 0; i < mean.Length; i++)
            Assert.AreEqual(mean[i], found[i], 1e-3, $"weight {i}");
    }

    [TestMethod]
    public void Weights_of_a_critic_that_must_be_small_are_cut_after_every_step()
    {
        using var scope = NewDisposeScope();
        using var game = Game();
        using var step = Step(game, new AdversarialPlan(new WassersteinObjective { ClipLimit = 0.02 }), rate: 1);
        step.Train(Batch(8), new RowSums());
        Assert.AreEqual(0.02f, Values(game.Discriminator).Max(Math.Abs));
        Assert.IsGreaterThan(0.02f, Values(game.Generator).Max(Math.Abs), "the generator's are its own");
    }

    [TestMethod]
    public void A_batch_that_is_no_multiple_of_a_pack_is_cut_or_filled_up()
    {
        using var scope = NewDisposeScope();
        using var game = Game(rowsPerDecision: 3);
        using var step = Step(game, new AdversarialPlan(new NonSaturatingObjective()) { RowsPerDecision = 3 });
        foreach (var rows in new[] { 1, 2, 3, 4, 8, 9 })
        {
            var sums = new RowSums();
            step.Train(Batch(rows), sums);
            Assert.AreEqual(rows, sums.Rows, "the batch's own rows count");
            Assert.IsTrue(double.IsFinite(sums.MeanLoss), $"{rows} rows");
        }
    }

    [TestMethod]
    public void The_discriminator_learns_to_tell_rows_apart_that_nobody_could_take_for_each_other()
    {
        using var scope = NewDisposeScope();
        using var game = Game();
        using var step = Step(game, new AdversarialPlan(new NonSaturatingObjective()) { DiscriminatorSteps = 1000 }, rate: 0.05);
        var sums = new RowSums();
        for (var i = 0; i < 60; i++)
            using (NewDisposeScope())
                step.Train(Batch(16), sums = new RowSums());
        Assert.AreEqual(1, sums.MeanMetrics[MetricNames.AccuracyOnReal]);
        Assert.AreEqual(1, sums.MeanMetrics[MetricNames.AccuracyOnFake]);
        Assert.IsLessThan(0.2, sums.MeanLoss);
    }

    [TestMethod]
    public void Without_measuring_the_mean_is_kept_and_with_it_the_best_one_seen()
    {
        using var scope = NewDisposeScope();
        using var game = Game();
        using (var blind = Step(game, new AdversarialPlan(new NonSaturatingObjective())))
        {
            var sums = new RowSums();
            blind.Evaluate(Batch(8), sums);
            Assert.AreEqual(0, sums.Rows, "nothing is measured");
            Assert.IsTrue(blind.EpochFinished(sums));
            Assert.AreSame(game.Average, blind.Kept);
        }
        using var seeing = Step(game, new AdversarialPlan(new NonSaturatingObjective()),
            health: new AdversarialHealth(game.Architecture, 0, 1));
        Fill(game.Average, 3);
        Epoch(seeing, 1);
        Assert.AreSame(game.Best, seeing.Kept);
        CollectionAssert.AreEqual(Values(game.Average), Values(game.Best));
        var best = Values(game.Best);
        Fill(game.Average, -50);
        Epoch(seeing, 2);
        CollectionAssert.AreEqual(best, Values(game.Best), "rows far from the real ones are no better");
    }

    [TestMethod]
    public void The_discriminator_sees_real_and_made_pictures_changed_alike()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var game = new GanGame(
            new GeneratorArchitecture([new RowBlock(RowBlockKind.Free, RowSize)], 2, 0, [], false, null),
            new DiscriminatorArchitecture(RowSize, 0, [1], GanConditioning.Concatenation, 1, false, false, 0, null));
        using (no_grad())
        {
            // the left pixel, of pictures of two; those made are black at the left and grey at the right
            game.Discriminator.get_parameter("layers.linear0.weight")!.copy_(tensor(new float[] { 1, 0 }, [1, 2]));
            game.Discriminator.get_parameter("layers.linear0.bias")!.fill_(2f);
            game.Discriminator.get_parameter("decision.weight")!.fill_(1f);
            game.Discriminator.get_parameter("decision.bias")!.fill_(-2f);
            game.Generator.get_parameter("layers.output.weight")!.zero_();
            game.Generator.get_parameter("layers.output.bias")!.copy_(tensor(new float[] { -1, 0 }));
        }
        var batch = new TensorBatch(
            (BatchMember.Features, tensor(new float[] { 1, -1 }, [1, 2]).repeat(4000, 1)), (BatchMember.Conditions, zeros(4000, 0)));
        // halves of squares: 1 and -1 where 1 is wanted, -1 and 0 where 0 is; the generator wants 1 of -1 and 0
        var plan = new AdversarialPlan(new LeastSquaresObjective()) { Picture = new PictureShape(1, 1, 2, 1) };
        foreach (var (mirrors, discriminator, generator) in new[] { (false, 0 + 0.5, 2.0), (true, 1 + 0.25, (2 + 0.5) / 2) })
        {
            using var step = Step(
                game, plan with { Augmentation = mirrors ? new PictureAugmentation { FlipHorizontally = true } : null }, rate: 1e-12);
            var sums = new RowSums();
            step.Train(batch, sums);
            Assert.AreEqual(discriminator, sums.MeanMetrics[MetricNames.DiscriminatorLoss], 0.05, $"mirrored: {mirrors}");
            Assert.AreEqual(generator, sums.MeanMetrics[MetricNames.GeneratorLoss], 0.05, $"mirrored: {mirrors}");
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public void Every_change_lets_the_slope_through_to_the_generator(int ahead)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        const int side = 4;
        using var game = new GanGame(
            new GeneratorArchitecture([new RowBlock(RowBlockKind.Bounded, 3 * side * side)], 2, 0, [4], false, null),
            new DiscriminatorArchitecture(3 * side * side, 0, [5], GanConditioning.Concatenation, 1, false, false, 0, null));
        using var step = Step(game, new AdversarialPlan(ahead > 0 ? new NonSaturatingObjective() : new GradientPenaltyObjective())
        {
            Picture = new PictureShape(3, side, side, 1),
            UnrolledSteps = ahead,
            Augmentation = new PictureAugmentation
            {
                FlipVertically = true,
                CropPadding = 1,
                Rotation = 10,
                Zoom = 0.1,
                Stretch = 0.1,
                Brightness = 0.2,
                Contrast = 0.2,
                Saturation = 0.2,
                ChannelShift = 0.1,
                Blur = 0.3,
                Sharpen = 0.3,
                Erasing = 0.5,
                Noise = 0.05,
            },
        });
        var before = Values(game.Generator);
        var sums = new RowSums();
        step.Train(new TensorBatch((BatchMember.Features, randn(8, 3 * side * side)), (BatchMember.Conditions, zeros(8, 0))), sums);
        Assert.IsTrue(double.IsFinite(sums.MeanLoss));
        Assert.IsFalse(before.SequenceEqual(Values(game.Generator)));
    }

    [TestMethod]
    public void The_discriminator_stays_out_of_the_generators_step()
    {
        using var scope = NewDisposeScope();
        using var game = Game();
        using var step = Step(game, new AdversarialPlan(new NonSaturatingObjective()));
        step.Train(Batch(8), new RowSums());
        Assert.IsTrue(game.Discriminator.parameters().All(weight => weight.requires_grad), "it learns again with the next batch");
    }

    [TestMethod]
    public void A_step_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        using var game = Game();
        using var step = Step(game, new AdversarialPlan(new GradientPenaltyObjective()));
        var batch = Batch(8);
        void Train()
        {
            using var inner = NewDisposeScope();
            step.Train(batch, new RowSums());
        }
        Train();
        Train();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = LiveTensors.Count();
        Train();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static void Epoch(AdversarialStep step, int number)
    {
        using var gradientsOff = no_grad();
        step.EpochStarting(number, 10);
        step.Evaluate(Batch(40), new RowSums());
        step.EpochFinished(new RowSums());
    }

    private static GanGame Game(int rowsPerDecision = 1)
    {
        manual_seed(1);
        return new GanGame(
            new GeneratorArchitecture([new RowBlock(RowBlockKind.Free, RowSize)], 2, 0, [4], false, null),
            new DiscriminatorArchitecture(RowSize, 0, [5], GanConditioning.Concatenation, rowsPerDecision, false, false, 0, null));
    }

    private static AdversarialStep Step(GanGame game, AdversarialPlan plan, double rate = 1e-2, AdversarialHealth? health = null)
    {
        var options = new TrainingOptions { LearningRate = rate };
        return new AdversarialStep(
            game, new WeightUpdate(game.Generator.parameters(), options), new WeightUpdate(game.Discriminator.parameters(), options), plan,
                health);
    }

    // Real rows lie around (5, 5), where no fresh generator gets.
    private static TensorBatch Batch(int rows) =>
        new((BatchMember.Features, randn(rows, RowSize).add(5)), (BatchMember.Conditions, zeros(rows, 0)));

    private static void Fill(nn.Module module, float value)
    {
        using var gradientsOff = no_grad();
        foreach (var (name, weight) in module.named_parameters())
            weight.fill_(name.EndsWith("bias", StringComparison.Ordinal) ? value : 0.1f);
    }

    private static float[] Values(nn.Module module) =>
        [.. module.state_dict().Values.Where(value => value.dtype == float32).SelectMany(Toy.Values)];
}

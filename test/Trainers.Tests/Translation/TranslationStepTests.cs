using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Translation;

[TestClass]
public sealed class TranslationStepTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(PixelLoss.Absolute)]
    [DataRow(PixelLoss.Squared)]
    [DataRow(PixelLoss.Charbonnier)]
    public void Losses_are_means_over_the_pixels_by_their_weights(PixelLoss loss)
    {
        var (made, target, weights) = (rand(2, 3, 4, 5), rand(2, 3, 4, 5), rand(2, 1, 4, 5));
        var (sum, all) = (0.0, 0.0);
        for (var i = 0; i < made.numel(); i++)
        {
            var (picture, pixel) = (i / 60, i % 20);
            var difference = made.data<float>()[i] - (double)target.data<float>()[i];
            var each = loss switch
            {
                PixelLoss.Absolute => Math.Abs(difference),
                PixelLoss.Squared => difference * difference,
                _ => Math.Sqrt((difference * difference) + 1e-6),
            };
            double weight = weights.data<float>()[(picture * 20) + pixel];
            (sum, all) = (sum + (weight * each), all + weight);
        }
        Assert.AreEqual(sum / all, TranslationLosses.Mean(loss, made, target, weights).item<float>(), 1e-5);
        Assert.AreEqual(
            TranslationLosses.Mean(loss, made, target, ones_like(weights)).item<float>(),
            TranslationLosses.Mean(loss, made, target, null).item<float>(), 1e-6);
        Assert.AreEqual(0, TranslationLosses.Mean(loss, made, target, zeros_like(weights)).item<float>(), "nothing counts");
    }

    [TestMethod]
    public void Steps_go_down_and_held_out_rows_are_measured_as_pictures()
    {
        using var network = Network();
        using var step = new TranslationStep(network, Update(network), new TranslationObjective(Task, PixelLoss.Squared), 1);
        using var batch = Batch();
        var before = Measured(step, batch);
        Assert.AreEqual(
            (batch.Targets - batch.Features).square().mean().item<float>(), before.MeanLoss, 1e-6, "it begins as the input");
        Assert.AreEqual(
            (batch.Targets - batch.Features).abs().mean().item<float>(), before.MeanMetrics[MetricNames.AbsoluteDifference], 1e-5);
        network.train();
        for (var i = 0; i < 40; i++)
            Train(step, batch);
        network.eval();
        var after = Measured(step, batch);
        Assert.IsLessThan(before.MeanLoss / 4, after.MeanLoss);
        Assert.IsGreaterThan(before.MeanMetrics[MetricNames.SignalToNoise] + 6, after.MeanMetrics[MetricNames.SignalToNoise]);
        Assert.IsGreaterThan(before.MeanMetrics[MetricNames.Similarity], after.MeanMetrics[MetricNames.Similarity]);
        Assert.IsTrue(step.LossTellsProgress);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Both_players_move_and_the_generator_does_not_move_its_judge(bool penalized)
    {
        using var network = Network();
        using var judge = new PatchDiscriminatorModule(new PatchDiscriminator { Filters = 4, Halvings = 1 }, 2);
        GanObjective game = penalized ? new GradientPenaltyObjective() : new LeastSquaresObjective();
        using var step = new TranslationStep(
            network, Update(network), new TranslationObjective(Task, PixelLoss.Absolute) { Game = game, AdversarialWeight = 1 }, 1)
        {
            Opponent = (new TranslationGame(network, judge), Update(judge)),
        };
        Assert.IsFalse(step.LossTellsProgress);
        Assert.HasCount(2, step.Updates);
        using var batch = Batch();
        var (own, others) = (Copies(network), Copies(judge));
        step.Network.train();
        step.EpochStarting(1, 1);
        var sums = Train(step, batch);
        Assert.IsTrue(Copies(network).Zip(own).Any(pair => !pair.First.equal(pair.Second).all().item<bool>()));
        Assert.IsTrue(Copies(judge).Zip(others).Any(pair => !pair.First.equal(pair.Second).all().item<bool>()));
        Assert.IsTrue(judge.parameters().All(weight => weight.requires_grad), "it learns on in the next step");
        CollectionAssert.IsSubsetOf(
            new[] { "accuracy on fake", "accuracy on real", "discriminator loss", "generator loss" }, sums.MeanMetrics.Keys.ToArray());
    }

    [TestMethod]
    public void Squares_are_cut_out_of_both_pictures_at_the_same_place()
    {
        using var network = Network();
        using var step = new TranslationStep(
            network, Update(network), new TranslationObjective(Task, PixelLoss.Absolute) { CropSize = 5 }, 1);
        var pictures = rand(3, 1, 12, 12);
        using var batch = new TensorBatch(pictures.clone(), pictures.clone());
        network.train();
        for (var i = 0; i < 5; i++)
            Assert.AreEqual(0, Train(step, batch).MeanLoss, "the same pixels, as the network begins as its input");
    }

    [TestMethod]
    public void Pictures_that_a_network_sees_alike_have_no_distance()
    {
        using var seeing = new ConvolutionalNetwork(new ConvolutionalArchitecture(
            1, 8, 8, [new ConvolutionLayer(3, 3), new ActivationLayer(Activation.ReLU)], 2, "answer", WeightInitialization.Automatic, null,
            null, AnswerUnits.Linear));
        var features = new PerceptualFeatures(seeing, [0, 1], 1);
        var (made, target) = (rand(2, 1, 8, 8), rand(2, 1, 8, 8));
        Assert.AreEqual(0, features.Distance(made, made).item<float>());
        var expected = (seeing.OutputOf(made, 0) - seeing.OutputOf(target, 0)).square().mean()
            + (seeing.OutputOf(made, 1) - seeing.OutputOf(target, 1)).square().mean();
        Assert.AreEqual(expected.item<float>(), features.Distance(made, target).item<float>(), 1e-6);
        var coloured = made.expand(2, 3, 8, 8);
        Assert.AreEqual(0, features.Distance(coloured, made).item<float>(), 1e-6, "colours are seen as grey");
    }

    [TestMethod]
    public void Simple_methods_are_measured_on_the_same_pictures_and_their_spread_is_told()
    {
        using var network = Network();
        network.eval();
        using var step = new TranslationStep(network, Update(network), new TranslationObjective(Task, PixelLoss.Absolute), 1);
        using var rows = new InMemoryBatches(Batch());
        using var mean = TranslationMeasure.MeanTarget(rows, BatchMember.Targets);
        var batch = rows.Epoch(100, null).Single();
        Assert.IsLessThan(1e-6f, (mean - batch.Targets.mean([0L])).abs().max().item<float>());
        var (scores, made, wanted) = TranslationMeasure.Run(step, network, rows, mean);
        CollectionAssert.AreEqual(
            new[] { "the network", "the input as it is", "the mean target" }, scores.Select(score => score.Name).ToArray());
        CollectionAssert.AreEqual(scores[1].Decibels, scores[0].Decibels, "the network begins as the input");
        Assert.AreEqual((batch.Targets - mean).abs().mean().item<float>(), scores[2].Absolute.Average(), 1e-5);
        Assert.AreEqual(batch.Features.std([0L], unbiased: false).mean().item<float>(), made, 1e-5);
        Assert.AreEqual(batch.Targets.std([0L], unbiased: false).mean().item<float>(), wanted, 1e-5);
        var (ofInput, ofMean) = TranslationMeasure.BaseErrors(rows, mean);
        Assert.AreEqual(scores[1].Absolute.Average(), ofInput, 1e-5);
        Assert.AreEqual(scores[2].Absolute.Average(), ofMean, 1e-5);
    }

    private static TranslationTask Task => new(1, ImageBase.Input);

    private static TranslationNetwork Network() => new(new TranslationArchitecture(
        Task, new ResidualGenerator { Blocks = 1, Filters = 8 }, 1, 0, 0));

    private static WeightUpdate Update(nn.Module network) =>
        new(network.parameters(), new TrainingOptions { Epochs = 1, LearningRate = 0.01 });

    private static TensorBatch Batch()
    {
        var pictures = rand(6, 1, 12, 12);
        return new TensorBatch(pictures.DetachFromDisposeScope(), pictures.neg().add(1).mul(0.8f).DetachFromDisposeScope());
    }

    private static Tensor[] Copies(nn.Module network) => [.. network.parameters().Select(weight => weight.detach().clone())];

    private static RowSums Train(TranslationStep step, TensorBatch batch)
    {
        using var scope = NewDisposeScope();
        var sums = new RowSums();
        step.Train(batch, sums);
        return sums;
    }

    private static RowSums Measured(TranslationStep step, TensorBatch batch)
    {
        using var gradientsOff = no_grad();
        var sums = new RowSums();
        step.Evaluate(batch, sums);
        return sums;
    }
}

using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Segmentation;

[TestClass]
public sealed class SegmentationStepTests
{
    private const int Classes = 3;

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Classes_of_pixels_are_learned_and_held_out_pictures_measured()
    {
        using var network = Network();
        using var step = new SegmentationStep(network, Update(network), new SegmentationObjective(Classes) { DiceWeight = 1 });
        using var batch = Bands(8);
        Assert.IsTrue(step.LossTellsProgress);
        var before = Measured(step, network, batch);
        for (var i = 0; i < 60; i++)
            Train(step, network, batch);
        var after = Measured(step, network, batch);
        Assert.IsLessThan(before.MeanLoss / 2, after.MeanLoss);
        Assert.IsGreaterThan(0.9, after.MeanMetrics[MetricNames.Accuracy]);
        Assert.IsGreaterThan(0.8, after.MeanMetrics[MetricNames.Overlap]);
    }

    [TestMethod]
    public void The_loss_is_the_cross_entropy_and_as_much_of_Dice_as_is_asked_for()
    {
        using var network = Network();
        using var batch = Bands(4);
        network.eval();
        var logits = network.Composed([batch.Features]).detach();
        var counted = SegmentationLosses.Counted(batch.Targets, ignored: 2);
        using var weights = tensor(new[] { 1f, 2f, 4f });
        var entropy = SegmentationLosses.CrossEntropy(logits, batch.Targets, counted, weights).item<float>();
        var dice = SegmentationLosses.Dice(logits, batch.Targets, counted).item<float>();
        var objective = new SegmentationObjective(Classes) { ClassWeights = [1, 2, 4], IgnoredClass = 2 };
        using var plain = new SegmentationStep(network, Update(network), objective);
        using var both = new SegmentationStep(network, Update(network), objective with { DiceWeight = 0.25 });
        Assert.AreEqual(entropy, Measured(plain, network, batch).MeanLoss, 1e-5);
        Assert.AreEqual(entropy + (0.25 * dice), Measured(both, network, batch).MeanLoss, 1e-5);
    }

    [TestMethod]
    public void Pixels_of_the_ignored_class_and_unknown_ones_move_no_weight()
    {
        using var network = Network();
        using var step = new SegmentationStep(network, Update(network), new SegmentationObjective(Classes) { IgnoredClass = 1 });
        using var batch = new TensorBatch(
            rand(2, 1, 6, 6).DetachFromDisposeScope(),
            cat([full(1, 1, 6, 6, 1f), full(1, 1, 6, 6, -1f)]).DetachFromDisposeScope());
        var before = Copies(network);
        Assert.AreEqual(0, Train(step, network, batch).MeanLoss);
        foreach (var (now, then) in Copies(network).Zip(before))
            Assert.IsTrue(now.equal(then).all().item<bool>());
    }

    [TestMethod]
    public void Squares_are_cut_out_of_pictures_and_classes_at_the_same_place()
    {
        using var network = Network();
        using var step = new SegmentationStep(network, Update(network), new SegmentationObjective(Classes) { CropSize = 6 });
        using var batch = Bands(8);
        for (var i = 0; i < 120; i++)
            Train(step, network, batch);
        var pixels = Measured(step, network, batch).MeanMetrics[MetricNames.Accuracy];
        Assert.IsGreaterThan(0.85, pixels, "classes that were cut out elsewhere could not be told from brightness");
    }

    [TestMethod]
    public void Simple_methods_learn_from_the_training_rows_and_are_measured_on_the_others()
    {
        using var network = Network();
        network.eval();
        using var step = new SegmentationStep(network, Update(network), new SegmentationObjective(Classes));
        using var training = new InMemoryBatches(Halves(6, bright: 2, dark: 0, brightShare: 0.25));
        using var rows = new InMemoryBatches(Halves(4, bright: 2, dark: 0, brightShare: 0.5));
        var scores = SegmentationMeasure.Run(step, network, training, rows, ignored: null);
        CollectionAssert.AreEqual(
            new[] { "the network", "the most frequent class", "Otsu's threshold" }, scores.Select(score => score.Name).ToArray());
        foreach (var score in scores)
            Assert.HasCount(4, score.Accuracy, "a number for each picture");
        foreach (var picture in scores[1].Accuracy)
            Assert.AreEqual(0.5f, picture, 1e-6f, "dark pixels were the most in training; half of these are");
        foreach (var picture in scores[1].Overlap)
            Assert.AreEqual(0.25f, picture, 1e-6f, "half of the dark class, nothing of the bright");
        foreach (var picture in scores[2].Accuracy.Concat(scores[2].Overlap))
            Assert.AreEqual(1f, picture, 1e-6f, "brightness tells the class");
    }

    [TestMethod]
    public void An_ignored_class_is_neither_learned_nor_answered_by_simple_methods()
    {
        using var network = Network();
        network.eval();
        using var step = new SegmentationStep(network, Update(network), new SegmentationObjective(Classes) { IgnoredClass = 0 });
        using var training = new InMemoryBatches(Halves(6, bright: 2, dark: 0, brightShare: 0.25));
        using var rows = new InMemoryBatches(Halves(4, bright: 2, dark: 0, brightShare: 0.5));
        var scores = SegmentationMeasure.Run(step, network, training, rows, ignored: 0);
        foreach (var picture in scores[1].Accuracy)
            Assert.AreEqual(1f, picture, "of the classes that count only the bright one was seen");
    }

    private static TranslationNetwork Network() => new(new TranslationArchitecture(
        new SegmentationTask(Classes), new ResidualGenerator { Blocks = 1, Filters = 8 }, 1, 0, 0));

    private static WeightUpdate Update(nn.Module network) =>
        new(network.parameters(), new TrainingOptions { Epochs = 1, LearningRate = 0.01 });

    // Bands of three brightnesses, one class each, the first row of pixels at a different place in each picture.
    private static TensorBatch Bands(int count)
    {
        const int side = 12;
        var (pictures, classes) = (new float[count * side * side], new float[count * side * side]);
        var random = new Random(3);
        for (var i = 0; i < pictures.Length; i++)
        {
            var number = ((i / side % side) + (i / (side * side))) / 3 % Classes;
            classes[i] = number;
            pictures[i] = (number * 0.4f) + (0.05f * random.NextSingle());
        }
        return new TensorBatch(
            tensor(pictures, [count, 1, side, side]).DetachFromDisposeScope(),
            tensor(classes, [count, 1, side, side]).DetachFromDisposeScope());
    }

    // Dark above, bright below.
    private static TensorBatch Halves(int count, int bright, int dark, double brightShare)
    {
        const int side = 8;
        var (pictures, classes) = (new float[count * side * side], new float[count * side * side]);
        for (var i = 0; i < pictures.Length; i++)
        {
            var below = i / side % side >= side * (1 - brightShare);
            (pictures[i], classes[i]) = below ? (0.9f, bright) : (0.1f, dark);
        }
        return new TensorBatch(
            tensor(pictures, [count, 1, side, side]).DetachFromDisposeScope(),
            tensor(classes, [count, 1, side, side]).DetachFromDisposeScope());
    }

    private static Tensor[] Copies(nn.Module network) => [.. network.parameters().Select(weight => weight.detach().clone())];

    private static RowSums Train(SegmentationStep step, TranslationNetwork network, TensorBatch batch)
    {
        using var scope = NewDisposeScope();
        network.train();
        var sums = new RowSums();
        step.Train(batch, sums);
        return sums;
    }

    private static RowSums Measured(SegmentationStep step, TranslationNetwork network, TensorBatch batch)
    {
        using var gradientsOff = no_grad();
        network.eval();
        var sums = new RowSums();
        step.Evaluate(batch, sums);
        return sums;
    }
}

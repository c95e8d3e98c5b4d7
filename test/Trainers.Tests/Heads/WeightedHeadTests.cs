using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Heads;

/// <summary>Rows that count more or less, in the loss, the metric and the sums of every head, against numbers worked out by hand.</summary>
[TestClass]
public sealed class WeightedHeadTests
{
    private static readonly double Coin = Math.Log(2);

    [TestMethod]
    public void A_row_counts_as_its_weight_says_and_the_unit_of_the_weights_does_not_matter()
    {
        using var scope = NewDisposeScope();
        // answers 0 and ln 3 of a yes: costs ln 2 and -ln ¾
        var (cheap, dear) = (-Math.Log(0.75), Coin);
        foreach (var (weights, mean) in new[] { (new float[] { 1, 3 }, 2.0), ([10, 30], 20.0) })
        {
            using var loss = new BinaryLoss(new TrainingOptions()) { MeanWeight = mean };
            using var batch = Batch(tensor(new float[] { 1, 1 }), weights);
            var found = loss.Mean(tensor(new[] { 0, MathF.Log(3) }, [2, 1]), batch).item<float>();
            Assert.AreEqual(((0.5 * dear) + (1.5 * cheap)) / 2, found, 1e-6);
            Assert.AreEqual(2, loss.WeightOf(batch), 1e-12);
        }
    }

    [TestMethod]
    public void Weights_of_rows_and_of_classes_count_together()
    {
        using var scope = NewDisposeScope();
        using var loss = new BinaryLoss(new TrainingOptions { ClassWeights = [1, 4] }) { MeanWeight = 2 };
        using var batch = Batch(tensor(new float[] { 1, 0 }), [1, 3]);
        // all cost ln 2: of a mean over the weights nothing changes that, and the rows' own mean of 1 stays
        Assert.AreEqual(Coin, loss.Mean(zeros(2, 1), batch).item<float>(), 1e-6);
        var sure = tensor(new float[] { 100, 0 }, [2, 1]);
        // costs 0 and ln 2, weights 0.5 · 4 and 1.5 · 1
        Assert.AreEqual(Coin * 1.5 / 3.5, loss.Mean(sure, batch).item<float>(), 1e-6);
        using var classes = new MulticlassLoss(new TrainingOptions { ClassWeights = [1, 4] }, 2) { MeanWeight = 2 };
        using var keys = Batch(tensor(new long[] { 1, 0 }), [1, 3]);
        var logits = tensor(new float[] { -100, 100, 0, 0 }, [2, 2]);
        Assert.AreEqual(Coin * 1.5 / 3.5, classes.Mean(logits, keys).item<float>(), 1e-6, "of classes as of yes and no");
    }

    [TestMethod]
    public void Classes_are_a_weighted_mean_over_rows()
    {
        using var scope = NewDisposeScope();
        using var loss = new MulticlassLoss(new TrainingOptions(), 2) { MeanWeight = 1 };
        using var batch = Batch(tensor(new long[] { 1, 0 }), [0.5f, 1.5f]);
        var logits = tensor(new float[] { 0, 0, MathF.Log(3), 0 }, [2, 2]);
        Assert.AreEqual(((0.5 * Coin) - (1.5 * Math.Log(0.75))) / 2, loss.Mean(logits, batch).item<float>(), 1e-6);
    }

    [TestMethod]
    public void The_accuracy_is_the_share_of_the_weight_that_is_right()
    {
        using var scope = NewDisposeScope();
        var sums = new RowSums();
        using var binary = new BinaryLoss(new TrainingOptions()) { MeanWeight = 2 };
        using var batch = Batch(tensor(new float[] { 1, 0, 0 }), [1, 2, 3]);
        binary.Measure(tensor(new float[] { 5, 0, 1 }, [3, 1]), batch, sums);
        Assert.AreEqual(3 / 6.0, sums.MeanMetrics[MetricNames.Accuracy], 1e-6, "a score of 0 is answered with no");
        using var heavy = Batch(tensor(new float[] { 1 }), [4]);
        binary.Measure(tensor(new float[] { 5 }, [1, 1]), heavy, sums);
        Assert.AreEqual(7 / 10.0, sums.MeanMetrics[MetricNames.Accuracy], 1e-6, "over batches too");
        var ofClasses = new RowSums();
        using var classes = new MulticlassLoss(new TrainingOptions(), 3) { MeanWeight = 2 };
        using var keys = Batch(tensor(new long[] { 2, 0 }), [1, 3]);
        classes.Measure(tensor(new float[] { 0, 1, 9, 0, 1, 0 }, [2, 3]), keys, ofClasses);
        Assert.AreEqual(0.25, ofClasses.MeanMetrics[MetricNames.Accuracy], 1e-6);
    }

    [TestMethod]
    public void Rows_that_count_nothing_measure_nothing()
    {
        using var scope = NewDisposeScope();
        var sums = new RowSums();
        using var batch = Batch(tensor(new float[] { 1, 0 }), [0, 0]);
        foreach (var loss in new HeadLoss[] { new BinaryLoss(new TrainingOptions()), new RegressionLoss(new TrainingOptions()) })
        {
            loss.Measure(ones(2, 1), batch, sums);
            Assert.AreEqual(0f, loss.Mean(ones(2, 1), batch).item<float>());
            Assert.AreEqual(0.0, loss.WeightOf(batch));
        }
        Assert.IsEmpty(sums.MeanMetrics);
        using var weighty = new BinaryLoss(new TrainingOptions { ClassWeights = [1, 2] });
        Assert.AreEqual(0f, weighty.Mean(ones(2, 1), batch).item<float>(), "and no division by nothing");
    }

    [TestMethod]
    public void A_number_is_learned_in_deviations_and_measured_in_its_own_unit()
    {
        using var scope = NewDisposeScope();
        var loss = new RegressionLoss(new TrainingOptions(), centre: 100, spread: 10);
        using var batch = new TensorBatch(zeros(2, 1), tensor(new float[] { 110, 80 }));
        var answer = tensor(new float[] { 0, 0 }, [2, 1]); // 1 and 2 deviations off
        Assert.AreEqual(2.5, loss.Mean(answer, batch).item<float>(), 1e-6);
        Assert.AreEqual(100, loss.Unit, "a square of the unit: 2.5 · 100 is what it is in the data's own");
        var sums = new RowSums();
        loss.Measure(answer, batch, sums);
        Assert.AreEqual(15, sums.MeanMetrics[MetricNames.AbsoluteError], 1e-5);
        using var weighted = Batch(tensor(new float[] { 110, 80 }), [3, 1]);
        loss.MeanWeight = 2;
        Assert.AreEqual((1.5 + (0.5 * 4)) / 2, loss.Mean(answer, weighted).item<float>(), 1e-6);
        var other = new RowSums();
        loss.Measure(answer, weighted, other);
        Assert.AreEqual(((3 * 10) + 20) / 4.0, other.MeanMetrics[MetricNames.AbsoluteError], 1e-5);
    }

    [TestMethod]
    public void Noise_and_smoothing_are_for_training_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var options = new TrainingOptions { LabelNoise = 1 };
        using var batch = new TensorBatch(zeros(4000, 1), zeros(4000));
        using var binary = new BinaryLoss(options);
        Assert.AreEqual(0.5, binary.Noisy(batch).mean().item<float>(), 0.03, "drawn anew, either is as likely");
        Assert.AreEqual(Coin, binary.Mean(zeros(4000, 1), batch).item<float>(), 1e-6);
        Assert.IsGreaterThan(1f, binary.Training(full(4000, 1, -5f), batch).item<float>(), "half of the noisy ones are yes");
        Assert.IsLessThan(0.01f, binary.Mean(full(4000, 1, -5f), batch).item<float>());
        var numbers = new RegressionLoss(new TrainingOptions { LabelNoise = 2 });
        Assert.AreEqual(4, numbers.Training(zeros(4000, 1), batch).item<float>(), 0.4);
        Assert.AreEqual(0f, numbers.Mean(zeros(4000, 1), batch).item<float>());
        Assert.AreSame(batch.Targets, new RegressionLoss(new TrainingOptions()).Noisy(batch));
    }

    [TestMethod]
    public void Options_that_a_head_cannot_use_are_named()
    {
        Refused(f => BinaryLoss.Validate(new TrainingOptions { ClassWeights = [1, 2, 3] }, f), "Training.ClassWeights is a list of 3");
        Refused(f => BinaryLoss.Validate(new TrainingOptions { LabelNoise = 1.5 }, f), "Training.LabelNoise is 1.5; it must be in [0, 1]");
        Refused(f => MulticlassLoss.Validate(new TrainingOptions { LabelNoise = -0.1 }, f), "Training.LabelNoise is -0.1");
        Refused(f => RegressionLoss.Validate(new TrainingOptions { LabelSmoothing = 0.1 }, f), "it must be 0 for regression");
        Refused(f => RegressionLoss.Validate(new TrainingOptions { ClassWeights = [1] }, f), "it must be null for regression");
        var faults = new OptionFaults();
        BinaryLoss.Validate(new TrainingOptions { ClassWeights = [1, 2], LabelNoise = 1 }, faults);
        MulticlassLoss.Validate(new TrainingOptions { ClassWeights = [1, 2, 3] }, faults);
        RegressionLoss.Validate(new TrainingOptions { LabelNoise = 7 }, faults);
        faults.ThrowIfAny("options");

        static void Refused(Action<OptionFaults> validate, string said)
        {
            var found = new OptionFaults();
            validate(found);
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => found.ThrowIfAny("options")).Message, said);
        }
    }

    [TestMethod]
    public void A_head_is_known_by_all_that_its_loss_depends_on_and_lets_go_of_its_weights()
    {
        Assert.AreNotEqual(
            new MulticlassLoss(new TrainingOptions(), 3).Identity, new MulticlassLoss(new TrainingOptions(), 4).Identity);
        Assert.AreNotEqual(
            new RegressionLoss(new TrainingOptions(), 1, 2).Identity, new RegressionLoss(new TrainingOptions(), 1, 3).Identity);
        Assert.AreEqual(new BinaryLoss(new TrainingOptions()).Identity, new BinaryLoss(new TrainingOptions()).Identity);
        var before = LiveTensors.Count();
        using (new BinaryLoss(new TrainingOptions { ClassWeights = [1, 2] }))
        using (new MulticlassLoss(new TrainingOptions { ClassWeights = [1, 2, 3] }, 3))
            Assert.AreEqual(before + 2, Tensor.TotalCount);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static TensorBatch Batch(Tensor targets, float[] weights) => new(
        (BatchMember.Features, zeros(weights.Length, 1)), (BatchMember.Targets, targets), (BatchMember.Weights, tensor(weights)));
}

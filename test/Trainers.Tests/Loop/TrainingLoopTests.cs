using DeepML.Data;
using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

[TestClass]
public sealed class TrainingLoopTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 5,
        BatchSize = 8,
        LearningRate = 0.1,
        Optimizer = new GradientDescentOptimizer { Momentum = 0.5 }
    };

    [TestMethod]
    public void The_toy_problem_is_solved()
    {
        using var toy = new Toy(Options with { Epochs = 60 });
        var history = toy.Run();
        Assert.HasCount(60, history.Epochs);
        Assert.AreEqual(StopReason.Completed, history.StopReason);
        Assert.AreEqual(60, history.KeptEpoch);
        Assert.IsLessThan(history.Epochs[0].TrainingLoss / 1000, history.Epochs[^1].TrainingLoss);
        Assert.AreEqual(2, toy.Weights[0], 0.01);
        Assert.IsFalse(toy.Network.training, "the network is left in scoring mode");
    }

    [TestMethod]
    public void Loss_and_metrics_are_means_over_rows_even_if_the_last_batch_is_smaller()
    {
        using var toy = new Toy(Options with { Epochs = 1, BatchSize = 4, LearningRate = 1e-30 }, rows: 10);
        using var validation = Toy.Source(301, seed: 9);
        var record = toy.Run(validation).Epochs.Single();
        Assert.AreEqual(MeanSquaredError(toy, toy.Rows), record.TrainingLoss, 1e-6);
        Assert.AreEqual(MeanSquaredError(toy, validation), record.ValidationLoss!.Value, 1e-6);
        Assert.IsTrue(record.Metrics.ContainsKey("validation mean absolute error"));
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_weights_bit_for_bit_and_another_seed_others()
    {
        float[] Trained(int seed)
        {
            using var toy = new Toy(Options with { InputNoise = 0.1, LabelNoise = 0.1 }, seed: seed);
            toy.Run();
            return toy.Weights;
        }

        CollectionAssert.AreEqual(Trained(1), Trained(1));
        CollectionAssert.AreNotEqual(Trained(1), Trained(2));
    }

    [TestMethod]
    public void Every_epoch_has_an_order_of_rows_of_its_own()
    {
        using var random = new TrainingRandom(1);
        var seeds = Enumerable.Range(1, 100).Select(epoch => random.ShuffleSeed(epoch)).Concat(
            Enumerable.Range(1, 100).Select(epoch => random.ShuffleSeed(epoch, phase: 2)));
        Assert.AreEqual(200, seeds.Distinct().Count());
    }

    [TestMethod]
    public void Early_stopping_ends_when_the_validation_loss_rises_and_restores_the_best_weights()
    {
        using var toy = new Toy(Options with { Epochs = 50, EarlyStopping = new EarlyStopping { Patience = 3 } });
        var step = new ScriptedStep(toy.Step, validationLosses: [5, 4, 3, 3.5, 3.2, 3.1, 2]);
        toy.Step = step;
        using var validation = Toy.Source(4, 1);
        var history = toy.Run(validation);
        Assert.AreEqual(StopReason.EarlyStopping, history.StopReason);
        Assert.HasCount(6, history.Epochs);
        Assert.AreEqual(3, history.KeptEpoch);
        CollectionAssert.AreEqual(step.WeightsAfter[2], toy.Weights);
        StringAssert.Contains(history.StopMessage!, "validation loss had not fallen for 3 epochs at epoch 6 of 50");
    }

    [TestMethod]
    public void Early_stopping_keeps_the_last_weights_if_asked_and_counts_only_gains_of_the_minimum()
    {
        using var toy = new Toy(
            Options with { Epochs = 50, EarlyStopping = new EarlyStopping { Patience = 2, MinimumGain = 0.5, RestoreBest = false } });
        var step = new ScriptedStep(toy.Step, validationLosses: [5, 4.8, 4.6, 1]);
        toy.Step = step;
        using var validation = Toy.Source(4, 1);
        var history = toy.Run(validation);
        Assert.HasCount(3, history.Epochs);
        Assert.AreEqual(3, history.KeptEpoch);
        CollectionAssert.AreEqual(step.WeightsAfter[2], toy.Weights);
    }

    [TestMethod]
    public void A_loss_that_is_no_number_goes_back_to_the_last_good_epoch_and_says_where_it_was()
    {
        using var toy = new Toy(Options with { Epochs = 10 });
        var step = new ScriptedStep(toy.Step, poisonAtBatch: (7 * 2) + 3);
        toy.Step = step;
        var history = toy.Run();
        Assert.AreEqual(StopReason.LossNotFinite, history.StopReason);
        Assert.AreEqual(2, history.KeptEpoch);
        Assert.HasCount(2, history.Epochs);
        CollectionAssert.AreEqual(step.WeightsAfter[1], toy.Weights);
        StringAssert.Contains(history.StopMessage!, "The loss is NaN in epoch 3, batch 3, with a learning rate of 0.1.");
    }

    [TestMethod]
    public void A_loss_that_is_no_number_in_the_first_epoch_is_an_error()
    {
        using var toy = new Toy(Options with { LearningRate = 1e30, Optimizer = new GradientDescentOptimizer() });
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => toy.Run());
        StringAssert.Contains(error.Message, "in epoch 1, batch ");
        StringAssert.Contains(error.Message, "with a learning rate of 1E+30. Lower the learning rate");
    }

    [TestMethod]
    public void A_cancelled_training_keeps_what_it_has_and_says_where_it_stopped()
    {
        using var source = new CancellationTokenSource();
        using var toy = new Toy(Options with { Epochs = 1000, Cancellation = source.Token });
        var step = new ScriptedStep(toy.Step, atBatch: batch =>
        {
            if (batch == (7 * 3) + 2)
                source.Cancel();
        });
        toy.Step = step;
        var history = toy.Run();
        Assert.AreEqual(StopReason.Cancelled, history.StopReason);
        Assert.HasCount(3, history.Epochs);
        Assert.AreEqual("cancelled in epoch 4 of 1000, after batch 2 of 7", history.StopMessage);
        Assert.AreEqual(0, history.KeptEpoch);
        CollectionAssert.AreNotEqual(step.WeightsAfter[2], toy.Weights);
    }

    [TestMethod]
    public void A_cancelled_training_with_validation_goes_back_to_its_best_epoch()
    {
        using var source = new CancellationTokenSource();
        using var toy = new Toy(Options with { Epochs = 1000, Cancellation = source.Token });
        var step = new ScriptedStep(toy.Step, validationLosses: [2, 1, 3], atBatch: batch =>
        {
            if (batch == (7 * 3) + 2)
                source.Cancel();
        });
        toy.Step = step;
        using var validation = Toy.Source(4, 1);
        Assert.AreEqual(2, toy.Run(validation).KeptEpoch);
        CollectionAssert.AreEqual(step.WeightsAfter[1], toy.Weights);
    }

    [TestMethod]
    public void A_training_cancelled_before_it_begins_has_nothing_to_give()
    {
        using var toy = new Toy(Options with { Cancellation = new CancellationToken(canceled: true) });
        Assert.ThrowsExactly<OperationCanceledException>(() => toy.Run());
    }

    [TestMethod]
    public void A_time_limit_ends_the_training_after_at_least_one_batch()
    {
        using var toy = new Toy(Options with { Epochs = 100_000_000, TimeLimit = TimeSpan.FromMilliseconds(30) });
        var time = new FakeTime();
        toy.Step = new ScriptedStep(toy.Step, atBatch: _ => time.Pass(TimeSpan.FromMilliseconds(10)));
        var history = toy.Run(time: time);
        Assert.AreEqual(StopReason.TimeLimit, history.StopReason);
        StringAssert.Contains(history.StopMessage!, "the time limit of 0.03 s was reached in epoch 1 of 100000000, after batch 3 of 7");
        using var hasty = new Toy(Options with { TimeLimit = TimeSpan.FromTicks(1) });
        var before = hasty.Weights;
        hasty.Run();
        CollectionAssert.AreNotEqual(before, hasty.Weights);
    }

    [TestMethod]
    public void A_long_epoch_is_reported_once_a_second_with_the_speed_and_the_time_that_is_left()
    {
        var reports = new List<EpochProgress>();
        var time = new FakeTime();
        using var toy = new Toy(Options with { Epochs = 1, Progress = new Collector(reports) });
        toy.Step = new ScriptedStep(toy.Step, atBatch: _ => time.Pass(TimeSpan.FromSeconds(0.5)));
        toy.Run(time: time);
        CollectionAssert.AreEqual(new[] { 2, 4, 6, 7 }, reports.Select(r => (int)r.Batch).ToArray());
        Assert.AreEqual(16, reports[0].RowsPerSecond, 1e-9, "8 rows in half a second");
        Assert.AreEqual(TimeSpan.FromSeconds(2.5), reports[0].Remaining);
        Assert.AreEqual(TimeSpan.FromSeconds(3.5), reports[^1].Elapsed);
    }

    [TestMethod]
    public void Every_epoch_is_reported_with_losses_speed_and_what_is_left()
    {
        var reports = new List<EpochProgress>();
        using var toy = new Toy(Options with { Progress = new Collector(reports) });
        using var validation = Toy.Source(4, 1);
        var history = toy.Run(validation);
        var ends = reports.Where(r => r.IsEpochEnd).ToArray();
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5 }, ends.Select(r => r.Epoch).ToArray());
        CollectionAssert.AreEqual(history.Epochs.Select(e => e.ValidationLoss).ToArray(), ends.Select(r => r.ValidationLoss).ToArray());
        Assert.IsTrue(ends.All(r => r is { Epochs: 5, Batch: 7, Batches: 7, RowsPerSecond: > 0 }));
        Assert.AreEqual(TimeSpan.Zero, ends[^1].Remaining);
    }

    [TestMethod]
    public void A_stopped_training_leaves_no_tensor_behind()
    {
        LiveTensors.AreIndependentOfSteps(() => Run(10), () => Run(30));

        static void Run(int poisonAtBatch)
        {
            using var poisoned = new Toy(
                Options with { EarlyStopping = new EarlyStopping(), L1 = 0.1, GradientClipNorm = 1, GradientAccumulation = 2 });
            poisoned.Step = new ScriptedStep(poisoned.Step, poisonAtBatch: poisonAtBatch);
            poisoned.Run();
        }
    }

    private static double MeanSquaredError(Toy toy, InMemoryBatches rows)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return (toy.Network.call(rows.Rows.Features).squeeze(1) - rows.Rows.Targets).square().mean().item<float>();
    }

    private sealed class Collector(List<EpochProgress> reports) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => reports.Add(value);
    }
}

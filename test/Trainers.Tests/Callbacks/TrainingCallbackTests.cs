using DeepML.Trainers.Tests.Loop;
using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Callbacks;

/// <summary>What code that accompanies a training hears of it, and that it changes nothing but its end.</summary>
[TestClass]
public sealed class TrainingCallbackTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 3, BatchSize = 20, LearningRate = 0.01, InputNoise = 0.1 };

    [TestMethod]
    public void A_callback_hears_of_start_batches_epochs_and_end_in_order()
    {
        var heard = new Heard();
        using var toy = new Toy(Options with { Epochs = 2, Callbacks = [heard] });
        using var validation = Toy.Source(20, seed: 3);
        toy.Run(validation);
        CollectionAssert.AreEqual(
            new[]
            {
                "start 0", "batch 1/1", "batch 1/2", "batch 1/3", "epoch 1 of 1, validated", "batch 2/1", "batch 2/2", "batch 2/3",
                "epoch 2 of 2, validated", "end Completed, kept 2",
            },
            heard.Lines);
    }

    [TestMethod]
    public void A_callback_that_draws_numbers_changes_no_weight()
    {
        float[] Trained(params TrainingCallback[] callbacks)
        {
            using var toy = new Toy(Options with { Callbacks = callbacks });
            toy.Run();
            return toy.Weights;
        }

        CollectionAssert.AreEqual(Trained(), Trained(new Acting(_ => rand(100).Dispose())));
    }

    [TestMethod]
    public void A_callback_ends_a_training_at_once_and_the_history_says_who_and_why()
    {
        using var toy = new Toy(Options with
        {
            Epochs = 100,
            Callbacks = [new Acting(status =>
        {
            if (status.Progress is { Epoch: 2, Batch: 2 })
                status.Stop("enough is enough");
        })]
        });
        var history = toy.Run();
        Assert.AreEqual(StopReason.StoppedByCallback, history.StopReason);
        Assert.AreEqual("Acting stopped the training in epoch 2 of 100: enough is enough", history.StopMessage);
        Assert.HasCount(1, history.Epochs);
    }

    [TestMethod]
    public void A_training_that_a_callback_ended_keeps_its_best_weights_where_a_loss_is_monitored()
    {
        using var toy = new Toy(Options with
        {
            Epochs = 100,
            Callbacks = [new Acting(null, status =>
        {
            if (status.Epochs.Count == 3)
                status.Stop("three are enough");
        })]
        });
        toy.Step = new ScriptedStep(toy.Step, validationLosses: [3, 1, 2]);
        using var validation = Toy.Source(20, seed: 3);
        var history = toy.Run(validation);
        Assert.AreEqual(2, history.KeptEpoch);
        CollectionAssert.AreEqual(((ScriptedStep)toy.Step).WeightsAfter[1], toy.Weights);
    }

    [TestMethod]
    public void A_callback_may_refuse_the_very_first_batch()
    {
        using var toy = new Toy(Options with { Callbacks = [new Acting(null, null, status => status.Stop("not today"))] });
        var before = toy.Weights;
        var history = toy.Run();
        Assert.IsEmpty(history.Epochs);
        CollectionAssert.AreEqual(before, toy.Weights);
    }

    [TestMethod]
    public void A_training_that_a_callback_ended_is_taken_up_again_and_ends_as_if_nothing_had_been()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointDirectory = folder.Path, CheckpointInterval = TimeSpan.Zero };
        Trained(options with { Callbacks = [new Acting(status => StopAt(status, epoch: 2, batch: 1))] });
        var heard = new Heard();
        CollectionAssert.AreEqual(Trained(Options), Trained(options with { Callbacks = [heard] }));
        Assert.AreEqual("start 1", heard.Lines[0], "the epochs before are there");
        Assert.AreEqual("batch 2/2", heard.Lines[1]);

        static void StopAt(TrainingStatus status, int epoch, int batch)
        {
            if (status.Progress.Epoch == epoch && status.Progress.Batch == batch)
                status.Stop("for the night");
        }

        static float[] Trained(TrainingOptions options)
        {
            using var toy = new Toy(options);
            toy.Run();
            return toy.Weights;
        }
    }

    [TestMethod]
    public void A_callback_that_fails_ends_the_training_and_is_named()
    {
        Fails("The callback Acting failed after a batch (epoch 1, batch 1): out of paper", new Acting(
            _ => throw new IOException("out of paper")));
        Fails("The callback Acting failed after an epoch (epoch 1, batch 3): out of ink", new Acting(
            null, _ => throw new IOException("out of ink")));
        Fails("The callback Acting failed before the first batch (epoch 1, batch 0): no power", new Acting(
            null, null, _ => throw new IOException("no power")));

        static void Fails(string message, TrainingCallback callback)
        {
            using var toy = new Toy(Options with { Callbacks = [new SilentCallback(), callback] });
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => toy.Run());
            Assert.AreEqual(message, error.Message);
            Assert.IsInstanceOfType<IOException>(error.InnerException);
        }
    }

    [TestMethod]
    public void A_list_with_a_hole_is_a_fault_of_the_options()
    {
        var faults = new OptionFaults();
        faults.Training(Options with { Callbacks = [null!] });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options")).Message,
            "Training.Callbacks is a list with null in it");
    }

    private sealed class Heard : TrainingCallback
    {
        public List<string> Lines { get; } = [];

        protected internal override void TrainingStarting(TrainingStatus status) => Lines.Add($"start {status.Epochs.Count}");

        protected internal override void BatchFinished(TrainingStatus status) =>
            Lines.Add($"batch {status.Progress.Epoch}/{status.Progress.Batch}");

        protected internal override void EpochFinished(TrainingStatus status) => Lines.Add(
            $"epoch {status.Epochs[^1].Epoch} of {status.Epochs.Count}{(status.Progress.ValidationLoss > 0 ? ", validated" : "")}");

        protected internal override void TrainingFinished(TrainingStatus status, TrainingHistory history) =>
            Lines.Add($"end {history.StopReason}, kept {history.KeptEpoch}");
    }

    private sealed class Acting(
        Action<TrainingStatus>? batch, Action<TrainingStatus>? epoch = null, Action<TrainingStatus>? start = null) : TrainingCallback
    {
        protected internal override void TrainingStarting(TrainingStatus status) => start?.Invoke(status);

        protected internal override void BatchFinished(TrainingStatus status) => batch?.Invoke(status);

        protected internal override void EpochFinished(TrainingStatus status) => epoch?.Invoke(status);
    }
}

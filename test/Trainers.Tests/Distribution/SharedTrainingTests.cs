using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Distribution;

[TestClass]
public sealed class SharedTrainingTests
{
    private static readonly TrainingOptions Options = SharedToy.Options;

    public static IEnumerable<object[]> Ways =>
    [
        [2, Options, 50],
        [3, Options, 50],
        [5, Options with { BatchSize = 4 }, 49], // more ranks than rows in a batch, and one row in the last
        [2, Options with { GradientAccumulation = 3 }, 50],
        [2, Options with { GradientClipNorm = 0.1, L1 = 0.01, WeightDecay = 0.01 }, 50],
        [2, Options with { Optimizer = new AdamOptimizer() }, 50],
        [2, Options with { WeightAverageDecay = 0.9, MaximumWeightNorm = 0.5 }, 50],
        [5, Options with { BatchSize = 4, WeightAverageDecay = 0.9 }, 49],
        [2, Options with { Optimizer = new RpropOptimizer(), BatchSize = 50 }, 50],
    ];

    [TestMethod]
    [DynamicData(nameof(Ways))]
    public void Several_ranks_come_to_the_weights_and_losses_of_one(int ranks, TrainingOptions options, int rows)
    {
        var alone = SharedToy.Train(1, options, rows, heldOut: 23)[0];
        var together = SharedToy.Train(ranks, options, rows, heldOut: 23);
        foreach (var part in together)
        {
            CollectionAssert.AreEqual(together[0].Weights, part.Weights);
            for (var i = 0; i < alone.Weights.Length; i++)
                Assert.AreEqual(alone.Weights[i], part.Weights[i], 1e-6);
            foreach (var (expected, epoch) in alone.History.Epochs.Zip(part.History.Epochs))
            {
                Assert.AreEqual(expected.TrainingLoss, epoch.TrainingLoss, 1e-6);
                Assert.AreEqual(expected.ValidationLoss!.Value, epoch.ValidationLoss!.Value, 1e-6);
                Assert.AreEqual(together[0].History.Epochs[epoch.Epoch - 1].RowsPerSecond, epoch.RowsPerSecond, "saved models are equal");
                CollectionAssert.AreEqual(expected.Metrics.Keys.ToArray(), epoch.Metrics.Keys.ToArray());
                Assert.AreEqual(
                    expected.Metrics["validation mean absolute error"], epoch.Metrics["validation mean absolute error"], 1e-6);
            }
        }
    }

    [TestMethod]
    public void Gradients_travel_once_a_step_and_not_once_a_batch()
    {
        Assert.AreEqual(3 * 7, SharedToy.Train(2, Options)[0].GradientSums); // 7 batches of 50 rows
        Assert.AreEqual(3 * 3, SharedToy.Train(2, Options with { GradientAccumulation = 3 })[0].GradientSums); // 3, 3 and 1
    }

    [TestMethod]
    public void A_rank_that_is_cancelled_stops_all_after_the_same_batch_and_is_named()
    {
        using var cancelled = new CancellationTokenSource();
        var all = SharedToy.Train(
            2, rank => Options with { Epochs = 1000, Cancellation = rank == 1 ? cancelled.Token : default }, _ => 50,
            change: part => part.Step = new CountingStep(part.Step, batches =>
            {
                if (part.Rank == 1 && batches == 10)
                    cancelled.Cancel();
            }));
        foreach (var part in all)
        {
            Assert.AreEqual(StopReason.Cancelled, part.History.StopReason);
            StringAssert.EndsWith(part.History.StopMessage, "(in rank 1 (thread))");
            CollectionAssert.AreEqual(all[0].Weights, part.Weights);
        }
    }

    [TestMethod]
    public void A_callback_of_the_first_rank_stops_all_and_those_of_others_are_not_called()
    {
        var called = new int[2];
        var all = SharedToy.Train(
            2, rank => Options with { Epochs = 50, Callbacks = [new StopsAfter(4, () => called[rank]++)] }, _ => 50);
        Assert.IsTrue(all.All(part => part.History.StopReason == StopReason.StoppedByCallback && part.History.Epochs.Count == 4));
        CollectionAssert.AreEqual(new[] { 4, 0 }, called);
    }

    [TestMethod]
    public void A_loss_that_is_no_number_on_one_rank_ends_the_training_of_all_with_the_same_error()
    {
        var failures = Assert.ThrowsExactly<AggregateException>(() => SharedToy.Train(
            2, Options, change: part => part.Step = new CountingStep(part.Step, _ => { }) { Spoils = part.Rank == 1 }));
        Assert.HasCount(2, failures.InnerExceptions);
        foreach (var failure in failures.InnerExceptions)
            StringAssert.StartsWith(failure.Message, "The loss is NaN in epoch 1, batch 1");
    }

    [TestMethod]
    public void Other_options_other_rows_and_other_weights_are_refused_by_all_ranks_with_the_difference()
    {
        Refused("BatchSize is 8 there and 4 here", rank => rank == 2 ? Options with { BatchSize = 4 } : Options);
        Refused("Epochs is 3 there and 4 here", rank => rank == 2 ? Options with { Epochs = 4 } : Options);
        Refused("the training rows are 50 there and 49 here", _ => Options, rank => rank == 2 ? 49 : 50);
        Refused("the weights to start from differ", _ => Options, change: part =>
        {
            using var gradientsOff = no_grad();
            if (part.Rank == 2)
                part.Network.bias!.zero_();
        });

        static void Refused(
            string says, Func<int, TrainingOptions> options, Func<int, int>? rows = null, Action<SharedToy.Part>? change = null)
        {
            var failures = Assert.ThrowsExactly<AggregateException>(
                () => SharedToy.Train(3, options, rows ?? (_ => 50), change: change)).InnerExceptions;
            Assert.HasCount(3, failures);
            foreach (var failure in failures)
            {
                Assert.IsInstanceOfType<DistributionException>(failure);
                StringAssert.Contains(failure.Message, $"there is rank 0 (thread), here is rank 2 (thread): {says}");
            }
        }
    }

    [TestMethod]
    public void What_cannot_be_shared_and_fewer_rows_than_ranks_are_refused_before_the_first_batch()
    {
        StringAssert.Contains(Failure(SharedToy.Options, 50, "it keeps a diary"), "cannot be shared among 2 processes: it keeps a diary.");
        StringAssert.Contains(Failure(SharedToy.Options, 1, null), "There are 1 training rows for 2 processes");
        StringAssert.Contains(
            Failure(SharedToy.Options with { DropConnect = 0.1 }, 50, null), "DropConnect drops other weights in each process");
        StringAssert.Contains(
            Failure(SharedToy.Options with { GradientNoise = 0.1 }, 50, null), "GradientNoise moves the weights of each process elsewhere");

        static string Failure(TrainingOptions options, int rows, string? why) => Assert.ThrowsExactly<AggregateException>(
            () => SharedToy.Train(2, options, rows, change: part => part.Step = new CountingStep(part.Step, _ => { }) { Why = why }))
            .InnerExceptions[1].Message;
    }

    [TestMethod]
    public void Weights_that_part_on_one_rank_are_noticed_at_the_end_of_the_epoch()
    {
        var failure = Assert.ThrowsExactly<AggregateException>(() => SharedToy.Train(2, Options, change: part =>
            part.Step = new CountingStep(part.Step, batches =>
            {
                using var gradientsOff = no_grad();
                if (part.Rank == 1 && batches == 9)
                    part.Network.bias!.fill_(Networks.Numbers.Kept(5f));
            }))).InnerExceptions[0];
        StringAssert.Contains(failure.Message, "After epoch 2 the weights in rank 1 (thread) are not those in rank 0 (thread).");
    }

    [TestMethod]
    public void A_training_is_taken_up_on_all_ranks_from_the_checkpoints_of_the_first_also_by_other_numbers_of_ranks()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions At(int rank, int epochs) => Options with
        {
            Epochs = epochs,
            CheckpointDirectory = rank == 0 ? folder.Path : null,
        };
        var whole = SharedToy.Train(2, Options with { Epochs = 6 })[0];
        SharedToy.Train(2, rank => At(rank, 2), _ => 50);
        SharedToy.Train(3, rank => At(rank, 4), _ => 50);
        var resumed = SharedToy.Train(2, rank => At(rank, 6), _ => 50);
        CollectionAssert.AreEqual(resumed[0].Weights, resumed[1].Weights);
        for (var i = 0; i < whole.Weights.Length; i++)
            Assert.AreEqual(whole.Weights[i], resumed[1].Weights[i], 1e-6);
        Assert.HasCount(6, resumed[1].History.Epochs);
    }

    private sealed class StopsAfter(int epochs, Action called) : TrainingCallback
    {
        protected internal override void EpochFinished(TrainingStatus status)
        {
            called();
            if (status.Epochs.Count == epochs)
                status.Stop("enough");
        }
    }
}

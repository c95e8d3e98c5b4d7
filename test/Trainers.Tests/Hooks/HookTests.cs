using DeepML.Data;
using DeepML.Trainers.Tests.Loop;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Hooks;

/// <summary>Each hook alone, on a run that a test moves by hand.</summary>
[TestClass]
public sealed class HookTests
{
    [TestMethod]
    public void The_best_epoch_is_kept_where_rows_are_held_out()
    {
        using var at = new Place(new TrainingOptions { Epochs = 9, EarlyStopping = new EarlyStopping() }, heldOut: true);
        var hook = new BestWeights();
        foreach (var (loss, weight) in new[] { (3.0, 1f), (1, 2), (1, 3), (double.NaN, 4), (2, 5) })
            at.EndEpoch(hook, loss, weight);
        Assert.AreEqual(2, at.Run.BestEpoch, "the first of two equal ones, and none that is no number");
        hook.RunEnding(at.Run);
        Assert.AreEqual(2f, at.Weight);
        Assert.AreEqual(2, at.Run.KeptEpoch);
    }

    [TestMethod]
    public void Without_held_out_rows_or_a_rule_the_last_epoch_is_kept()
    {
        using var at = new Place(new TrainingOptions { Epochs = 9 });
        var hook = new BestWeights();
        at.EndEpoch(hook, 1, 1);
        at.EndEpoch(hook, 5, 2);
        hook.RunEnding(at.Run);
        Assert.AreEqual(2f, at.Weight);
        Assert.AreEqual(2, at.Run.KeptEpoch);
    }

    [TestMethod]
    public void A_loss_that_is_no_number_goes_back_to_the_last_epoch_that_had_one()
    {
        using var at = new Place(new TrainingOptions { Epochs = 9 });
        var hook = new BestWeights();
        at.EndEpoch(hook, 1, 1);
        at.EndEpoch(hook, 5, 2);
        at.Set(float.NaN);
        at.Run.Stop(StopReason.LossNotFinite, "lost");
        hook.RunEnding(at.Run);
        Assert.AreEqual(2f, at.Weight);
        Assert.AreEqual(2, at.Run.KeptEpoch);
    }

    [TestMethod]
    public void A_run_that_ends_within_an_epoch_keeps_what_it_has_unless_a_better_one_is_known()
    {
        foreach (var heldOut in new[] { false, true })
        {
            using var at = new Place(new TrainingOptions { Epochs = 9 }, heldOut);
            var hook = new BestWeights();
            at.EndEpoch(hook, 1, 1);
            at.Set(7);
            at.Run.Batch = 3;
            at.Run.Stop(StopReason.Cancelled, "enough");
            hook.RunEnding(at.Run);
            Assert.AreEqual(heldOut ? 1f : 7f, at.Weight);
            Assert.AreEqual(heldOut ? 1 : 0, at.Run.KeptEpoch, "0 is none that has ended");
        }
    }

    [TestMethod]
    public void Early_stopping_may_leave_the_last_weights()
    {
        var rule = new EarlyStopping { Patience = 1, RestoreBest = false };
        using var at = new Place(new TrainingOptions { Epochs = 9, EarlyStopping = rule });
        var (best, stopping) = (new BestWeights(), new EarlyStoppingHook());
        foreach (var (loss, weight) in new[] { (1.0, 1f), (2, 2) })
        {
            var record = at.EndEpoch(best, loss, weight);
            stopping.EpochFinished(at.Run, record);
        }
        Assert.AreEqual(StopReason.EarlyStopping, at.Run.Stopped);
        Assert.AreEqual("the training loss had not fallen for 1 epochs at epoch 2 of 9", at.Run.StopMessage);
        best.RunEnding(at.Run);
        Assert.AreEqual(2f, at.Weight);
    }

    [TestMethod]
    public void A_loss_without_end_stops_with_the_place_and_the_rate()
    {
        using var at = new Place(new TrainingOptions { Epochs = 9, LearningRate = 0.5 });
        var hook = new LossGuard();
        at.Run.Sums.Add(1, 5);
        hook.BatchFinished(at.Run);
        Assert.IsNull(at.Run.Stopped);
        (at.Run.Epoch, at.Run.Batch) = (3, 2);
        at.Run.Sums.Add(double.PositiveInfinity, 5);
        hook.BatchFinished(at.Run);
        Assert.AreEqual(StopReason.LossNotFinite, at.Run.Stopped);
        StringAssert.StartsWith(at.Run.StopMessage, "The loss is Infinity in epoch 3, batch 2, with a learning rate of 0.5. Lower");
        Assert.ThrowsExactly<InvalidOperationException>(() => hook.RunEnding(at.Run), "there is no epoch to go back to");
    }

    [TestMethod]
    public void Weights_that_are_no_numbers_leave_no_model()
    {
        using var at = new Place(new TrainingOptions { Epochs = 9, LearningRate = 0.5 });
        var hook = new LossGuard();
        at.EndEpoch(new BestWeights(), 1, 1);
        hook.RunEnding(at.Run);
        at.Set(float.PositiveInfinity);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => hook.RunEnding(at.Run));
        StringAssert.StartsWith(error.Message, "The weights are no finite numbers after epoch 1, with a learning rate of 0.5.");
    }

    [TestMethod]
    public void A_time_limit_counts_from_the_fit_and_not_before_the_first_batch()
    {
        var time = new FakeTime();
        using var at = new Place(new TrainingOptions { Epochs = 9, TimeLimit = TimeSpan.FromSeconds(10) }, time: time);
        var hook = new Limits();
        time.Pass(TimeSpan.FromSeconds(11));
        hook.EpochStarting(at.Run);
        Assert.IsNull(at.Run.Stopped, "something must have been learned");
        at.Run.Batch = 1;
        hook.BatchFinished(at.Run);
        Assert.AreEqual(StopReason.TimeLimit, at.Run.Stopped);
        Assert.AreEqual("the time limit of 10 s was reached in epoch 1 of 9, after batch 1 of 4", at.Run.StopMessage);
    }

    [TestMethod]
    public void Who_cancels_is_heard_between_two_batches()
    {
        using var stop = new CancellationTokenSource();
        using var at = new Place(new TrainingOptions { Epochs = 9, Cancellation = stop.Token });
        var hook = new Limits();
        hook.RunStarting(at.Run);
        hook.BatchFinished(at.Run);
        Assert.IsNull(at.Run.Stopped);
        stop.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => hook.RunStarting(at.Run), "nothing has been learned yet");
        at.Run.Batch = at.Run.BatchesPerEpoch;
        hook.BatchFinished(at.Run);
        Assert.AreEqual("cancelled at the end of epoch 1 of 9", at.Run.StopMessage);
    }

    [TestMethod]
    public void The_rate_follows_the_schedule_within_an_epoch_only_if_it_moves_there()
    {
        foreach (var (schedule, within) in new (LearningRateSchedule, double)[]
        {
            (new CosineSchedule(), 0.5 * (1 + Math.Cos(Math.PI / 4 * 0.5))), (new StepSchedule { EveryEpochs = 1, Decay = 0.5 }, 1),
        })
        {
            using var at = new Place(new TrainingOptions { Epochs = 2, LearningRate = 0.1, Schedule = schedule });
            var hook = new ScheduleHook();
            hook.EpochStarting(at.Run);
            Assert.AreEqual(0.1, at.Rate, 1e-12);
            at.Run.Batch = 1; // a quarter of the first of two epochs
            hook.BatchStarting(at.Run);
            Assert.AreEqual(0.1 * within, at.Rate, 1e-12);
            at.Run.RateScale = 0.1;
            hook.EpochStarting(at.Run);
            Assert.AreEqual(0.01 * schedule.Factor(0.25 / 1, 2, []), at.Rate, 1e-12, "a rate that was found scales it");
        }
    }

    [TestMethod]
    public void The_first_reason_to_stop_is_the_one_that_is_told()
    {
        using var at = new Place(new TrainingOptions { Epochs = 2 });
        Assert.IsFalse(at.Run.IsOver);
        at.Run.Stop(StopReason.TimeLimit, "first");
        at.Run.Stop(StopReason.Cancelled, "second");
        Assert.AreEqual((StopReason.TimeLimit, "first", true), (at.Run.Stopped, at.Run.StopMessage, at.Run.IsOver));
    }

    [TestMethod]
    public void Progress_tells_what_is_left_by_what_is_done()
    {
        var time = new FakeTime();
        using var at = new Place(new TrainingOptions { Epochs = 4, LearningRate = 0.1 }, time: time);
        at.Run.StartClock();
        at.Run.Sums.Add(2.5, 20);
        (at.Run.Epoch, at.Run.Batch) = (2, 2);
        time.Pass(TimeSpan.FromSeconds(3));
        var progress = at.Run.Progress(null);
        Assert.AreEqual((2, 4, 2L, 4L, false), (progress.Epoch, progress.Epochs, progress.Batch, progress.Batches, progress.IsEpochEnd));
        Assert.AreEqual(TimeSpan.FromSeconds(3), progress.Elapsed);
        Assert.AreEqual(5, progress.Remaining.TotalSeconds, 1e-9, "three seconds for one and a half of four epochs");
        Assert.AreEqual(20 / 3.0, progress.RowsPerSecond, 1e-9);
        Assert.AreEqual((2.5, 0.1), (progress.TrainingLoss, progress.LearningRate));
    }

    [TestMethod]
    public void A_run_that_begins_anew_has_forgotten_everything_but_what_was_chosen()
    {
        using var at = new Place(new TrainingOptions { Epochs = 4 });
        at.EndEpoch(new BestWeights(), 1, 1);
        at.Run.Chosen.Add(new AutomaticChoice("A", "1", "why"));
        at.Run.Stop(StopReason.LossNotFinite, "lost");
        (at.Run.Epoch, at.Run.Batch) = (3, 2);
        at.Run.BeginAnew();
        Assert.AreEqual((1, 0, 0, 0L), (at.Run.Epoch, at.Run.Batch, at.Run.BestEpoch, at.Run.Sums.Rows));
        Assert.IsTrue(at.Run.Best.IsEmpty && at.Run.HasBegunAnew && !at.Run.IsOver);
        Assert.IsEmpty(at.Run.Records);
        Assert.HasCount(1, at.Run.History.Chosen);
    }

    // A run over 40 rows in batches of 10, with one weight.
    private sealed class Place : IDisposable
    {
        private readonly TrainingRandom _random = new(1);
        private readonly TorchSharp.Modules.Linear _network = nn.Linear(1, 1, hasBias: false);
        private readonly SupervisedStep _step;
        private readonly InMemoryBatches _rows = new(zeros(40, 1), zeros(40));

        public Place(TrainingOptions options, bool heldOut = false, TimeProvider? time = null)
        {
            var filled = options with { BatchSize = 10 };
            _step = new SupervisedStep(_network, new WeightUpdate(_network.parameters(), filled), new RegressionLoss(filled));
            Run = new TrainingRun(filled, _random, 1, _step, _rows, heldOut ? _rows : null, new ElapsedTime(time ?? TimeProvider.System));
        }

        public TrainingRun Run { get; }

        public float Weight => _network.weight!.item<float>();

        public double Rate => _step.Updates[0].LearningRate;

        public void Set(float weight)
        {
            using var gradientsOff = no_grad();
            _network.weight!.fill_(weight);
        }

        public EpochRecord EndEpoch(TrainingHook hook, double loss, float weight)
        {
            Set(weight);
            var record = new EpochRecord(Run.Records.Count + 1, loss, 0.1, 1) { ValidationLoss = Run.Validation is null ? null : loss };
            Run.Records.Add(record);
            hook.EpochFinished(Run, record);
            return record;
        }

        public void Dispose()
        {
            Run.Dispose();
            _step.Dispose();
            _network.Dispose();
            _rows.Dispose();
            _random.Dispose();
        }
    }
}

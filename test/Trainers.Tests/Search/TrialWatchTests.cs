using DeepML.Networks;

namespace DeepML.Trainers.Tests.Search;

[TestClass]
public sealed class TrialWatchTests
{
    private static readonly SuccessiveHalving Halving = new() { FirstEpochs = 2, Factor = 2 };

    [TestMethod]
    public void A_trial_that_is_among_the_worse_at_a_rung_is_stopped_and_says_how_many_were_better()
    {
        var watch = new TrialWatch(Halving, [Trial(1, new RungLoss(1, 2, 0)), Trial(2, new RungLoss(1, 2, 1e6))]);
        var history = Train(watch, epochs: 9);
        Assert.HasCount(2, history.Epochs);
        Assert.AreEqual(StopReason.StoppedByCallback, history.StopReason);
        Assert.AreEqual("stopped after epoch 2: 1 of 2 trials were better there", watch.Stopped);
        StringAssert.Contains(history.StopMessage, watch.Stopped);
        Assert.AreEqual(2, watch.Epochs);
    }

    [TestMethod]
    public void A_trial_that_is_the_best_so_far_goes_through_all_rungs_and_tells_its_losses()
    {
        var watch = new TrialWatch(Halving, [Trial(1, new RungLoss(1, 2, 1e6), new RungLoss(1, 4, 1e6))]);
        var history = Train(watch, epochs: 5);
        Assert.HasCount(5, history.Epochs);
        Assert.IsNull(watch.Stopped);
        Assert.IsTrue(watch.HasSeenTraining);
        CollectionAssert.AreEqual(
            new[] { new RungLoss(1, 2, history.Epochs[1].TrainingLoss), new RungLoss(1, 4, history.Epochs[3].TrainingLoss) },
            watch.Losses.ToArray());
    }

    [TestMethod]
    public void Held_out_rows_are_compared_where_there_are_some()
    {
        var watch = new TrialWatch(Halving, []);
        using var validation = Toy.Source(20, seed: 9);
        var history = Train(watch, epochs: 2, validation: validation);
        Assert.AreEqual(history.Epochs[1].ValidationLoss, watch.Losses.Single().Loss);
    }

    [TestMethod]
    public void Losses_of_another_rung_or_of_another_training_do_not_stop_a_trial()
    {
        var watch = new TrialWatch(Halving, [Trial(1, new RungLoss(1, 4, 0), new RungLoss(2, 2, 0))]);
        Assert.HasCount(3, Train(watch, epochs: 3).Epochs);
        Assert.IsNull(watch.Stopped);
    }

    [TestMethod]
    public void The_second_training_of_a_trial_is_compared_with_the_second_of_others()
    {
        var watch = new TrialWatch(Halving, [Trial(1, new RungLoss(2, 2, 0))]);
        Assert.HasCount(3, Train(watch, epochs: 3).Epochs);
        Assert.HasCount(2, Train(watch, epochs: 3).Epochs);
        Assert.AreEqual(5, watch.Epochs);
        CollectionAssert.AreEqual(new[] { 1, 2 }, watch.Losses.Select(loss => loss.Training).ToArray());
    }

    [TestMethod]
    public void The_last_epoch_stops_nobody()
    {
        var watch = new TrialWatch(Halving, [Trial(1, new RungLoss(1, 2, 0))]);
        var history = Train(watch, epochs: 2);
        Assert.AreEqual(StopReason.Completed, history.StopReason);
        Assert.IsNull(watch.Stopped);
    }

    [TestMethod]
    public void Without_halving_nothing_is_compared()
    {
        var watch = new TrialWatch(null, [Trial(1, new RungLoss(1, 2, 0))]);
        Assert.IsFalse(watch.HasSeenTraining);
        Assert.HasCount(4, Train(watch, epochs: 4).Epochs);
        Assert.IsEmpty(watch.Losses);
        Assert.AreEqual(4, watch.Epochs);
    }

    private static SearchTrial Trial(int id, params RungLoss[] losses) =>
        new(id, new Dictionary<string, object>()) { Losses = losses };

    private static TrainingHistory Train(TrialWatch watch, int epochs, DeepML.Data.InMemoryBatches? validation = null)
    {
        using var toy = new Toy(new TrainingOptions { Epochs = epochs, BatchSize = 10, LearningRate = 0.01, Callbacks = [watch] });
        return toy.Run(validation);
    }
}

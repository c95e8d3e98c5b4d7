using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.OwnModules.Tests;

/// <summary>Callbacks of any program reach every training of a fit.</summary>
[TestClass]
public sealed class CallbackTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_callback_looks_at_the_history_and_ends_a_fit_which_still_gives_a_model()
    {
        using var model = _ml.MulticlassClassification.Trainers.TorchModule(
            "Label", "Features", MulticlassModuleWorkout.Small,
            new TrainingOptions { Epochs = 500, LearningRate = 0.05, Callbacks = [new StopsBelow(0.5)] }).Fit(Blobs.WithKeys(_ml));
        Assert.AreEqual(StopReason.StoppedByCallback, model.TrainingHistory.StopReason);
        Assert.IsLessThan(0.5, model.TrainingHistory.Epochs[^1].TrainingLoss);
        Assert.IsTrue(model.TrainingHistory.Epochs.SkipLast(1).All(epoch => epoch.TrainingLoss >= 0.5));
        StringAssert.Contains(model.TrainingHistory.StopMessage, "StopsBelow stopped the training in epoch ");
    }

    [TestMethod]
    public void Each_training_of_a_fit_that_pretrains_calls_the_callbacks_with_its_phase()
    {
        var phases = new Phases();
        var brief = new DeepBeliefPredictionOptions().Pretraining with { Epochs = 1 };
        using var model = _ml.BinaryClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
        {
            LabelColumnName = "IsFirst",
            Layers = [new() { HiddenSize = 4 }, new() { HiddenSize = 3 }],
            Pretraining = brief,
            Training = new TrainingOptions { Epochs = 1, Callbacks = [phases] },
        }).Fit(Blobs.Create(_ml));
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, phases.Seen);
    }

    private sealed class StopsBelow(double loss) : TrainingCallback
    {
        protected override void EpochFinished(TrainingStatus status)
        {
            if (status.Epochs[^1].TrainingLoss < loss)
                status.Stop("the loss is low enough");
        }
    }

    private sealed class Phases : TrainingCallback
    {
        public List<int> Seen { get; } = [];

        protected override void TrainingFinished(TrainingStatus status, TrainingHistory history) => Seen.Add(status.Phase);
    }
}

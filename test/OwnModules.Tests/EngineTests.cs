using DeepML.Samples;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.OwnModules.Tests;

/// <summary>
/// What the engine does for its own networks it does for a module of the user's, from an assembly that sees its public surface only.
/// </summary>
[TestClass]
public sealed class EngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_module_learns_and_is_measured_beside_the_simplest_answer()
    {
        using var model = Trainer(new TrainingOptions { Epochs = 30, LearningRate = 0.01 }).Fit(Blobs.WithKeys(_ml, 150));
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        Assert.IsGreaterThan(0.9, model.TrainingHistory.Epochs[^1].Metrics.GetValueOrDefault("accuracy", Accuracy(model)));
        Assert.AreEqual("TorchModulePrediction", model.Model.Kind);
        Assert.IsInstanceOfType<KolmogorovArnold>(model.Module);
    }

    [TestMethod]
    public void A_module_that_is_taken_up_again_ends_with_the_weights_of_one_that_was_not_disturbed()
    {
        using var folder = new TemporaryFolder();
        var training = new TrainingOptions
        {
            Epochs = 6,
            BatchSize = 16,
            InputNoise = 0.1,
            CheckpointDirectory = folder.Path,
            CheckpointInterval = TimeSpan.Zero,
            Seed = 3
        };
        using var source = new CancellationTokenSource();
        Trainer(training with { Cancellation = source.Token, Progress = new CancelAt(2, source) }).Fit(Blobs.WithKeys(_ml)).Dispose();
        using var resumed = Trainer(training).Fit(Blobs.WithKeys(_ml));
        using var undisturbed = Trainer(training with { CheckpointDirectory = null }).Fit(Blobs.WithKeys(_ml));
        SameWeights(undisturbed, resumed);
    }

    [TestMethod]
    public void A_checkpoint_is_of_a_module_with_its_settings_and_loss_and_of_no_other()
    {
        using var folder = new TemporaryFolder();
        var training = new TrainingOptions { Epochs = 2, CheckpointDirectory = folder.Path, Seed = 3 };
        Fit((features, classes) => new KolmogorovArnold(new([features, 3, classes], 4)));
        Fit((features, classes) => new KolmogorovArnold(new([features, 3, classes], 4)));
        Refuses("Network.Settings.Bumps is 4 there and 5 here",
            (features, classes) => new KolmogorovArnold(new([features, 3, classes], 5)));
        Refuses("Network.Name is kolmogorov-arnold there and linear here", (features, classes) => new LinearModule(new(features, classes)));
        Refuses("Loss is null there and MarginLoss here", MulticlassModuleWorkout.Small, new MarginLoss());
        Refuses("has no name in saved models", (features, classes) => nn.Linear(features, classes));

        void Refuses(string part, Func<int, int, nn.Module<Tensor, Tensor>> module, TrainingLoss? loss = null) => StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Fit(module, loss)).Message, part);

        void Fit(Func<int, int, nn.Module<Tensor, Tensor>> module, TrainingLoss? loss = null) =>
            _ml.MulticlassClassification.Trainers.TorchModule(
            module, new TorchModulePredictionOptions { Loss = loss, Training = training }).Fit(Blobs.WithKeys(_ml)).Dispose();
    }

    [TestMethod]
    public void Rows_that_do_not_fit_the_budget_are_streamed_and_give_the_same_model_each_time()
    {
        var training = new TrainingOptions { Epochs = 1, BatchSize = 512, MemoryBudget = 1 << 20, Seed = 2 };
        using var first = Trainer(training).Fit(Blobs.WithKeys(_ml, 40_000));
        using var second = Trainer(training).Fit(Blobs.WithKeys(_ml, 40_000));
        SameWeights(first, second);
    }

    [TestMethod]
    public void Validation_rows_early_stopping_and_progress_work_as_ever()
    {
        var seen = new List<EpochProgress>();
        using var model = Trainer(new TrainingOptions
        {
            Epochs = 200,
            LearningRate = 0.05,
            EarlyStopping = new EarlyStopping { Patience = 3, MinimumGain = 0.01 },
            Progress = new Seen(seen),
        }).Fit(Blobs.WithKeys(_ml, 60), Blobs.WithKeys(_ml, 60, seed: 9));
        Assert.AreEqual(StopReason.EarlyStopping, model.TrainingHistory.StopReason);
        Assert.IsTrue(model.TrainingHistory.Epochs.All(
            epoch => epoch.ValidationLoss > 0 && epoch.Metrics.ContainsKey("validation accuracy")));
        Assert.AreEqual(model.TrainingHistory.Epochs.Count, seen.Count(progress => progress.IsEpochEnd));
    }

    [TestMethod]
    public void A_warm_start_goes_on_and_another_architecture_is_refused()
    {
        var data = Blobs.WithKeys(_ml, 150);
        using var first = Trainer(new TrainingOptions { Epochs = 10, LearningRate = 0.01 }).Fit(data);
        using var second = Trainer(new TrainingOptions { Epochs = 1 }).Fit(data, first);
        Assert.IsLessThan(first.TrainingHistory.Epochs[0].TrainingLoss / 2, second.TrainingHistory.Epochs[0].TrainingLoss);
        var other = _ml.MulticlassClassification.Trainers.TorchModule(
            "Label", "Features", (features, classes) => new LinearModule(new(features, classes)));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => other.Fit(data, first)).Message, "another architecture");
    }

    [TestMethod]
    public void A_transform_learns_a_target_column_and_beats_the_mean_of_it()
    {
        var data = _ml.Transforms.Concatenate("Target", "Number", "Number").Fit(Blobs.Create(_ml, 150)).Transform(Blobs.Create(_ml, 150));
        using var model = _ml.Transforms.TorchModule(
            "Answer", "Features", size => MulticlassModuleWorkout.Small(size, 2), new TorchModuleOptions
            {
                TargetColumnName = "Target",
                Loss = new AbsoluteLoss(),
                Training = new TrainingOptions { Epochs = 60, LearningRate = 0.02, ValidationFraction = 0.2 },
            }).Fit(data);
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        Assert.AreEqual(2, ((VectorDataViewType)model.Transform(data).Schema["Answer"].Type).Size);
    }

    [TestMethod]
    public void A_loss_of_ones_own_is_minimized_by_its_value_and_its_faults_are_named()
    {
        var options = new TorchModulePredictionOptions
        {
            Loss = new MarginLoss { Margin = 2 },
            Training = new TrainingOptions { Epochs = 30, LearningRate = 0.01 }
        };
        using var model = _ml.MulticlassClassification.Trainers.TorchModule(MulticlassModuleWorkout.Small, options)
            .Fit(Blobs.WithKeys(_ml, 150));
        Assert.IsLessThan(model.TrainingHistory.Epochs[0].TrainingLoss / 4, model.TrainingHistory.Epochs[^1].TrainingLoss);
        Assert.IsGreaterThan(0.9, Accuracy(model));
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.MulticlassClassification.Trainers.TorchModule(MulticlassModuleWorkout.Small, options with
            {
                Loss = new MarginLoss { Margin = -1 },
                Training = new TrainingOptions { LabelSmoothing = 0.1 },
            }));
        StringAssert.Contains(error.Message, "Loss: the margin is -1");
        StringAssert.Contains(error.Message, "Training.LabelSmoothing is 0.1");
        var pairs = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.MulticlassClassification.Trainers.TorchModule(
            MulticlassModuleWorkout.Small, options with { Loss = new NoMean() }).Fit(Blobs.WithKeys(_ml)));
        StringAssert.Contains(pairs.Message, "NoMean.Mean returned [32x3] numbers");
    }

    private TorchModulePredictionEstimator Trainer(TrainingOptions training) => _ml.MulticlassClassification.Trainers.TorchModule(
        "Label", "Features", MulticlassModuleWorkout.Small, training with { Seed = training.Seed ?? 1 });

    private double Accuracy(ITransformer model) =>
        _ml.MulticlassClassification.Evaluate(model.Transform(Blobs.WithKeys(_ml, 150))).MicroAccuracy;

    private static void SameWeights(TorchModulePredictionTransformer expected, TorchModulePredictionTransformer actual)
    {
        var weights = actual.Module.state_dict();
        foreach (var (name, weight) in expected.Module.state_dict())
            Assert.IsTrue(weight.bytes.SequenceEqual(weights[name].bytes), name);
    }

    private sealed class Seen(List<EpochProgress> seen) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => seen.Add(value);
    }

    private sealed record MarginLoss : TrainingLoss
    {
        public double Margin { get; init; } = 1;

        protected override IEnumerable<string> Faults =>
            Margin > 0 ? [] : [FormattableString.Invariant($"the margin is {Margin}; it must be above 0")];

        public override Tensor Mean(Tensor answer, Tensor target) => nn.functional.multi_margin_loss(answer, target, margin: Margin);
    }

    private sealed record NoMean : TrainingLoss
    {
        public override Tensor Mean(Tensor answer, Tensor target) => answer.exp();
    }
}

using System.Security.Cryptography;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>What the engine promises for every supervised trainer, seen through the multilayer perceptron.</summary>
[TestClass]
public sealed class FitTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_same_seed_gives_weights_with_the_same_hash_in_memory_and_streamed()
    {
        var training = new TrainingOptions { Epochs = 3, InputNoise = 0.1, LabelNoise = 0.1, ValidationFraction = 0.2, Seed = 4 };
        Assert.AreEqual(Hash(training, 75), Hash(training, 75));
        Assert.AreNotEqual(Hash(training, 75), Hash(training with { Seed = 5 }, 75));
        var streamed = training with { MemoryBudget = 1 << 20, BatchSize = 512 };
        Assert.AreEqual(Hash(streamed, 40_000), Hash(streamed, 40_000));
    }

    [TestMethod]
    public void Fitting_the_same_estimator_twice_gives_the_same_weights_and_leaves_torchs_generator_alone()
    {
        var data = Blobs.WithKeys(_ml);
        var trainer = Trainer(new TrainingOptions { Epochs = 2 });
        manual_seed(123);
        using var expected = rand(3);
        manual_seed(123);
        using var first = trainer.Fit(data);
        using var after = rand(3);
        using var second = trainer.Fit(data);
        Assert.AreEqual(HashOf(first), HashOf(second));
        CollectionAssert.AreEqual(expected.data<float>().ToArray(), after.data<float>().ToArray());
    }

    [TestMethod]
    public void A_warm_start_goes_on_where_the_previous_model_ended()
    {
        var data = Blobs.WithKeys(_ml, 150);
        using var first = Trainer(new TrainingOptions { Epochs = 8, LearningRate = 0.01 }).Fit(data);
        var before = HashOf(first);
        using var second = Trainer(new TrainingOptions { Epochs = 1, LearningRate = 0.001 }).Fit(data, first);
        Assert.IsLessThan(first.TrainingHistory.Epochs[0].TrainingLoss / 2, second.TrainingHistory.Epochs[0].TrainingLoss);
        Assert.AreEqual(before, HashOf(first), "the previous model stays as it is");
        var wider = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { HiddenSizes = [13] });
        var error = Assert.ThrowsExactly<ArgumentException>(() => wider.Fit(data, first));
        StringAssert.Contains(error.Message, "'layers.linear1.weight' is [12x8] where [13x8] is needed");
    }

    [TestMethod]
    public void A_validation_set_is_measured_and_never_learned_from()
    {
        var data = Blobs.WithKeys(_ml, 150);
        var validation = Blobs.WithKeys(_ml, 60, seed: 9);
        using var with = Trainer(new TrainingOptions { Epochs = 3 }).Fit(data, validation);
        using var without = Trainer(new TrainingOptions { Epochs = 3 }).Fit(data);
        Assert.IsTrue(with.TrainingHistory.Epochs.All(e => e.ValidationLoss > 0 && e.Metrics.ContainsKey("validation accuracy")));
        Assert.IsNull(without.TrainingHistory.Epochs[0].ValidationLoss);
        Assert.AreEqual("share of wrong answers on rows held out", with.TrainingHistory.Baseline!.Measure);
        Assert.AreEqual(with.TrainingHistory.Epochs[^1].TrainingLoss, without.TrainingHistory.Epochs[^1].TrainingLoss,
            "the same seed, the same training");
        var missing = _ml.Transforms.DropColumns("Features").Fit(validation).Transform(validation);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(new TrainingOptions()).Fit(data, missing));
    }

    [TestMethod]
    public void Too_few_rows_to_hold_some_out_are_refused()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Trainer(new TrainingOptions { ValidationFraction = 0.1 }).Fit(Blobs.WithKeys(_ml, 4)));
        StringAssert.Contains(error.Message, "ValidationFraction is 0.1, which of 4 rows holds out 0");
    }

    [TestMethod]
    public void A_cancelled_fit_returns_the_best_model_or_throws_with_it()
    {
        using var source = new CancellationTokenSource();
        var training = new TrainingOptions
        {
            Epochs = 1_000_000,
            ValidationFraction = 0.2,
            Cancellation = source.Token,
            Progress = new CancelAt(3, source)
        };
        using (var model = Trainer(training).Fit(Blobs.WithKeys(_ml)))
        {
            Assert.AreEqual(StopReason.Cancelled, model.TrainingHistory.StopReason);
            Assert.IsGreaterThan(0, model.TrainingHistory.KeptEpoch);
            Assert.AreEqual(75, model.Transform(Blobs.WithKeys(_ml)).GetColumn<uint>("PredictedLabel").Count());
        }
        using var again = new CancellationTokenSource();
        var error = Assert.ThrowsExactly<TrainingStoppedException>(() => Trainer(training with
        {
            Cancellation = again.Token,
            Progress = new CancelAt(3, again),
            WhenStopped = StopBehavior.ThrowWithBest,
        }).Fit(Blobs.WithKeys(_ml)));
        Assert.AreEqual(StopReason.Cancelled, error.Reason);
        Assert.AreEqual(75, error.Model.Transform(Blobs.WithKeys(_ml)).GetColumn<uint>("PredictedLabel").Count());
        error.Model.Dispose();
        Assert.ThrowsExactly<OperationCanceledException>(
            () => Trainer(training).Fit(Blobs.WithKeys(_ml)), "cancelled before the first batch: there is no model");
    }

    [TestMethod]
    public void A_fit_that_fails_or_is_cancelled_leaves_no_tensor_behind()
    {
        LiveTensors.AreIndependentOfSteps(() => Fail(2), () => Fail(6));

        void Fail(int epochs)
        {
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Trainer(new TrainingOptions { LearningRate = 1e15, Optimizer = new GradientDescentOptimizer() })
                    .Fit(Blobs.WithKeys(_ml)));
            using var source = new CancellationTokenSource();
            var error = Assert.ThrowsExactly<TrainingStoppedException>(() => Trainer(new TrainingOptions
            {
                Epochs = 1000,
                ValidationFraction = 0.1,
                Cancellation = source.Token,
                Progress = new CancelAt(epochs, source),
                WhenStopped = StopBehavior.ThrowWithBest,
            }).Fit(Blobs.WithKeys(_ml)));
            error.Model.Dispose();
        }
    }

    [TestMethod]
    public void Every_epoch_reaches_the_log_with_loss_speed_and_time_left()
    {
        var messages = new List<string>();
        _ml.Log += (_, e) => messages.Add(e.Message);
        using var model = Trainer(new TrainingOptions { Epochs = 2, ValidationFraction = 0.2 }).Fit(Blobs.WithKeys(_ml));
        foreach (var part in new[] { "Epoch 1 of 2: loss ", "Epoch 2 of 2: loss ", ", validation loss ", ", validation accuracy ",
            " rows/s, ", " s left" })
            Assert.IsTrue(messages.Any(m => m.Contains(part, StringComparison.Ordinal)), part);
    }

    [TestMethod]
    public void A_gpu_that_is_not_there_is_an_error_or_the_cpu_as_the_context_says()
    {
        if (cuda.is_available())
            Assert.Inconclusive("This machine has a GPU.");
        var strict = new MLContext(seed: 1) { GpuDeviceId = 0 };
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => strict.MulticlassClassification.Trainers.MultilayerPerceptron().Fit(Blobs.WithKeys(strict)));
        StringAssert.Contains(error.Message, "GpuDeviceId is 0, but torch sees no CUDA device");
        var lenient = new MLContext(seed: 1) { GpuDeviceId = 0, FallbackToCpu = true };
        var warnings = new List<string>();
        lenient.Log += (_, e) => warnings.Add(e.Message);
        using var model = lenient.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [4],
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(Blobs.WithKeys(lenient));
        Assert.IsTrue(warnings.Any(m => m.Contains("training on the CPU", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Checkpoints_reach_a_fit_through_the_options()
    {
        var folder = Directory.CreateTempSubdirectory("deepml-").FullName;
        try
        {
            var training = new TrainingOptions { Epochs = 4, CheckpointDirectory = folder, CheckpointInterval = TimeSpan.Zero, Seed = 3 };
            using var source = new CancellationTokenSource();
            Trainer(training with { Cancellation = source.Token, Progress = new CancelAt(2, source) }).Fit(Blobs.WithKeys(_ml)).Dispose();
            using var resumed = Trainer(training).Fit(Blobs.WithKeys(_ml));
            using var undisturbed = Trainer(training with { CheckpointDirectory = null }).Fit(Blobs.WithKeys(_ml));
            Assert.AreEqual(HashOf(undisturbed), HashOf(resumed));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private MultilayerPerceptronEstimator Trainer(TrainingOptions training) => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
        new MultilayerPerceptronOptions { HiddenSizes = [12], Dropout = 0.1, Training = training with { Seed = training.Seed ?? 1 } });

    private string Hash(TrainingOptions training, int rows)
    {
        using var model = Trainer(training).Fit(Blobs.WithKeys(_ml, rows));
        return HashOf(model);
    }

    private static string HashOf(NetworkTransformer model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, weight) in model.NamedWeights.OrderBy(w => w.Key, StringComparer.Ordinal))
            hash.AppendData(weight.bytes);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;

namespace DeepML.Trainers.Tests.Loop;

/// <summary>What happens when TorchSharp frees a number during a batch.</summary>
[TestClass]
public sealed class ReplayTests
{
    private const string Race = "Expected false to be true, but got false.  (Could this error message be improved?)\n\n"
        + "Exception raised from toFloat at /pytorch/c10/core/Scalar.h:140 (most recent call first):";

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 4,
        BatchSize = 8,
        InputNoise = 0.1,
        LearningRate = 0.05,
        Schedule = new CosineSchedule(),
    };

    private static IEnumerable<object[]> Optimizers =>
    [
        [new GradientDescentOptimizer { Momentum = 0.9 }], [new AdamOptimizer()], [new AdagradOptimizer()],
        [new RmsPropOptimizer { Centered = true, Momentum = 0.5 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Optimizers))]
    public void A_disturbed_training_ends_with_the_very_same_weights_and_losses(OptimizerOptions optimizer)
    {
        var options = Options with { Optimizer = optimizer };
        var (weights, history, _) = Train(options, _ => null);
        Assert.AreEqual(0, history.Replays);
        var (replayed, found, _) = Train(options, call => call is 1 or 5 or 6 or 20 ? new ExternalException(Race) : null);
        Assert.AreEqual(4, found.Replays);
        CollectionAssert.AreEqual(weights, replayed);
        CollectionAssert.AreEqual(Losses(history), Losses(found));
    }

    [TestMethod]
    public void Accumulated_gradients_are_gathered_anew()
    {
        var options = Options with { GradientAccumulation = 3, GradientClipNorm = 0.1, L1 = 0.01 };
        var (weights, _, _) = Train(options, _ => null);
        var (replayed, history, _) = Train(options, call => call is 2 or 13 ? new ExternalException(Race) : null);
        Assert.AreEqual(2, history.Replays);
        CollectionAssert.AreEqual(weights, replayed);
    }

    [TestMethod]
    public void Held_out_rows_may_be_measured_when_it_happens()
    {
        var (weights, _, _) = Train(Options, _ => null);
        var (replayed, history, _) = Train(Options, _ => null, evaluation: call => call == 3 ? new ExternalException(Race) : null);
        Assert.AreEqual(1, history.Replays);
        CollectionAssert.AreEqual(weights, replayed);
    }

    [TestMethod]
    public void A_snapshot_within_the_epoch_saves_the_batches_before_it()
    {
        var (weights, _, undisturbed) = Train(Options, _ => null);
        var (replayed, history, step) = Train(Options, call => call == 6 ? new ExternalException(Race) : null, TimeSpan.Zero);
        Assert.AreEqual(1, history.Replays);
        Assert.AreEqual(undisturbed.Trained + 1, step.Trained, "only the batch that failed is repeated");
        CollectionAssert.AreEqual(weights, replayed);
    }

    [TestMethod]
    public void A_fault_that_comes_back_each_time_is_thrown_after_three_replays()
    {
        using var toy = new Toy(Options);
        using var step = new FailingStep(toy.Step, call => call >= 3 && (call - 3) % 3 == 0 ? new ExternalException(Race) : null);
        toy.Step = step;
        var error = Assert.ThrowsExactly<ExternalException>(() => toy.Run());
        Assert.AreEqual(Race, error.Message);
        Assert.AreEqual(3 * 4, step.Trained, "the third batch was tried four times, each after the two before it");
    }

    [TestMethod]
    [DataRow(typeof(ExternalException), "The size of tensor a (3) must match the size of tensor b (4)")]
    [DataRow(typeof(InvalidOperationException), Race)]
    public void Any_other_error_goes_through_at_once(Type type, string message)
    {
        using var toy = new Toy(Options);
        using var step = new FailingStep(toy.Step, call => call == 3 ? (Exception)Activator.CreateInstance(type, message)! : null);
        toy.Step = step;
        var error = Assert.Throws<Exception>(() => toy.Run());
        Assert.AreEqual(message, error.Message);
        Assert.AreEqual(3, step.Trained);
    }

    [TestMethod]
    [DataRow("toFloat at /pytorch/c10/core/Scalar.h:140 (most recent call first)")]
    [DataRow("toDouble at C:\\pytorch\\c10/core/Scalar.h:140 (most recent call first)")]
    [DataRow("false INTERNAL ASSERT FAILED at \"/pytorch/c10/core/Scalar.h\":140, please report a bug to PyTorch.")]
    [DataRow("Unknown scalar type.\nException raised from type")]
    [DataRow("For integral input tensors, argument alpha must not be a floating point number.")]
    public void The_marks_that_the_race_leaves_are_recognized(string message)
    {
        Assert.IsTrue(CollectorRace.IsSymptom(new ExternalException(message)));
        Assert.IsTrue(CollectorRace.IsSymptom(new InvalidOperationException("in a module", new ExternalException(message))));
        Assert.IsFalse(CollectorRace.IsSymptom(new ArgumentException(message)));
    }

    [TestMethod]
    public void The_count_is_saved_with_the_history_and_one_without_it_counts_none()
    {
        var saved = JsonSerializer.Serialize(new TrainingHistory { Replays = 2 });
        Assert.AreEqual(2, JsonSerializer.Deserialize<TrainingHistory>(saved)!.Replays);
        var earlier = JsonSerializer.Deserialize<TrainingHistory>(
            """{ "Epochs": [], "StopReason": 0, "KeptEpoch": 3, "Baseline": null }""");
        Assert.AreEqual(0, earlier!.Replays);
    }

    private static (double, double?)[] Losses(TrainingHistory history) =>
        [.. history.Epochs.Select(e => (e.TrainingLoss, e.ValidationLoss))];

    private static (float[] Weights, TrainingHistory History, FailingStep Step) Train(
        TrainingOptions options, Func<int, Exception?> error, TimeSpan? interval = null, Func<int, Exception?>? evaluation = null)
    {
        using var toy = new Toy(options);
        using var validation = Toy.Source(20, seed: 9);
        using var step = new FailingStep(toy.Step, error, evaluation ?? (_ => null));
        var loop = new TrainingLoop(options, toy.Random) { SnapshotInterval = interval ?? TimeSpan.FromHours(1) };
        var history = loop.Run(step, toy.Rows, validation);
        Assert.AreEqual(options.EpochCount * 7, step.State["batches"].item<float>(), "the step's own state goes back too");
        return (toy.Weights, history, step);
    }
}

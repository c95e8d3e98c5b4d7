namespace DeepML.Trainers.Tests.Checkpoints;

[TestClass]
public sealed class CheckpointTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 6,
        BatchSize = 8,
        LearningRate = 0.1,
        Optimizer = new GradientDescentOptimizer { Momentum = 0.9 },
        InputNoise = 0.1,
        CheckpointInterval = TimeSpan.Zero,
    };

    public static IEnumerable<object[]> Optimizers =>
    [
        [new GradientDescentOptimizer()], [new GradientDescentOptimizer { Momentum = 0.9 }], [new AdagradOptimizer()],
        [new RmsPropOptimizer { Momentum = 0.5, Centered = true }], [new AdamOptimizer()], [new AdamWOptimizer()],
    ];

    [TestMethod]
    [DynamicData(nameof(Optimizers))]
    public void A_training_stopped_in_the_middle_of_an_epoch_is_taken_up_exactly_with_every_optimizer(OptimizerOptions optimizer)
    {
        using var folder = new TemporaryFolder();
        var options = Options with { Optimizer = optimizer, Schedule = new CosineSchedule(), WeightDecay = 0.01 };
        var undisturbed = Train(options, null, int.MaxValue, out _);
        Train(options, folder.Path, stopAfter: 17, out var stopped);
        Assert.AreEqual(StopReason.Cancelled, stopped.StopReason);
        var resumed = Train(options, folder.Path, int.MaxValue, out var history);
        Assert.HasCount(6, history.Epochs);
        CollectionAssert.AreEqual(undisturbed, resumed);
    }

    [TestMethod]
    public void If_the_newest_checkpoint_is_damaged_the_one_before_is_used()
    {
        using var folder = new TemporaryFolder();
        var undisturbed = Train(Options, null, int.MaxValue, out _);
        Train(Options, folder.Path, stopAfter: 17, out _);
        var files = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToArray();
        Assert.HasCount(2, files);
        var bytes = File.ReadAllBytes(files[1]);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(files[1], bytes);
        File.WriteAllText(files[1] + ".tmp", "half a file that a crash left");
        CollectionAssert.AreEqual(undisturbed, Train(Options, folder.Path, int.MaxValue, out _));
        Assert.IsEmpty(Directory.GetFiles(folder.Path, "*.tmp"));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    [DataRow(100)]
    public void A_truncated_checkpoint_is_passed_over(int length)
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path, stopAfter: 17, out _);
        foreach (var file in Directory.GetFiles(folder.Path))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
        CollectionAssert.AreEqual(Train(Options, null, int.MaxValue, out _), Train(Options, folder.Path, int.MaxValue, out _));
    }

    [TestMethod]
    public void A_finished_training_gives_its_result_at_once_and_can_be_taken_further()
    {
        using var folder = new TemporaryFolder();
        var finished = Train(Options, folder.Path, int.MaxValue, out _);
        CollectionAssert.AreEqual(finished, Train(Options, folder.Path, stopAfter: 0, out var history));
        Assert.HasCount(6, history.Epochs);
        var further = Train(Options with { Epochs = 8 }, folder.Path, int.MaxValue, out _);
        CollectionAssert.AreEqual(Train(Options with { Epochs = 8 }, null, int.MaxValue, out _), further);
    }

    [TestMethod]
    public void The_best_weights_and_the_waiting_of_early_stopping_survive_an_interruption()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { Epochs = 60, LearningRate = 0.3, EarlyStopping = new EarlyStopping { Patience = 4 } };
        var undisturbed = Train(options, null, int.MaxValue, out var expected);
        for (var stop = 9; stop < 60; stop += 13)
            Train(options, folder.Path, stop, out _);
        CollectionAssert.AreEqual(undisturbed, Train(options, folder.Path, int.MaxValue, out var history));
        Assert.AreEqual(expected.KeptEpoch, history.KeptEpoch);
        Assert.AreEqual(expected.StopReason, history.StopReason);
        CollectionAssert.AreEqual(
            expected.Epochs.Select(e => e.TrainingLoss).ToArray(), history.Epochs.Select(e => e.TrainingLoss).ToArray());
    }

    [TestMethod]
    public void Checkpoints_of_another_training_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path, stopAfter: 5, out _);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Train(Options with { BatchSize = 4 }, folder.Path, int.MaxValue, out _));
        StringAssert.Contains(error.Message, folder.Path);
        StringAssert.Contains(error.Message, "BatchSize is 8 there and 4 here");
    }

    [TestMethod]
    public void Checkpoints_are_written_when_their_time_has_come_and_at_the_end()
    {
        using var folder = new TemporaryFolder();
        var time = new Loop.FakeTime();
        var seen = new List<int>();
        using var toy = new Toy(Options with { CheckpointDirectory = folder.Path, CheckpointInterval = TimeSpan.FromMinutes(1) });
        toy.Step = new Loop.ScriptedStep(toy.Step, atBatch: batch =>
        {
            seen.Add(Directory.GetFiles(folder.Path, "*.checkpoint").Length);
            if (batch is 3 or 10)
                time.Pass(TimeSpan.FromMinutes(1));
        });
        toy.Run(time: time);
        CollectionAssert.AreEqual(Enumerable.Repeat(0, 3).Concat(Enumerable.Repeat(1, 7)).Concat(Enumerable.Repeat(2, 32)).ToArray(), seen);
        Assert.EndsWith("-00000003.checkpoint", Directory.GetFiles(folder.Path).Max(StringComparer.Ordinal));
    }

    [TestMethod]
    public void Without_resume_a_training_starts_anew()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path, stopAfter: 5, out _);
        Train(Options with { BatchSize = 4, Resume = false }, folder.Path, int.MaxValue, out var history);
        Assert.HasCount(6, history.Epochs);
    }

    private static float[] Train(TrainingOptions options, string? folder, int stopAfter, out TrainingHistory history)
    {
        using var source = new CancellationTokenSource();
        using var toy = new Toy(options with { CheckpointDirectory = folder, Cancellation = source.Token });
        toy.Step = new Loop.ScriptedStep(toy.Step, atBatch: batch =>
        {
            if (batch == stopAfter)
                source.Cancel();
        });
        history = toy.Run();
        return toy.Weights;
    }
}

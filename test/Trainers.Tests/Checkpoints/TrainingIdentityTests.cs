using DeepML.Data;
using DeepML.Trainers.Tests.Loop;
using DeepML.Workout;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Checkpoints;

/// <summary>Which trainings a checkpoint may be taken up by.</summary>
[TestClass]
public sealed class TrainingIdentityTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 8, LearningRate = 0.1 };

    public static IEnumerable<object[]> Kinds =>
    [
        [Options],
        [Options with { Optimizer = new GradientDescentOptimizer(), Schedule = new StepSchedule(), EarlyStopping = new EarlyStopping() }],
        [Options with { Optimizer = new AdamWOptimizer(), Schedule = new CosineSchedule() }],
        [Options with { Optimizer = new RmsPropOptimizer(), Schedule = new PlateauSchedule() }],
        [Options with { Optimizer = new AdagradOptimizer(), Schedule = new OneCycleSchedule() }],
        [Options with { Schedule = new LinearDecaySchedule() }],
        [Options with { Schedule = new ExponentialSchedule() }],
    ];

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Every_option_that_changes_the_training_is_refused_by_its_name_and_every_other_is_not(TrainingOptions options)
    {
        using var folder = new TemporaryFolder();
        Train(options, folder.Path);
        var count = 0;
        foreach (var (path, option, changed) in Variations.Of(options))
        {
            count++;
            if (!TrainingIdentity.Apart.ContainsKey(option))
                StringAssert.Contains(Refusal((TrainingOptions)changed, folder.Path), $"{path} is ", option);
            else if (path is not (nameof(TrainingOptions.CheckpointDirectory) or nameof(TrainingOptions.Cancellation)))
                Train((TrainingOptions)changed, folder.Path);
        }
        Assert.IsGreaterThan(24, count);
    }

    [TestMethod]
    public void The_refusal_is_one_line_that_names_the_folder_what_differs_and_the_way_out()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path);
        var message = Refusal(Options with { Optimizer = new AdamOptimizer { Beta1 = 0.8 } }, folder.Path, dataSeed: 2);
        Assert.AreEqual(
            $"The checkpoints in '{folder.Path}' are of another training: Optimizer.Beta1 is 0.9 there and 0.8 here; the training rows "
                + "differ. "
            + "Give each training its own CheckpointDirectory, or set Resume to false to start anew.",
            message);
    }

    [TestMethod]
    public void Other_rows_another_number_of_them_and_another_seed_are_refused()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path);
        StringAssert.Contains(Refusal(Options, folder.Path, dataSeed: 2), "the training rows differ");
        StringAssert.Contains(Refusal(Options, folder.Path, rows: 49), "the training rows are 50 there and 49 here");
        StringAssert.Contains(Refusal(Options, folder.Path, seed: 3), "Seed is 1 there and 3 here");
        Train(Options, folder.Path);
    }

    [TestMethod]
    public void A_single_changed_number_is_noticed_in_training_and_in_held_out_rows()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path, change: null, heldOut: null);
        StringAssert.Contains(
            Refusal(Options, folder.Path, change: rows => rows.Rows[BatchMember.Features][49][1].add_(1e-3f)), "the training rows differ");
        StringAssert.Contains(Refusal(Options, folder.Path, heldOut: _ => { }), "the held-out rows are none there and 10 here");
        using var other = new TemporaryFolder();
        Train(Options, other.Path, heldOut: _ => { });
        StringAssert.Contains(
            Refusal(Options, other.Path, heldOut: rows => rows.Rows[BatchMember.Targets][9].add_(1e-3f)), "the held-out rows differ");
    }

    [TestMethod]
    public void Another_objective_other_weights_to_start_from_and_another_network_are_refused()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path);
        StringAssert.Contains(
            Refusal(Options, folder.Path, identity: new { Head = "binary" }), "Objective.Head is regression there and binary here");
        StringAssert.Contains(Refusal(Options, folder.Path, start: "abc"), "the weights to start from are drawn there and given here");
        using var other = new TemporaryFolder();
        Train(Options, other.Path, start: "abc");
        StringAssert.Contains(Refusal(Options, other.Path, start: "abd"), "the weights to start from differ");
        StringAssert.Contains(Refusal(Options, other.Path), "the weights to start from are given there and drawn here");
    }

    [TestMethod]
    public void A_checkpoint_written_under_one_culture_is_taken_up_under_another()
    {
        using var folder = new TemporaryFolder();
        var options = Options with
        {
            Optimizer = new AdamOptimizer { Beta1 = 0.85 },
            Schedule = new StepSchedule(),
            EarlyStopping = new EarlyStopping(),
            ClassWeights = null,
            WeightDecay = 0.5,
        };
        Train(options, folder.Path);
        var further = GermanNumbers.In(() => Train(options with { Epochs = 4 }, folder.Path));
        using var undisturbed = new TemporaryFolder();
        CollectionAssert.AreEqual(Train(options with { Epochs = 4 }, undisturbed.Path), further);
        StringAssert.Contains(
            GermanNumbers.In(() => Refusal(options with { WeightDecay = 0.25 }, folder.Path)), "WeightDecay is 0.5 there and 0.25 here");
    }

    [TestMethod]
    public void Streamed_rows_are_told_apart_by_number_content_and_window_without_another_pass()
    {
        var ml = new MLContext(seed: 1);
        using var rows = Stream(Blobs.Create(ml), 1 << 20);
        using var same = Stream(Blobs.Create(ml), 1 << 20);
        using var others = Stream(Blobs.Create(ml, seed: 2), 1 << 20);
        using var narrow = Stream(Blobs.Create(ml), 1 << 10);
        Assert.AreEqual(rows.Identify(), same.Identify());
        Assert.AreEqual(75, rows.Identify().Count);
        Assert.AreNotEqual(rows.Identify().Content, others.Identify().Content);
        Assert.AreEqual(rows.Identify().Content, narrow.Identify().Content);
        Assert.AreEqual((1 << 10) / 3 / 32, narrow.Identify().Window, "rows of 32 bytes, in a third of the budget");
        using var whole = Toy.Source(50, 1);
        Assert.IsNull(((IBatchSource)whole).Identify().Window);
    }

    private static StreamedBatches Stream(IDataView data, long budget)
    {
        var rows = new StreamedBatches(data, [new VectorColumn("Features", "feature").SizedBy(data)], CPU, [false], budget);
        rows.Survey();
        return rows;
    }

    private static string Refusal(
        TrainingOptions options, string folder, int dataSeed = 1, int rows = 50, int seed = 1, Action<InMemoryBatches>? change = null,
        Action<InMemoryBatches>? heldOut = null, object? identity = null, string? start = null) =>
        Assert.ThrowsExactly<InvalidOperationException>(
            () => Train(options, folder, dataSeed, rows, seed, change, heldOut, identity, start)).Message;

    private static float[] Train(
        TrainingOptions options, string folder, int dataSeed = 1, int rows = 50, int seed = 1, Action<InMemoryBatches>? change = null,
        Action<InMemoryBatches>? heldOut = null, object? identity = null, string? start = null)
    {
        using var random = new TrainingRandom(seed);
        using var training = Toy.Source(rows, dataSeed);
        change?.Invoke(training);
        using var measured = heldOut is null ? null : Toy.Source(10, 7);
        heldOut?.Invoke(measured!);
        using var network = nn.Linear(2, 1);
        // class weights are without effect here, and are compared all the same
        using var loss = new RegressionLoss(options);
        using var step = new SupervisedStep(
            network, (features, _) => network.call(features), new WeightUpdate(network.parameters(), options), loss.Training,
            identity ?? loss.Identity,
            loss.Measure, loss.Mean);
        new TrainingLoop(options with { CheckpointDirectory = folder }, random) { Start = start }.Run(step, training, measured);
        return [.. network.state_dict().Values.SelectMany(Toy.Values)];
    }
}

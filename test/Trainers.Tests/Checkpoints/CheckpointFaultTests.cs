using System.Diagnostics;
using System.Security.Cryptography;

namespace DeepML.Trainers.Tests.Checkpoints;

/// <summary>Folders that cannot be written, are in use, or hold what another program or a fault has left.</summary>
[TestClass]
public sealed class CheckpointFaultTests
{
    private const int HashBytes = 32;

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 4,
        BatchSize = 8,
        LearningRate = 0.1,
        Optimizer = new AdamOptimizer(),
        CheckpointInterval = TimeSpan.Zero,
    };

    [TestMethod]
    public void A_checkpoint_that_cannot_be_written_warns_and_costs_nothing_of_the_training()
    {
        using var folder = new TemporaryFolder();
        for (var number = 3; number <= 5; number++) // no file can be made where there is a folder
            Directory.CreateDirectory(Path.Combine(folder.Path, $"phase1-{number:D8}.checkpoint.tmp"));
        var (weights, warnings) = Train(Options, folder.Path);
        CollectionAssert.AreEqual(Train(Options, null).Weights, weights);
        Assert.HasCount(3, warnings);
        StringAssert.Contains(warnings[0], "could not be written");
        StringAssert.Contains(warnings[0], folder.Path);
        Assert.HasCount(2, Directory.GetFiles(folder.Path), "those after the failed ones are written, and nothing else is left");
    }

    [TestMethod]
    public void A_folder_that_is_gone_warns_too()
    {
        using var folder = new TemporaryFolder();
        var inner = Path.Combine(folder.Path, "inner");
        var (weights, warnings) = Train(Options, inner, atBatch: batch =>
        {
            if (batch == 5)
                Directory.Delete(inner, recursive: true);
        });
        CollectionAssert.AreEqual(Train(Options, null).Weights, weights);
        Assert.IsNotEmpty(warnings);
    }

    [TestMethod]
    public void A_folder_that_cannot_be_made_is_an_error_before_the_first_batch()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "in the way");
        foreach (var path in new[] { file, Path.Combine(file, "below"), "/proc/nothing" })
        {
            var batches = 0;
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => Train(Options, path, atBatch: _ => batches++));
            StringAssert.Contains(error.Message, path);
            Assert.AreEqual(0, batches);
        }
    }

    [TestMethod]
    public void A_second_training_in_a_folder_is_refused_with_the_process_of_the_first()
    {
        using var folder = new TemporaryFolder();
        InvalidOperationException? error = null;
        Train(Options, folder.Path, atBatch: batch =>
        {
            if (batch == 3)
                error = Assert.ThrowsExactly<InvalidOperationException>(() => Train(Options, folder.Path));
        });
        StringAssert.Contains(error!.Message, $"process {Environment.ProcessId}");
        StringAssert.Contains(error.Message, "CheckpointDirectory");
        Train(Options, folder.Path); // the first has let go
        Assert.IsEmpty(Directory.GetFiles(folder.Path, "in-use*"));
    }

    [TestMethod]
    public void What_a_killed_process_has_left_of_its_lock_is_no_hindrance()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "in-use.lock"), "");
        File.WriteAllText(Path.Combine(folder.Path, "in-use.txt"), "process 1");
        Assert.IsEmpty(Train(Options, folder.Path).Warnings);
    }

    [TestMethod]
    public void Checkpoints_of_another_format_are_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path);
        foreach (var file in Directory.GetFiles(folder.Path))
            Rewrite(file, content => "DMLCKPT2"u8.CopyTo(content));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Train(Options, folder.Path));
        StringAssert.Contains(error.Message, "DMLCKPT2");
        StringAssert.Contains(error.Message, "Resume");
        Train(Options with { Resume = false }, folder.Path);
    }

    [TestMethod]
    public void Damaged_checkpoints_are_passed_over_with_a_warning_each()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path);
        foreach (var file in Directory.GetFiles(folder.Path))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^7]);
        var (weights, warnings) = Train(Options, folder.Path);
        Assert.HasCount(2, warnings);
        StringAssert.Contains(warnings[0], "damaged");
        CollectionAssert.AreEqual(Train(Options, null).Weights, weights);
    }

    [TestMethod]
    public void Hundreds_of_changed_checkpoints_with_right_hashes_are_refused_in_words_or_trained_on_from()
    {
        using var folder = new TemporaryFolder();
        Train(Options, folder.Path);
        var file = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).Last();
        var whole = File.ReadAllBytes(file);
        var random = new Random(19);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            foreach (var other in Directory.GetFiles(folder.Path))
                File.Delete(other);
            File.WriteAllBytes(file, whole);
            Rewrite(file, content =>
            {
                var at = random.Next(8, content.Length);
                content[at] = (byte)random.Next(256);
                if (random.Next(3) == 0 && at + 4 < content.Length)
                    BitConverter.GetBytes(random.Next(2) == 0 ? int.MaxValue : int.MinValue).CopyTo(content, at);
            });
            var clock = Stopwatch.StartNew();
            try
            {
                Train(Options, folder.Path);
            }
            catch (InvalidOperationException e)
            {
                refused++;
                Assert.IsGreaterThan(20, e.Message.Length, e.ToString());
            }
            Assert.IsLessThan(TimeSpan.FromSeconds(5), clock.Elapsed, $"{i}");
        }
        Assert.IsGreaterThan(20, refused, "most of a file is the state of a generator and weights, of which any are as good");
    }

    // Changes a checkpoint and makes its hash right again.
    private static void Rewrite(string file, Action<byte[]> change)
    {
        var content = File.ReadAllBytes(file)[..^HashBytes];
        change(content);
        File.WriteAllBytes(file, [.. content, .. SHA256.HashData(content)]);
    }

    private static (float[] Weights, List<string> Warnings) Train(TrainingOptions options, string? folder, Action<int>? atBatch = null)
    {
        using var toy = new Toy(options with { CheckpointDirectory = folder });
        if (atBatch is not null)
            toy.Step = new Loop.ScriptedStep(toy.Step, atBatch: atBatch);
        var warnings = new List<string>();
        new TrainingLoop(toy.Options, toy.Random) { Warn = warnings.Add }.Run(toy.Step, toy.Rows);
        return (toy.Weights, warnings);
    }
}

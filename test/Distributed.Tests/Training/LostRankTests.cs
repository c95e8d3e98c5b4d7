using System.Diagnostics;

namespace DeepML.Distributed.Tests.Training;

[TestClass]
public sealed class LostRankTests
{
    private static readonly string[] Long = ["epochs=100000", "slow=1"];

    public static IEnumerable<object[]> Cases =>
        MpiRun.Launchers.Count == 0 ? [["", 0]] : MpiRun.Launchers.SelectMany(launcher => new object[][] { [launcher, 0], [launcher, 1] });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void A_process_that_is_killed_ends_all_within_ten_seconds_by_rank_and_host_and_training_goes_on_from_a_whole_checkpoint(
        string launcher, int killed)
    {
        if (launcher.Length == 0)
            MpiRun.Launcher();
        using var folder = new TemporaryFolder();
        var checkpoints = $"checkpoints={Path.Combine(folder.Path, "checkpoints")}";
        using (var run = MpiRun.Start(launcher, 2, "mlp", folder.Path, [.. Long, checkpoints]))
        {
            run.WaitFor("rank 0 epoch 3 ");
            var watch = Stopwatch.StartNew();
            using (var process = run.Rank(killed))
                process.Kill();
            StringAssert.Contains(run.Finish(null), $"Rank {killed} ({Environment.MachineName}) is lost: its process has ended.");
            Assert.IsLessThan(10, watch.Elapsed.TotalSeconds);
        }
        var resumed = MpiRun.Finish(2, "mlp", folder.Path, "epochs=4", checkpoints); // may be over already: more were done
        Assert.IsFalse(resumed.Contains("rank 0 epoch 1 "), resumed);
        CollectionAssert.AreEqual(folder.Weights("mlp", 0), folder.Weights("mlp", 1));
    }

    [TestMethod]
    public void A_process_that_stands_still_is_lost_after_the_time_that_was_set()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("Processes are stopped by a signal, which Windows has not.");
        using var folder = new TemporaryFolder();
        using var run = MpiRun.Start(2, "mlp", folder.Path, [.. Long, "lostafter=2"]);
        run.WaitFor("rank 0 epoch 3 ");
        using var process = run.Rank(1);
        try
        {
            using var stop = Process.Start("kill", ["-STOP", $"{process.Id}"]);
            stop.WaitForExit();
            var watch = Stopwatch.StartNew();
            run.WaitFor($"Rank 1 ({Environment.MachineName}) is lost: nothing was heard of it for 2 s.");
            Assert.IsLessThan(10, watch.Elapsed.TotalSeconds);
        }
        finally
        {
            process.Kill();
        }
    }
}

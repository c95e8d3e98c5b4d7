using System.Diagnostics;

namespace DeepML.Trainers.Tests.Checkpoints;

[TestClass]
public sealed class ExactResumeTests
{
    private const int Kills = 10;

    [TestMethod]
    [DataRow("sgd", 1)]
    [DataRow("adam", 2)]
    public async Task A_training_killed_at_ten_random_moments_ends_with_the_very_same_weights(string optimizer, int seed)
    {
        using var folder = new TemporaryFolder();
        var undisturbed = Finish(optimizer, "-");
        var random = new Random(seed);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            using var child = Start(optimizer, folder.Path);
            Assert.AreEqual("training", await child.StandardOutput.ReadLineAsync());
            if (i % 2 == 0)
                await NewCheckpoint(folder.Path, child); // so that every other kill meets progress, however slow the machine
            await Task.Delay(random.Next(i % 2 == 0 ? 50 : 300));
            child.Kill();
            await child.WaitForExitAsync();
            if (child.ExitCode != 0)
                killed++;
        }
        Assert.IsGreaterThan(Kills / 2, killed, "most kills must meet a running training");
        Assert.IsNotEmpty(Directory.GetFiles(folder.Path, "*.checkpoint"), "no checkpoint was written between the kills");
        Assert.AreEqual(await undisturbed, await Finish(optimizer, folder.Path));
    }

    private static async Task NewCheckpoint(string folder, Process child)
    {
        var before = Newest(folder);
        while (Newest(folder) == before && !child.HasExited)
            await Task.Delay(2);
    }

    private static string? Newest(string folder) => Directory.GetFiles(folder, "*.checkpoint").Max(StringComparer.Ordinal);

    private static async Task<string> Finish(string optimizer, string folder)
    {
        using var child = Start(optimizer, folder);
        var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        Assert.AreEqual(0, child.ExitCode, "the training failed");
        return lines[^1];
    }

    // The child runs with this test's own runtime settings and dependencies, which include its own.
    internal static Process Start(string optimizer, string folder)
    {
        var here = AppContext.BaseDirectory;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "exec", "--runtimeconfig", Path.Combine(here, "DeepML.Trainers.Tests.runtimeconfig.json"), "--depsfile",
            Path.Combine(here, "DeepML.Trainers.Tests.deps.json"),
            Path.Combine(here, "DeepML.ResumeChild.dll"), optimizer, folder,
        })
            start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = "1"; // the determinism contract holds for one number of threads
        return Process.Start(start)!;
    }
}

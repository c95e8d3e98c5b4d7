namespace DeepML.Bench;

/// <summary>A training that loses a process: how soon all end, and how good what comes of it is when it is taken up.</summary>
internal static class FaultTask
{
    private const int Epochs = 20;
    private const int Seeds = 3;

    public static IEnumerable<(string Name, double Value)> Kill()
    {
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            var longest = 0.0;
            foreach (var rank in new[] { 0, 1 })
            {
                using var run = MpiRun.Start(2, "accuracy", Path.Combine(folder.FullName, $"{rank}"), "1", "100000", "1");
                run.WaitFor("epoch 5");
                var seconds = run.Kill(rank);
                longest = Math.Max(longest, seconds);
                yield return ($"distributed.kill.rank{rank}.seconds", seconds);
            }
            yield return ("distributed.kill.seconds", longest);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static IEnumerable<(string Name, double Value)> Resume()
    {
        var seeds = Enumerable.Range(1, Seeds);
        var undisturbed = seeds.Average(seed => MpiRun.Finish(2, "accuracy", "-", $"{seed}", $"{Epochs}")["accuracy"]);
        yield return ("distributed.resume.undisturbed.accuracy", undisturbed);
        var gap = 0.0;
        foreach (var processes in new[] { 1, 3 })
        {
            var resumed = seeds.Average(seed => Resumed(seed, processes));
            yield return ($"distributed.resume.{processes}.accuracy", resumed);
            gap = Math.Max(gap, Math.Abs(undisturbed - resumed));
        }
        yield return ("distributed.resume.accuracy_gap", gap);
    }

    private static double Resumed(int seed, int processes)
    {
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            using (var run = MpiRun.Start(2, "accuracy", folder.FullName, $"{seed}", $"{Epochs}", "100"))
            {
                run.WaitFor($"epoch {Epochs / 2}");
                run.Kill(1);
            }
            return MpiRun.Finish(processes, "accuracy", folder.FullName, $"{seed}", $"{Epochs}")["accuracy"];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

using System.Globalization;

namespace DeepML.Bench;

/// <summary>What several processes do together, beside one: weights, speed, faults, scoring (docs/distributed.md).</summary>
internal static class DistributedBench
{
    /// <summary>The argument by which a process is told to be one of several.</summary>
    public const string Child = "distributed-child";

    private static readonly Dictionary<string, Func<IEnumerable<(string Name, double Value)>>> Tasks = new()
    {
        ["distributed.equal"] = EqualTask.Run,
        ["distributed.efficiency"] = SpeedTask.Run,
        ["distributed.kill"] = FaultTask.Kill,
        ["distributed.resume"] = FaultTask.Resume,
        ["distributed.score"] = ScoringTask.Run,
    };

    public static IEnumerable<string> Names => Tasks.Keys;

    /// <summary>Does the work of one of several processes.</summary>
    public static void RunChild(string[] arguments) => SharedChild.Run(arguments);

    /// <summary>Runs tasks.</summary>
    /// <param name="names">Prefixes of names, without "distributed.".</param>
    /// <returns>Whether there was any.</returns>
    public static bool Run(string[] names)
    {
        var asked = Tasks.Where(task => Catalog.IsAskedFor(task.Key, [.. names.Select(name => $"distributed.{name}")])).ToArray();
        if (asked.Length > 0 && MpiRun.Launcher is null)
        {
            Console.Error.WriteLine("There is no mpirun on this machine: install MPICH or Open MPI (apt-get install mpich).");
            return true;
        }
        foreach (var (_, run) in asked)
            foreach (var (name, value) in run())
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:G4}"));
        return asked.Length > 0;
    }
}

using System.Globalization;

namespace DeepML.Bench;

/// <summary>Runs speed workloads: a warm-up, then ours and the peer's in turn, and the median of the pairs.</summary>
internal static class SpeedBench
{
    private const int Pairs = 5;

    public static IEnumerable<string> Names => Catalog.All<ISpeedWorkload>().Select(w => w.Name).Order();

    public static bool Run(string[] names, bool plain)
    {
        var workloads = Catalog.All<ISpeedWorkload>().Where(w => Catalog.IsAskedFor(w.Name, names)).OrderBy(w => w.Name).ToArray();
        foreach (var workload in workloads)
        {
            Measure(workload, plain);
            (workload as IDisposable)?.Dispose();
        }
        return workloads.Length > 0;
    }

    private static void Measure(ISpeedWorkload workload, bool plain)
    {
        using var peer = workload.Peer is { } script ? new Peer(script.Script, script.Workload) : null;
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var pair = 0; pair <= Pairs; pair++)
        {
            var our = workload.Run();
            var their = peer?.Run() ?? double.NaN;
            if (pair == 0)
                continue; // warm-up: compilation, caches, thread pools
            ours.Add(our);
            theirs.Add(their);
        }
        var ratio = Median(ours.Zip(theirs, (a, b) => a / b));
        if (plain)
        {
            Print($"{workload.Name}.ours {Median(ours):F1}");
            if (peer is not null)
            {
                Print($"{workload.Name}.peer {Median(theirs):F1}");
                Print($"{workload.Name}.ratio {ratio:F3}");
            }
        }
        else
        {
            Print(peer is null
                ? (FormattableString)$"{workload.Name} ours={Median(ours):F0} {workload.Unit}/s"
                : $"{workload.Name} ours={Median(ours):F0} peer={Median(theirs):F0} ratio={ratio:F2}");
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

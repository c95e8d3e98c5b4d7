using System.Globalization;

namespace DeepML.Bench;

/// <summary>Runs speed workloads: a warm-up, then ours and the peers' in turn, and the medians of the rounds.</summary>
internal static class SpeedBench
{
    private const int Rounds = 5;

    public static IEnumerable<string> Names => Catalog.All<ISpeedWorkload>().Select(w => w.Name).Order();

    public static bool Run(string[] names, bool plain)
    {
        var workloads = Catalog.All<ISpeedWorkload>().Where(w => Catalog.IsAskedFor(w.Name, names)).OrderBy(w => w.Name).ToArray();
        if (workloads.Any(w => w.PythonPeer is not null) && SpeedPeers.PyTorchVersion is null)
            Console.Error.WriteLine("(/usr/bin/python3 has no PyTorch: the plain TorchSharp loop is the only peer)");
        foreach (var workload in workloads)
        {
            try
            {
                Measure(workload, plain);
            }
            catch (NotSupportedException why) // this machine lacks what it measures
            {
                Console.Error.WriteLine($"({workload.Name} is left out: {why.Message})");
            }
            (workload as IDisposable)?.Dispose();
        }
        return workloads.Length > 0;
    }

    private static void Measure(ISpeedWorkload workload, bool plain)
    {
        var peers = SpeedPeers.Start(workload);
        try
        {
            var ours = new List<double>();
            var theirs = peers.Select(_ => new List<double>()).ToArray();
            for (var round = 0; round <= Rounds; round++)
            {
                var our = workload.Run();
                var their = peers.Select(peer => peer.Run()).ToArray();
                if (round == 0)
                    continue; // warm-up: compilation, caches, thread pools
                ours.Add(our);
                for (var i = 0; i < their.Length; i++)
                    theirs[i].Add(their[i]);
            }
            var results = peers.Zip(theirs, (peer, speeds) => new Result(peer, Medians.Of(speeds), [.. ours.Zip(speeds, (a, b) => a / b)]))
                .ToArray();
            if (plain)
                PrintPlain(workload, Medians.Of(ours), results);
            else
                Print(workload, Medians.Of(ours), results);
        }
        finally
        {
            foreach (var peer in peers)
                peer.Dispose();
        }
    }

    // The ratio without a name is the one to the first peer.
    private static void PrintPlain(ISpeedWorkload workload, double ours, Result[] results)
    {
        Print($"{workload.Name}.ours {ours:F1}");
        for (var i = 0; i < results.Length; i++)
        {
            Print($"{workload.Name}.{results[i].Peer.Name} {results[i].Speed:F1}");
            var ratio = $"{workload.Name}.{(i == 0 ? "ratio" : $"{results[i].Peer.Name}_ratio")}";
            Print($"{ratio} {Medians.Of(results[i].Ratios):F3}");
            Print($"{ratio}_least {results[i].Ratios.Min():F3}");
            Print($"{ratio}_most {results[i].Ratios.Max():F3}");
        }
    }

    private static void Print(ISpeedWorkload workload, double ours, Result[] results)
    {
        var peers = results.Select(r => string.Create(CultureInfo.InvariantCulture,
            $" {r.Peer.Label}={r.Speed:F0} ratio={Medians.Of(r.Ratios):F2} ({r.Ratios.Min():F2} to {r.Ratios.Max():F2})"));
        Print(results.Length == 0
            ? (FormattableString)$"{workload.Name} ours={ours:F0} {workload.Unit}/s"
            : $"{workload.Name} ours={ours:F0}{string.Concat(peers)}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    // Speed is a median of its own, the ratios are those of the pairs.
    private sealed record Result(PeerProcess Peer, double Speed, double[] Ratios);
}

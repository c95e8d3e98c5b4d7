namespace DeepML.Bench;

/// <summary>
/// Speed of two processes over twice that of one, each process with one thread on a core of its own: batches of 64 rows in both, and of 128
/// shared by the two.
/// </summary>
internal static class SpeedTask
{
    private const int Repetitions = 3;
    private const int BatchSize = 64;

    private static readonly Dictionary<string, string> Epochs = new() { ["mlp"] = "60", ["lenet5"] = "5", ["lstm"] = "8" };

    public static IEnumerable<(string Name, double Value)> Run()
    {
        foreach (var network in SharedWork.Networks.OrderBy(name => name == "lenet5" ? 0 : 1))
        {
            var runs = Enumerable.Range(0, Repetitions)
                .Select(_ => (
                    Alone: Run(1, network, BatchSize), Together: Run(2, network, BatchSize), Half: Run(1, network, BatchSize / 2),
                    Larger: Run(2, network, 2 * BatchSize)))
                .ToArray();
            var name = network == "lenet5" ? "distributed.efficiency.2" : $"distributed.efficiency.2.{network}";
            yield return (name, Median(runs.Select(run => run.Together["rows_per_s"] / run.Alone["rows_per_s"] / 2)));
            // As many rows for each process as for the one.
            yield return (
                $"{name} (batch of {2 * BatchSize})", Median(runs.Select(run => run.Larger["rows_per_s"] / run.Alone["rows_per_s"] / 2)));
            yield return ($"distributed.{network}.rows_per_s.1", Median(runs.Select(run => run.Alone["rows_per_s"])));
            yield return ($"distributed.{network}.rows_per_s.2", Median(runs.Select(run => run.Together["rows_per_s"])));
            yield return ($"distributed.{network}.communication_share", Median(runs.Select(run => run.Together["communication_share"])));
            yield return ($"distributed.{network}.bytes_per_step", runs[0].Together["bytes_per_step"]);
            // What a step costs the processor, whatever else runs on the machine: of a batch, and of a share of it.
            yield return ($"distributed.{network}.processor_ms_per_step", Median(runs.Select(run => run.Alone["processor_ms_per_step"])));
            yield return (
                $"distributed.{network}.processor_ms_per_half_step", Median(runs.Select(run => run.Half["processor_ms_per_step"])));
            yield return ($"distributed.{network}.parameters", runs[0].Together["parameters"]);
        }
    }

    private static Dictionary<string, double> Run(int processes, string network, int batch) =>
        MpiRun.Finish(processes, "speed", "-", network, Epochs[network], $"{batch}");

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

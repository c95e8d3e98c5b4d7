using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>What one of several processes does; the first prints results as "= name value".</summary>
internal static class SharedChild
{
    private const int BatchSize = 64;

    /// <summary>Does it.</summary>
    /// <param name="arguments">The work, a folder, and what the work needs.</param>
    public static void Run(string[] arguments)
    {
        using var together = MpiDistribution.Join();
        Console.WriteLine($"rank {together.Rank} pid {Environment.ProcessId}");
        var training = new TrainingOptions { BatchSize = BatchSize, LearningRate = 1e-3, Threads = 1, Distribution = together };
        switch (arguments)
        {
            case ["equal", var folder, var network]:
                SharedWork.Save(network, training with { Epochs = 3 }, Path.Combine(folder, $"{network}-{together.Rank}.zip"));
                break;
            case ["speed", _, var network, var epochs, var batch]:
                Speed(together, network, training with
                {
                    Epochs = int.Parse(epochs, CultureInfo.InvariantCulture),
                    BatchSize = int.Parse(batch, CultureInfo.InvariantCulture),
                });
                break;
            case ["accuracy", var folder, var seed, var epochs, .. var wait]:
                Accuracy(together, training with
                {
                    Epochs = int.Parse(epochs, CultureInfo.InvariantCulture),
                    CheckpointDirectory = folder == "-" ? null : folder,
                    CheckpointInterval = TimeSpan.Zero,
                    Progress = new Told(epoch =>
                    {
                        Console.WriteLine($"epoch {epoch}");
                        if (wait is [var milliseconds])
                            Thread.Sleep(int.Parse(milliseconds, CultureInfo.InvariantCulture));
                    }),
                }, int.Parse(seed, CultureInfo.InvariantCulture));
                break;
            case ["score", var folder]:
                Score(together, folder);
                break;
            default:
                throw new ArgumentException($"'{string.Join(' ', arguments)}' is no work.", nameof(arguments));
        }
    }

    private static void Speed(MpiDistribution together, string network, TrainingOptions training)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.GetCurrentProcess();
        (TimeSpan Time, TimeSpan Processor, MpiTraffic Traffic) Now()
        {
            process.Refresh();
            return (clock.Elapsed, process.TotalProcessorTime, together.Traffic);
        }

        var (begun, ended, steps) = (Now(), Now(), 0L);
        using var model = SharedWork.Fit(network, training with
        {
            Callbacks =
            [
                new Watched(() => (begun, steps) = (Now(), 0), () => steps++, () => ended = Now()),
            ],
        });
        if (!together.IsFirst)
            return;
        var history = model.TrainingHistory;
        var speeds = history.Epochs.Skip(1).Select(epoch => epoch.RowsPerSecond).Order().ToArray();
        var speed = speeds[speeds.Length / 2];
        Tell("rows_per_s", speed);
        Tell("communication_share", (ended.Traffic.Time - begun.Traffic.Time) / (ended.Time - begun.Time));
        Tell("bytes_per_step", (double)(ended.Traffic.Bytes - begun.Traffic.Bytes) / steps);
        Tell("processor_ms_per_step", (ended.Processor - begun.Processor).TotalMilliseconds / steps);
        Tell("parameters", model.ParameterCount);
    }

    private static void Accuracy(MpiDistribution together, TrainingOptions training, int seed)
    {
        var accuracy = SharedWork.Accuracy(training, seed);
        if (together.IsFirst)
            Tell("accuracy", accuracy);
    }

    private static void Score(MpiDistribution together, string folder)
    {
        var ml = new MLContext(seed: 1);
        var chain = ml.Model.Load(Path.Combine(folder, "model.zip"), out _);
        MpiScoring.Run(
            together, ml, chain, [.. Enumerable.Repeat(RepositoryFiles.Data("digits.csv"), ScoringTask.Files)],
            file => ml.Data.LoadFromTextFile<DigitRows.Digit>(file, separatorChar: ',', hasHeader: true), ScoringTask.Output(folder),
            new MpiScoringOptions { RowsPerPart = 100, Columns = ["Label", "Score"] });
    }

    private static void Tell(string name, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"= {name} {value:R}"));

    private sealed class Told(Action<int> act) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value)
        {
            if (value.IsEpochEnd)
                act(value.Epoch);
        }
    }

    // From the end of the first epoch, which compiles, to that of the last.
    private sealed class Watched(Action first, Action batch, Action epoch) : TrainingCallback
    {
        protected override void BatchFinished(TrainingStatus status) => batch();

        protected override void EpochFinished(TrainingStatus status)
        {
            if (status.Epochs.Count == 1)
                first();
            else
                epoch();
        }
    }
}

using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Data larger than memory: 4 GiB of rows made on the fly, a budget of 256 MiB. Resident memory after each epoch, and the speed
/// against the same network over rows that fit into memory.
/// </summary>
internal sealed class StreamTask : IQualityTask
{
    private const int Epochs = 2;
    private const long MiB = 1 << 20;

    public string Name => "stream";

    public IEnumerable<(string Name, double Value)> Run()
    {
        const long rowBytes = StreamingRows.Width * sizeof(float);
        var ml = new MLContext(seed: 1);
        Fit(ml, new StreamingRows(64 * MiB / rowBytes), 1); // what is made once per process is made here
        var inMemory = Fit(ml, new StreamingRows(192 * MiB / rowBytes), 3).Skip(1).Select(e => e.Speed).Order().ElementAt(1);
        GC.Collect();
        var before = Resident();
        var streamed = Fit(ml, new StreamingRows(4096 * MiB / rowBytes), Epochs);
        yield return ("stream.data_mib", 4096);
        yield return ("stream.budget_mib", 256);
        yield return ("stream.resident_before_mib", before);
        for (var i = 0; i < streamed.Count; i++)
            yield return ($"stream.resident_epoch{i + 1}_mib", streamed[i].Resident);
        yield return ("stream_memory", streamed.Max(e => e.Peak) - streamed.Min(e => e.Peak));
        yield return ("stream.in_memory_rows_per_s", inMemory);
        yield return ("stream.streamed_rows_per_s", streamed[^1].Speed);
        yield return ("stream_speed", streamed[^1].Speed / inMemory);
    }

    private static List<(double Speed, double Resident, double Peak)> Fit(MLContext ml, IDataView rows, int epochs)
    {
        var seen = new Watcher();
        using var model = ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 16,
            OutputActivation = Activation.Sigmoid,
            Loss = ReconstructionLoss.SquaredError,
            Training = new TrainingOptions { Epochs = epochs, BatchSize = 256, MemoryBudget = 256 * MiB, Progress = seen },
        }).Fit(rows);
        return seen.Epochs;
    }

    private static double Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / (double)MiB;
    }

    // Looks at the memory at every report, about once a second.
    private sealed class Watcher : IProgress<EpochProgress>
    {
        private double _peak;

        public List<(double Speed, double Resident, double Peak)> Epochs { get; } = [];

        public void Report(EpochProgress value)
        {
            var now = Resident();
            _peak = Math.Max(_peak, now);
            if (!value.IsEpochEnd)
                return;
            Epochs.Add((value.RowsPerSecond, now, _peak));
            _peak = 0;
        }
    }
}

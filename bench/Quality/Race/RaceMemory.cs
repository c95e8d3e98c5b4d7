using System.Globalization;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// The memory that a recurrent forecaster takes to learn, in ten fresh processes: on glibc before 2.38 the heap of an LSTM grew by
/// megabytes with each step in some starts and not in others.
/// </summary>
internal sealed class RaceMemory : IQualityTask
{
    private const int Processes = 10;

    // Set for the child processes: they run this task's training in place of the task.
    private const string Child = "DEEPML_RACE_MEMORY_CHILD";

    public string Name => "race.lstm";

    public IEnumerable<(string Name, double Value)> Run()
    {
        if (Environment.GetEnvironmentVariable(Child) is not null)
        {
            Train();
            yield return ("peak", PeakMebibytes());
            yield break;
        }
        if (!OperatingSystem.IsLinux())
            yield break; // the peak is read from /proc
        var peaks = Enumerable.Range(0, Processes).Select(_ => PeakOfFreshProcess()).ToArray();
        yield return ("race.lstm_peak_mib", peaks.Max());
        yield return ("race.lstm_peak_mib (median)", peaks.Order().ElementAt(Processes / 2));
    }

    private static void Train()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 9000).Select(i => Math.Sin(i / 8.0) + 0.1 * random.NextDouble());
        var rows = values.Select(value => new Row { Value = (float)value }).ToArray();
        var ml = new MLContext(1);
        var options = new RecurrentForecastOptions { WindowSize = 48, Encoder = new LstmEncoder { HiddenSize = 64 } };
        options = options with { Training = options.Training with { Epochs = 20 } };
        using var model = ml.Forecasting.ForecastByRecurrentNetwork("Forecast", "Value", options).Fit(ml.Data.LoadFromEnumerable(rows));
    }

    private static double PeakOfFreshProcess()
    {
        using var process = OwnProcess.Start(["quality", "race.lstm", "--plain"], Child);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith("peak ", StringComparison.Ordinal));
        if (process.ExitCode != 0 || line is null)
            throw new InvalidOperationException($"The training ended with {process.ExitCode}: {output}");
        return double.Parse(line["peak ".Length..], CultureInfo.InvariantCulture);
    }

    // VmHWM: the most that was ever resident, in KiB.
    private static double PeakMebibytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private sealed class Row
    {
        public float Value { get; set; }
    }
}

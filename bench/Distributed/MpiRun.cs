using System.Diagnostics;
using System.Globalization;

namespace DeepML.Bench;

/// <summary>Processes of this program that an mpirun starts together.</summary>
internal sealed class MpiRun : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private MpiRun(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) =>
        {
            lock (_lines)
                _lines.Add(line.Data ?? "");
        };
        _process.BeginOutputReadLine();
    }

    /// <summary>Its program; null if there is none on this machine.</summary>
    public static string? Launcher { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "mpirun.mpich", "mpirun" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>What was printed so far.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>Starts processes, each with one thread.</summary>
    /// <param name="processes">How many.</param>
    /// <param name="arguments">Those of <see cref="DistributedBench.RunChild"/>.</param>
    public static MpiRun Start(int processes, params string[] arguments)
    {
        var command = OwnProcess.Command;
        var start = new ProcessStartInfo(
            Launcher!, ["--bind-to", "core", "-n", processes.ToString(CultureInfo.InvariantCulture), .. command, DistributedBench.Child,
                .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{Launcher} could not be started.");
        process.ErrorDataReceived += (_, _) => { }; // launchers tell of killed processes at length
        process.BeginErrorReadLine();
        return new MpiRun(process);
    }

    /// <summary>Runs processes to their end.</summary>
    /// <returns>The numbers that the first has printed, by name.</returns>
    public static Dictionary<string, double> Finish(int processes, params string[] arguments)
    {
        using var run = Start(processes, arguments);
        run._process.WaitForExit();
        if (run._process.ExitCode != 0)
            throw new InvalidOperationException(
                $"'{string.Join(' ', arguments)}' ended with {run._process.ExitCode}: {string.Join('\n', run.Lines)}");
        return run.Lines.Where(line => line.StartsWith("= ", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .ToDictionary(parts => parts[1], parts => double.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits for a line.</summary>
    /// <returns>What follows its beginning.</returns>
    public string WaitFor(string beginning)
    {
        while (true)
        {
            if (Lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } found)
                return found[beginning.Length..].Trim();
            if (_process.HasExited)
                throw new InvalidOperationException($"'{beginning}' was not printed: {string.Join('\n', Lines)}");
            Thread.Sleep(2);
        }
    }

    /// <summary>Kills a process and waits for the end of all.</summary>
    /// <returns>Seconds that it took.</returns>
    public double Kill(int rank)
    {
        using var killed = Process.GetProcessById(int.Parse(WaitFor($"rank {rank} pid"), CultureInfo.InvariantCulture));
        var clock = Stopwatch.StartNew();
        killed.Kill();
        _process.WaitForExit();
        return clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

using System.Diagnostics;
using System.Text;
using DeepML.Distributed.Tests.Hosts;

namespace DeepML.Distributed.Tests;

/// <summary>Processes of MpiChild, started by an mpirun of this machine or as one process without.</summary>
internal sealed class MpiRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private MpiRun(string[] launch, string program, string[] arguments)
    {
        var here = AppContext.BaseDirectory;
        string[] all =
        [
            .. launch, "dotnet", "exec", "--runtimeconfig", Path.Combine(here, "DeepML.Distributed.Tests.runtimeconfig.json"), "--depsfile",
            Path.Combine(here, "DeepML.Distributed.Tests.deps.json"), Path.Combine(here, program), .. arguments,
        ];
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM" })
            start.Environment[name] = "1"; // containers of builds know no other user
        start.Environment["OMP_NUM_THREADS"] = "1";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Add;
        _process.ErrorDataReceived += Add;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The mpirun of each MPI that this machine has.</summary>
    public static IReadOnlyList<string> Launchers { get; } = Find();

    /// <summary>What all processes have printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts processes; the test is skipped where there is no mpirun.</summary>
    public static MpiRun Start(int processes, string families, string folder, params string[] settings) =>
        Start(Launcher(), processes, families, folder, settings);

    /// <summary>Starts processes with a launcher, or one without any.</summary>
    public static MpiRun Start(string? launcher, int processes, string families, string folder, params string[] settings) =>
        new(Launch(launcher, processes), "DeepML.MpiChild.dll", [families, folder, .. settings]);

    /// <summary>Starts a process on each of two machines.</summary>
    public static MpiRun Start(TwoHosts hosts, string families, string folder, params string[] settings) =>
        new(hosts.Launcher, "DeepML.MpiChild.dll", [families, folder, .. settings]);

    /// <summary>Starts processes of the command line tool; the test is skipped where there is no mpirun.</summary>
    public static MpiRun StartTool(int processes, params string[] arguments) =>
        new(Launch(Launcher(), processes), "DeepML.CommandLine.dll", arguments);

    /// <summary>Runs processes to their end.</summary>
    /// <returns>What they have printed.</returns>
    public static string Finish(int processes, string families, string folder, params string[] settings)
    {
        using var run = processes == 1 ? Start(null, 1, families, folder, settings) : Start(processes, families, folder, settings);
        return run.Finish(0);
    }

    /// <summary>Waits for the end.</summary>
    /// <param name="code">How it must end; null for anyhow.</param>
    /// <returns>What was printed.</returns>
    public string Finish(int? code)
    {
        if (!_process.WaitForExit(Limit))
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail("The processes do not end: " + Output);
        }
        _process.WaitForExit();
        if (code is { } expected)
            Assert.AreEqual(expected, _process.ExitCode, Output);
        return Output;
    }

    /// <summary>Waits for something to be printed.</summary>
    /// <returns>The rest of its line.</returns>
    public string WaitFor(string text)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var output = Output;
            if (output.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at && output.IndexOf('\n', at) is > 0 and var end)
                return output[(at + text.Length)..end].Trim();
            Assert.IsTrue(watch.Elapsed < Limit && !HasEnded, $"'{text}' was not printed: {output}");
            Thread.Sleep(5);
        }
    }

    /// <summary>The process of a rank.</summary>
    public Process Rank(int rank) =>
        Process.GetProcessById(int.Parse(WaitFor($"rank {rank} of ").Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>The first launcher; without one the test is skipped.</summary>
    public static string Launcher()
    {
        if (Launchers.Count == 0)
            Assert.Inconclusive("There is no mpirun on this machine: install MPICH or Open MPI (apt-get install mpich).");
        return Launchers[0];
    }

    private static string[] Launch(string? launcher, int processes) =>
        launcher is null ? [] : [launcher, .. Options(launcher), "-n", $"{processes}", .. Prefix(launcher)];

    // Launchers would end the other processes of one that was killed within milliseconds, before they have said why.
    private static string[] Options(string launcher) =>
        launcher.EndsWith("openmpi", StringComparison.Ordinal) ? ["--oversubscribe", "--enable-recovery"]
        : IsMpich(launcher) ? ["-disable-auto-cleanup"]
        : [];

    // That of MPICH ends with the first process, and with it what belongs to its session.
    private static string[] Prefix(string launcher) => IsMpich(launcher) ? ["setsid"] : [];

    private static bool IsMpich(string launcher) => launcher.EndsWith("mpich", StringComparison.Ordinal);

    // Debian calls them by these names, where both can be there.
    private static string[] Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string? Where(string name) => folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        var named = new[] { "mpirun.mpich", "mpirun.openmpi" }.Select(Where).OfType<string>().ToArray();
        return named.Length > 0 ? named : [.. new[] { "mpirun" }.Select(Where).OfType<string>()];
    }

    private void Add(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.Append(line.Data).Append('\n');
    }
}

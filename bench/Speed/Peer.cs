using System.Diagnostics;
using System.Globalization;

namespace DeepML.Bench;

/// <summary>A Python process that does a workload once for every line it is sent, and answers with units per second.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    public Peer(string script, string workload)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(RepositoryFiles.Root, "bench", "peers", script));
        start.ArgumentList.Add(workload);
        _process = Process.Start(start) ?? throw new InvalidOperationException("python3 could not be started.");
    }

    public double Run()
    {
        _process.StandardInput.WriteLine("run");
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended without an answer; its error is above.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
    }
}

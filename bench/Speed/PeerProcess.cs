using System.Diagnostics;
using System.Globalization;

namespace DeepML.Bench;

/// <summary>A process that does a workload once for every line it is sent, and answers with units per second.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="label">What people read: library and, where it is not the one beside us, its version.</param>
    /// <param name="name">What programs read.</param>
    /// <param name="spins">How often its waiting threads look for more to do before they sleep; 0 as its libraries have it.</param>
    /// <param name="command">The program and its arguments.</param>
    public PeerProcess(string label, string name, int spins, params IReadOnlyList<string> command)
    {
        (Label, Name) = (label, name);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Ours sets it for itself: without it the threads of a process that waits for its turn take the cores from the other.
        start.Environment.TryAdd("OMP_WAIT_POLICY", "PASSIVE");
        if (spins > 0)
            start.Environment.TryAdd("GOMP_SPINCOUNT", $"{spins}");
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} could not be started.");
    }

    public string Label { get; }

    public string Name { get; }

    /// <summary>Has the work done once.</summary>
    /// <returns>Units per second.</returns>
    public double Run()
    {
        try
        {
            _process.StandardInput.WriteLine("run");
            _process.StandardInput.Flush();
        }
        catch (IOException fault)
        {
            throw new InvalidOperationException($"The peer {Label} has ended; its error is above.", fault);
        }
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"The peer {Label} ended without an answer; its error is above.");
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

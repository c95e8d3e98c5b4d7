using System.Diagnostics;

namespace DeepML.Bench;

/// <summary>Starts what a workload is measured against: plain TorchSharp, and the system's Python where it has the libraries.</summary>
internal static class SpeedPeers
{
    private const string Python = "/usr/bin/python3";
    private const int OurSpins = 1000; // what ours sets in its process; under the passive policy a plain loop looks not at all
    private static readonly Lazy<string?> PyTorch = new(() => VersionOf("torch"));
    private static readonly Lazy<string?> ScikitLearn = new(() => VersionOf("sklearn"));

    /// <summary>The system's PyTorch; null if there is none.</summary>
    public static string? PyTorchVersion => PyTorch.Value;

    /// <summary>The peers of a workload, the one that counts first; none for workloads without.</summary>
    public static IReadOnlyList<PeerProcess> Start(ISpeedWorkload workload)
    {
        if (workload.OwnPeer is { } own)
            return [new(own, own, 0, [.. OwnProcess.Command, "peer", workload.PeerName])];
        if (workload.PythonPeer is not { } script)
            return [];
        var path = Path.Combine(RepositoryFiles.Root, "bench", "Peers", "python", script);
        List<PeerProcess> peers =
        [
            new("torchsharp", "torchsharp", 0, [.. OwnProcess.Command, "peer", workload.PeerName]),
            new("torchsharp_spinning", "torchsharp_spinning", OurSpins, [.. OwnProcess.Command, "peer", workload.PeerName]),
        ];
        if (PyTorchVersion is { } torch)
            peers.Add(new($"pytorch_{torch}", "pytorch", 0, Python, path, workload.PeerName));
        // The scripts share their beginning, which needs PyTorch.
        if (workload.HasScikitLearnPeer && PyTorchVersion is not null && ScikitLearn.Value is { } scikit)
            peers.Add(new($"sklearn_{scikit}", "sklearn", 0, Python, path, $"{workload.PeerName}_sklearn"));
        return peers;
    }

    private static string? VersionOf(string module)
    {
        if (!File.Exists(Python))
            return null;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {module}; print({module}.__version__)"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true, // what it says when the module is not there
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var version = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? version.Split('+')[0] : null;
    }
}

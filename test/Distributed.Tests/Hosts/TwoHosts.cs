using System.Diagnostics;
using System.Globalization;

namespace DeepML.Distributed.Tests.Hosts;

/// <summary>
/// Two machines as far as the network goes: namespaces of this one, which see each other over one link. Root of a Linux with "ip" can make
/// them; elsewhere the test is skipped.
/// </summary>
internal sealed class TwoHosts : IDisposable
{
    private static readonly string[] Addresses = ["10.77.9.1", "10.77.9.2"];

    private readonly string _script;

    private TwoHosts(string mpirun)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"dml{Environment.ProcessId % 100_000}");
        (Mpirun, Names, Links) = (mpirun, [name + "a", name + "b"], [name + "va", name + "vb"]);
        _script = Path.Combine(Path.GetTempPath(), name + ".sh");
    }

    /// <summary>The launcher, in the first host, with what makes it start a process on each.</summary>
    public string[] Launcher =>
    [
        "ip", "netns", "exec", Names[0], Mpirun, "-launcher", "ssh", "-launcher-exec", _script, "-hosts", string.Join(',', Addresses),
        "-iface", Links[0], "-disable-auto-cleanup", "-n", "2", "setsid",
    ];

    private string Mpirun { get; }

    private string[] Names { get; }

    private string[] Links { get; }

    /// <summary>Makes them, or skips the test.</summary>
    public static TwoHosts Create()
    {
        var mpirun = MpiRun.Launchers.FirstOrDefault(launcher => launcher.EndsWith("mpich", StringComparison.Ordinal));
        if (mpirun is null)
            Assert.Inconclusive("There is no mpirun.mpich on this machine, which starts processes in other namespaces.");
        if (!OperatingSystem.IsLinux() || Try("ip", "netns", "list") is not null)
            Assert.Inconclusive("This machine has no network namespaces: they need Linux and iproute2.");
        var hosts = new TwoHosts(mpirun);
        if (hosts.Build() is { } why)
        {
            hosts.Dispose();
            Assert.Inconclusive($"This user may not make network namespaces: {why}");
        }
        return hosts;
    }

    /// <summary>Bytes that the first host has sent to the second.</summary>
    public long BytesSent() => long.Parse(
        Output("ip", "netns", "exec", Names[0], "cat", $"/sys/class/net/{Links[0]}/statistics/tx_bytes"), CultureInfo.InvariantCulture);

    /// <summary>Cuts the link: nobody is told, packets are gone.</summary>
    public void Cut() => Assert.IsNull(Try("ip", "-n", Names[1], "link", "set", Links[1], "down"));

    /// <summary>Makes the link slow and unreliable, in both directions; the test is skipped where the kernel cannot.</summary>
    public void Disturb(string delay, string loss)
    {
        for (var host = 0; host < Names.Length; host++)
            if (Try("tc", "-n", Names[host], "qdisc", "add", "dev", Links[host], "root", "netem", "delay", delay, "loss", loss) is { } why)
                Assert.Inconclusive($"This kernel cannot disturb a link: {why}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var name in Names)
            Try("ip", "netns", "del", name); // of those that were made
        File.Delete(_script);
    }

    private string? Build()
    {
        foreach (var name in Names)
            if (Try("ip", "netns", "add", name) is { } why)
                return why;
        if (Try("ip", "link", "add", Links[0], "netns", Names[0], "type", "veth", "peer", "name", Links[1],
            "netns", Names[1]) is { } reason)
            return reason;
        for (var host = 0; host < Names.Length; host++)
        {
            string[][] settings =
            [
                ["addr", "add", Addresses[host] + "/24", "dev", Links[host]], ["link", "set", "lo", "up"],
                ["link", "set", Links[host], "up"],
            ];
            foreach (var setting in settings)
                if (Try("ip", ["-n", Names[host], .. setting]) is { } fault)
                    return fault;
        }
        // What stands in for ssh: options, the host, the command.
        File.WriteAllText(_script, $"""
            #!/bin/sh
            while [ "$1" != "{Addresses[0]}" ] && [ "$1" != "{Addresses[1]}" ]; do shift; done
            name={Names[0]}
            [ "$1" = "{Addresses[1]}" ] && name={Names[1]}
            shift
            exec ip netns exec $name sh -c "$*"

            """);
        return Try("chmod", "+x", _script);
    }

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output);
        return output.Trim();
    }

    // What it says if it fails.
    private static string? Try(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var error = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}

using System.Diagnostics;
using System.Globalization;

namespace DeepML.Bench;

/// <summary>
/// Time from the start of a process to its first prediction with a saved model, and to the end of a first epoch, beside a program that does
/// the same with TorchSharp alone; and to rows that ML.NET has read, scaled and cached, which is a part of the epoch's, beside lines split.
/// </summary>
internal static class ColdBench
{
    /// <summary>The argument by which a process of its own is told to begin cold.</summary>
    public const string Child = "cold-child";

    private const string Done = "done";
    private const int Rounds = 5;

    private static readonly (string Name, Action<string> Ours, Action<string> Plain, string Peer)[] Works =
    [
        ("cold.predict", ColdPrograms.Predict, ColdPrograms.PlainPredict, "torchsharp"),
        ("cold.fit", ColdPrograms.Fit, ColdPrograms.PlainFit, "torchsharp"),
        ("cold.read", _ => ColdPrograms.Read(), _ => ColdPrograms.PlainRead(), "lines"),
    ];

    public static IEnumerable<string> Names => Works.Select(work => work.Name);

    /// <summary>Measures in fresh processes, ours and TorchSharp's in turn; the files are read once before.</summary>
    /// <returns>Whether there was any of these names.</returns>
    public static bool Run(string[] asked, bool plain)
    {
        var folder = Directory.CreateTempSubdirectory("cold").FullName;
        try
        {
            ColdPrograms.Write(folder);
            var works = Works.Where(work => Catalog.IsAskedFor(work.Name, asked)).ToArray();
            foreach (var (name, _, _, peer) in works)
            {
                var rounds = Enumerable.Range(0, Rounds + 1)
                    .Select(_ => (Ours: Time(name, "ours", folder), Plain: Time(name, "plain", folder))).Skip(1).ToArray();
                var (ours, theirs, ratio) =
                    (Medians.Of(rounds.Select(r => r.Ours)), Medians.Of(rounds.Select(r => r.Plain)),
                        Medians.Of(rounds.Select(r => r.Ours / r.Plain)));
                var range = Text($"({rounds.Min(r => r.Ours / r.Plain):F2} to {rounds.Max(r => r.Ours / r.Plain):F2})");
                Console.WriteLine(plain
                    ? Text($"{name}.ours {ours:F3}\n{name}.{peer} {theirs:F3}\n{name}.ratio {ratio:F3}")
                    : Text($"{name} ours={ours:F2} s {peer}={theirs:F2} s ratio={ratio:F2} {range}"));
            }
            return works.Length > 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Does one of the works in this process.</summary>
    public static void RunChild(string name, string side, string folder)
    {
        var work = Works.Single(w => w.Name == name);
        (side == "ours" ? work.Ours : work.Plain)(folder);
        Console.WriteLine(Done);
    }

    // Seconds until the work was done; what the process does to end is not counted.
    private static double Time(string name, string side, string folder)
    {
        var clock = Stopwatch.StartNew();
        using var process = OwnProcess.Start([Child, name, side, folder]);
        while (process.StandardOutput.ReadLine() is { } line)
            if (line == Done)
            {
                var seconds = clock.Elapsed.TotalSeconds;
                process.WaitForExit();
                return seconds;
            }
        throw new InvalidOperationException($"The program of {name} ({side}) ended without having done it; its error is above.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

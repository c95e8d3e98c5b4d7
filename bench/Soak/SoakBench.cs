using System.Globalization;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Long trainings, each family in fresh processes: whether pace and memory of the last epochs are those of the first, as
/// "soak.FAMILY.pace value" and "soak.FAMILY.memory value" lines. Scoring families do not train but score for long.
/// </summary>
internal static class SoakBench
{
    /// <summary>The argument by which a process of its own is told to soak.</summary>
    public const string Child = "soak-child";

    /// <summary>Processes that the figures of a family stand on.</summary>
    public const int Processes = 5;

    private const string Extension = ".epochs";
    private const int AllEpochs = 100;
    private const int FewestEpochs = 20; // two in a tenth
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Names => Catalog.All<ISoakFamily>().Select(f => f.Name).Order()
        .Concat(Catalog.All<IScoringSoak>().Select(f => f.Name).Order());

    /// <summary>Soaks families.</summary>
    /// <param name="arguments">
    /// Names or prefixes, and possibly <c>--processes N</c>, <c>--at-once N</c> of them, <c>--curves FILE</c> and
    /// <c>--keep FOLDER</c> of the epochs, so that a later picture has the families soaked before.
    /// </param>
    /// <returns>Whether there was any.</returns>
    public static bool Run(string[] arguments)
    {
        var families = Catalog.All<ISoakFamily>().ToArray();
        var together = new ParallelOptions { MaxDegreeOfParallelism = Number(arguments, "--at-once", 1) };
        var (curves, folder) = (Option(arguments, "--curves"), Option(arguments, "--keep"));
        var asked = arguments.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var names = Names.Where(name => Catalog.IsAskedFor(name, asked)).ToArray();
        var drawn = Kept(folder);
        foreach (var name in names)
        {
            var usual = families.SingleOrDefault(family => family.Name == name)?.Processes ?? Processes;
            var processes = Number(arguments, "--processes", usual);
            var runs = new IReadOnlyList<SoakEpoch>[processes];
            Parallel.For(0, processes, together, at => runs[at] = Soak(name));
            Print($"soak.{name}.pace", Medians.Of(runs.Select(r => Pace(r, e => 1 / e.RowsPerSecond))));
            Print($"soak.{name}.pace (by processor time)", Medians.Of(runs.Select(r => Pace(r, e => e.ProcessorSeconds))));
            Print($"soak.{name}.memory", runs.Max(r => r.Skip(2).Max(e => e.Peak) / r[1].Resident));
            Print($"soak.{name}.peak_mib", runs.Max(r => r.Max(e => e.Peak)));
            Print($"soak.{name}.epochs", runs.Min(r => r.Count));
            Print($"soak.{name}.processes", runs.Length);
            drawn[name] = runs[0];
            if (folder is not null)
                File.WriteAllLines(Path.Combine(folder, name + Extension), runs[0].Select(epoch => epoch.ToLine()));
            if (curves is not null)
                SoakCurves.Write(curves, drawn); // of what there is: all of them take hours
        }
        return names.Length > 0;
    }

    /// <summary>Soaks in this process.</summary>
    public static void RunChild(string name)
    {
        if (Catalog.All<IScoringSoak>().SingleOrDefault(f => f.Name == name) is { } scoring)
            ScoringSoak.Run(scoring, Limit);
        else
            Catalog.All<ISoakFamily>().Single(f => f.Name == name).Fit(
                new MLContext(seed: 1), new TrainingOptions { Epochs = AllEpochs, Callbacks = [new SoakWatch(Limit)] });
    }

    private static SortedDictionary<string, IReadOnlyList<SoakEpoch>> Kept(string? folder)
    {
        var kept = new SortedDictionary<string, IReadOnlyList<SoakEpoch>>(StringComparer.Ordinal);
        if (folder is not null)
            foreach (var file in Directory.CreateDirectory(folder).EnumerateFiles("*" + Extension))
                kept[Path.GetFileNameWithoutExtension(file.Name)] = Epochs(File.ReadLines(file.FullName));
        return kept;
    }

    private static SoakEpoch[] Epochs(IEnumerable<string> lines) => [.. lines.Select(SoakEpoch.FromLine).OfType<SoakEpoch>()];

    private static IReadOnlyList<SoakEpoch> Soak(string name)
    {
        using var process = OwnProcess.Start([Child, name]);
        var epochs = Epochs(process.StandardOutput.ReadToEnd().Split('\n'));
        process.WaitForExit();
        if (process.ExitCode != 0 || epochs.Length < FewestEpochs)
            throw new InvalidOperationException($"The soak of {name} ended with {process.ExitCode} after {epochs.Length} epochs.");
        return epochs;
    }

    // What a row took in the second tenth over what it took in the last: 1 if the pace was kept, less if it was lost.
    private static double Pace(IReadOnlyList<SoakEpoch> epochs, Func<SoakEpoch, double> cost)
    {
        var tenth = epochs.Count / 10;
        return epochs.Skip(tenth).Take(tenth).Average(cost) / epochs.TakeLast(tenth).Average(cost);
    }

    private static void Print(string name, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:G4}"));

    private static int Number(string[] arguments, string name, int otherwise) =>
        Option(arguments, name) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : otherwise;

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is var at and >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
}

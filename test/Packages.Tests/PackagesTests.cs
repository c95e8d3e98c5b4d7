using System.Globalization;
using System.Runtime.InteropServices;

namespace DeepML.Packages.Tests;

[TestClass]
public sealed class PackagesTests
{
    private static readonly Lazy<PackedPackages> Packed = new(() => new PackedPackages());

    private static PackedPackages Packages => Packed.Value;

    [ClassCleanup]
    public static void DeleteThePackages()
    {
        if (Packed.IsValueCreated)
            Packed.Value.Dispose();
    }

    [TestMethod]
    public void The_repository_packs_seven_packages_with_their_symbols_and_the_tool()
    {
        var files = Directory.GetFiles(Packages.Path)
            .Select(file => Path.GetFileName(file).Replace(Packages.Version, "*")).Order(StringComparer.Ordinal);
        Assert.AreEqual(
            "DeepML.*.nupkg DeepML.*.snupkg DeepML.Audio.*.nupkg DeepML.Audio.*.snupkg DeepML.CommandLine.*.nupkg "
            + "DeepML.Distributed.*.nupkg DeepML.Distributed.*.snupkg "
            + "DeepML.Interactive.*.nupkg DeepML.Interactive.*.snupkg DeepML.Onnx.*.nupkg DeepML.Onnx.*.snupkg DeepML.Reports.*.nupkg "
            + "DeepML.Reports.*.snupkg "
            + "DeepML.Scoring.*.nupkg DeepML.Scoring.*.snupkg",
            string.Join(' ', files));
    }

    [TestMethod]
    public void Scoring_holds_the_loader_and_nothing_that_trains() => Assert.AreEqual(
        "DeepML.Data.dll DeepML.Loader.dll DeepML.Networks.dll DeepML.Transforms.dll", Libraries("DeepML.Scoring"));

    [TestMethod]
    public void The_training_package_adds_trainers_and_estimators_to_scoring_of_the_same_version()
    {
        Assert.AreEqual("DeepML.Estimators.dll DeepML.Trainers.dll", Libraries("DeepML"));
        Assert.AreEqual($"[{Packages.Version}]", Packages.Dependencies("DeepML")["DeepML.Scoring"]);
    }

    [TestMethod]
    [DataRow("DeepML.Audio")]
    [DataRow("DeepML.Onnx")]
    [DataRow("DeepML.Reports")]
    public void A_package_of_one_library_adds_it_to_scoring_of_the_same_version(string package)
    {
        Assert.AreEqual($"{package}.dll", Libraries(package));
        Assert.AreEqual($"[{Packages.Version}]", Packages.Dependencies(package)["DeepML.Scoring"]);
    }

    [TestMethod]
    public void The_package_for_many_machines_adds_its_library_to_training_of_the_same_version()
    {
        Assert.AreEqual("DeepML.Distributed.dll", Libraries("DeepML.Distributed"));
        Assert.AreEqual($"[{Packages.Version}]", Packages.Dependencies("DeepML.Distributed")["DeepML"]);
    }

    [TestMethod]
    public void The_package_for_notebooks_is_loaded_by_a_script_and_leaves_the_kernel_to_the_notebook()
    {
        Assert.AreEqual("DeepML.Interactive.dll", Libraries("DeepML.Interactive"));
        CollectionAssert.Contains(Packages.Entries("DeepML.Interactive").ToArray(), "interactive-extensions/dotnet/extension.dib");
        var dependencies = Packages.Dependencies("DeepML.Interactive");
        Assert.AreEqual($"[{Packages.Version}]", dependencies["DeepML"]);
        Assert.AreEqual($"[{Packages.Version}]", dependencies["DeepML.Reports"]);
        Assert.IsFalse(dependencies.ContainsKey("Microsoft.DotNet.Interactive"));
    }

    [TestMethod]
    [DataRow("DeepML")]
    [DataRow("DeepML.Scoring")]
    public void Linux_on_x64_gets_the_same_assemblies_compiled_ahead_and_every_other_system_IL_alone(string package)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            Assert.Inconclusive("Machine code for Linux on x64 is made there.");
        Assert.AreEqual(Libraries(package), Libraries(package, "runtimes/linux-x64/lib/net10.0/"));
        foreach (var library in Libraries(package).Split(' '))
        {
            var (everywhere, isAhead) = Packages.Assembly(package, $"lib/net10.0/{library}");
            Assert.IsFalse(isAhead, library);
            Assert.AreEqual(
                (everywhere, library != "DeepML.Loader.dll"), Packages.Assembly(package, $"runtimes/linux-x64/lib/net10.0/{library}"), library);
        }
    }

    [TestMethod]
    [DataRow("DeepML.Scoring", "Networks", "Data", "Transforms")]
    [DataRow("DeepML", "Networks", "Data", "Transforms", "Trainers", "Estimators")]
    [DataRow("DeepML.Audio", "Networks", "Data", "Transforms", "Audio")]
    [DataRow("DeepML.Onnx", "Networks", "Data", "Transforms", "Onnx")]
    [DataRow("DeepML.Reports", "Networks", "Data", "Transforms", "Reports")]
    [DataRow("DeepML.Distributed", "Networks", "Data", "Transforms", "Trainers", "Estimators", "Distributed")]
    [DataRow("DeepML.Interactive", "Networks", "Data", "Transforms", "Trainers", "Reports")]
    public void What_the_assemblies_reference_the_package_depends_on(string package, params string[] projects)
    {
        var dependencies = Packages.Dependencies(package);
        foreach (var needed in projects.SelectMany(RepositoryPackages.Of))
        {
            Assert.IsTrue(dependencies.TryGetValue(needed, out var version), $"{package} does not depend on {needed}");
            Assert.AreEqual(RepositoryPackages.Version(needed), version, needed);
        }
    }

    [TestMethod]
    [DataRow("DeepML")]
    [DataRow("DeepML.Scoring")]
    [DataRow("DeepML.Audio")]
    [DataRow("DeepML.Onnx")]
    [DataRow("DeepML.Reports")]
    [DataRow("DeepML.Interactive")]
    [DataRow("DeepML.Distributed")]
    [DataRow("DeepML.CommandLine")]
    public void A_package_says_what_it_is(string package)
    {
        foreach (var element in new[] { "description", "authors", "tags", "license", "readme" })
            Assert.AreNotEqual("", Packages.Metadata(package, element).Value, element);
        CollectionAssert.Contains(Packages.Entries(package).ToArray(), Packages.Metadata(package, "readme").Value);
        foreach (var library in Libraries(package).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(library => library != "DeepML.Loader.dll"))
            CollectionAssert.Contains(Packages.Entries(package).ToArray(), $"lib/net10.0/{Path.ChangeExtension(library, "xml")}");
    }

    [TestMethod]
    public void A_fresh_program_trains_and_saves_and_another_loads_and_scores_with_the_scoring_package_alone()
    {
        using var folder = new TemporaryFolder();
        var model = Path.Combine(folder.Path, "model.zip");
        string trained;
        using (var trains = new FreshProgram(Packages, "DeepML", "Trains"))
        {
            trained = trains.Run(model);
            if (OperatingSystem.IsLinux())
                Assert.IsTrue(trains.HasPreparedNatives, "The targets file does not reach a program through the package DeepML.");
            Assert.AreEqual(
                OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64,
                trains.Run("where").Contains("/runtimes/linux-x64/lib/net10.0/DeepML.Estimators.dll", StringComparison.Ordinal),
                "the assemblies that are compiled ahead are taken where there are some");
        }
        using var scores = new FreshProgram(Packages, "DeepML.Scoring", "Scores");
        Assert.AreEqual("DeepML.Data DeepML.Loader DeepML.Networks DeepML.Transforms", string.Join(' ', scores.Assemblies));
        Assert.AreEqual(trained, scores.Run(model));
        Assert.IsTrue(trained.Split('\n').Distinct().Count() > 100, trained);
    }

    [TestMethod]
    public void A_fresh_program_with_the_package_for_sounds_alone_loads_a_chain_that_reads_them()
    {
        using var folder = new TemporaryFolder();
        var sound = Path.Combine(folder.Path, "sound.wav");
        byte[] format = [16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0]; // 8,000 samples a second of 16 bits
        var samples = Enumerable.Range(0, 200).SelectMany(i => BitConverter.GetBytes((short)(9_000 * Math.Sin(0.4 * i)))).ToArray();
        File.WriteAllBytes(sound,
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + samples.Length), .. "WAVEfmt "u8, .. format, .. "data"u8,
            .. BitConverter.GetBytes(samples.Length), .. samples,
        ]);
        using var hears = new FreshProgram(Packages, "DeepML.Audio", "Hears");
        Assert.AreEqual(
            "DeepML.Audio DeepML.Data DeepML.Loader DeepML.Networks DeepML.Transforms", string.Join(' ', hears.Assemblies));
        var told = hears.Run(Path.Combine(PackedPackages.Root, "test", "Audio.Tests", "golden", "v1", "chain.zip"), sound)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(16, told); // two frames of four coefficients and their deltas
        Assert.IsTrue(told.Select(number => float.Parse(number, CultureInfo.InvariantCulture)).Any(number => number != 0));
    }

    [TestMethod]
    public void The_packed_tool_is_installed_and_trains_scores_and_inspects()
    {
        using var folder = new TemporaryFolder();
        var tools = Path.Combine(folder.Path, "tools");
        DotNet.Run(
            folder.Path, "tool", "install", "DeepML.CommandLine", "--tool-path", tools, "--version", Packages.Version, "--add-source",
            Packages.Path);
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), """{ "label": "Side", "options": { "Training": { "Epochs": 30 } } }""");
        File.WriteAllText(Path.Combine(folder.Path, "data.csv"), "X,Side\n" + string.Concat(
            Enumerable.Range(0, 200).Select(i => $"{i},{(i < 100 ? "left" : "right")}\n")));
        string Run(params string[] arguments) => DotNet.RunProgram(Path.Combine(tools, "deepml"), folder.Path, arguments);
        StringAssert.Contains(Run("train", "config.json", "data.csv", "-o", "model.zip"), "saved: model.zip");
        Run("score", "model.zip", "data.csv", "-o", "scored.csv");
        var scored = File.ReadAllLines(Path.Combine(folder.Path, "scored.csv"));
        Assert.AreEqual("X,Side,PredictedLabel,Score.left,Score.right", scored[0]);
        StringAssert.StartsWith(scored[1], "0,left,left,");
        StringAssert.StartsWith(scored[200], "199,right,right,");
        var told = Run("inspect", "model.zip");
        StringAssert.Contains(told, ": MultilayerPerceptron, multiclass, label 'Side'");
        StringAssert.Contains(told, "MultilayerPerceptron, version 1");
    }

    private static string Libraries(string package, string folder = "lib/net10.0/") => string.Join(' ', Packages.Entries(package)
        .Where(entry => entry.StartsWith(folder, StringComparison.Ordinal) && entry.EndsWith(".dll", StringComparison.Ordinal))
        .Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal));
}

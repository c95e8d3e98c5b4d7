using System.Diagnostics;
using System.Text;
using System.Xml.Linq;

namespace DeepML.Networks.Tests.Native;

/// <summary>
/// A program as a user has it: a project of its own outside the repository, with package references to TorchSharp and libtorch and
/// references to DeepML's assemblies, but without DeepML's targets file, so that TorchSharp's native library is as it was published.
/// </summary>
internal sealed class UserProgram : IDisposable
{
    private static readonly string[] Assemblies =
        ["DeepML.Networks", "DeepML.Data", "DeepML.Trainers", "DeepML.Transforms", "DeepML.Estimators", "DeepML.Loader"];

    private static readonly string[] Packages =
    [
        "Microsoft.ML", "Microsoft.ML.ImageAnalytics", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies",
        "System.Numerics.Tensors",
        "TorchSharp", "libtorch-cpu-linux-x64",
    ];

    private static readonly Lazy<UserProgram> TheOne = new(() => new UserProgram());

    private readonly TemporaryFolder _folder = new();

    /// <summary>The program, built for the first test that asks for it.</summary>
    public static UserProgram Shared
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                Assert.Inconclusive("Only on Linux is TorchSharp's native library refused for its needs.");
            return TheOne.Value;
        }
    }

    private UserProgram()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "UserProgram.csproj"), Project());
        using var source = new StreamReader(typeof(UserProgram).Assembly.GetManifestResourceStream("UserProgramSource.txt")!);
        File.WriteAllText(Path.Combine(_folder.Path, "Program.cs"), source.ReadToEnd());
        var (code, output) = Run(_folder.Path, [], "build", "-c", "Release", "-v", "quiet", "-nodeReuse:false", "-clp:NoSummary");
        Assert.AreEqual(0, code, output);
    }

    /// <summary>The folder of the built program.</summary>
    public string Output => Path.Combine(_folder.Path, "bin", "Release", "net10.0");

    /// <summary>The natives within an output.</summary>
    public static string Natives(string output) => Path.Combine(output, "runtimes", "linux-x64", "native");

    /// <summary>Runs a program.</summary>
    /// <param name="output">Its folder.</param>
    /// <param name="environment">Changes of the environment; null takes a variable away.</param>
    /// <param name="arguments">Its arguments.</param>
    public static (int Code, string Output) Start(string output, Dictionary<string, string?> environment, params string[] arguments) =>
        Run(output, environment, [Path.Combine(output, "UserProgram.dll"), .. arguments]);

    /// <summary>
    /// The program in another folder, without the file that tells the host where the natives are (as in a notebook): its assemblies
    /// and TorchSharp's own native library, but not libtorch.
    /// </summary>
    public string CopyWithoutTorch(string target)
    {
        Directory.CreateDirectory(Natives(target));
        foreach (var file in Directory.GetFiles(Output).Where(file => !file.EndsWith(".deps.json", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var file in Directory.GetFiles(Natives(Output)).Where(file => !Path.GetFileName(file).StartsWith("libtorch")))
            File.Copy(file, Path.Combine(Natives(target), Path.GetFileName(file)));
        return target;
    }

    /// <summary>An environment in which nothing but the program itself has libtorch.</summary>
    /// <param name="home">The user's home.</param>
    public static Dictionary<string, string?> Environment(string home) => new()
    {
        ["HOME"] = home,
        ["XDG_CACHE_HOME"] = null,
        ["NUGET_PACKAGES"] = null,
        ["LD_LIBRARY_PATH"] = null,
        ["OMP_WAIT_POLICY"] = null,
        ["GOMP_SPINCOUNT"] = null,
        ["MKL_CBWR"] = null,
    };

    /// <summary>Deletes the program that was built, if any was.</summary>
    public static void CleanUp()
    {
        if (TheOne.IsValueCreated)
            TheOne.Value.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private static (int Code, string Output) Run(string folder, Dictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromMinutes(4)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {string.Join(' ', arguments)} does not end: {output}");
        }
        process.WaitForExit();
        return (process.ExitCode, output.ToString());

        void Add(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) // the end of one of the two, which may come before the other's lines
                return;
            lock (output)
                output.AppendLine(line.Data);
        }
    }

    private static string Project()
    {
        var versions = XDocument.Load(Upward("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(version => version.Attribute("Include")!.Value, version => version.Attribute("Version")!.Value);
        XElement Package(string name) =>
            new("PackageReference", new XAttribute("Include", name), new XAttribute("Version", versions[name]));
        XElement Assembly(string name) =>
            new("Reference", new XAttribute("Include", Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        return new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("InvariantGlobalization", "true"),
                new XElement("NuGetAudit", "false"),
                new XElement("CreateHardLinksForCopyLocalIfPossible", "true")),
            new XElement(
                "ItemGroup",
                Packages.Select(Package),
                Assemblies.Select(Assembly)))
            .ToString();
    }

    private static string Upward(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, file)))
            folder = folder.Parent ?? throw new FileNotFoundException(file);
        return Path.Combine(folder.FullName, file);
    }
}

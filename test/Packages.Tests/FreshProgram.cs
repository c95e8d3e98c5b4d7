using System.Xml.Linq;

namespace DeepML.Packages.Tests;

/// <summary>A console program outside the repository that has DeepML from a package, as a user writes it.</summary>
internal sealed class FreshProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Builds the program.</summary>
    /// <param name="packages">Where the package comes from.</param>
    /// <param name="package">The one package of DeepML that it references.</param>
    /// <param name="source">Name of its source among this project's Programs.</param>
    public FreshProgram(PackedPackages packages, string package, string source)
    {
        Write("Program.csproj", Project(package, packages.Version));
        Write("nuget.config", new XElement("configuration", new XElement(
            "packageSources", new XElement("add", new XAttribute("key", "packed"), new XAttribute("value", packages.Path)))).ToString());
        Write("Program.cs", Resource(source));
        Write("Point.cs", Resource("Point"));
        DotNet.Run(_folder.Path, "build", "-c", "Release", "-v", "quiet", "-nodeReuse:false", "-clp:NoSummary");
    }

    /// <summary>Names of the assemblies beside the program.</summary>
    public IReadOnlyList<string> Assemblies =>
        [.. Directory.GetFiles(Output, "DeepML*.dll").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Whether the build has made its own copy of TorchSharp's native library: only DeepML's targets file does.</summary>
    public bool HasPreparedNatives => File.Exists(Path.Combine(_folder.Path, "obj", "native", "libLibTorchSharp.so"));

    /// <summary>What the program prints.</summary>
    public string Run(params string[] arguments) => DotNet.Run(_folder.Path, [Path.Combine(Output, "Program.dll"), .. arguments]);

    /// <summary>Deletes it.</summary>
    public void Dispose() => _folder.Dispose();

    private string Output => Path.Combine(_folder.Path, "bin", "Release", "net10.0");

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.Path, file), text);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(FreshProgram).Assembly.GetManifestResourceStream(name + ".txt")!);
        return reader.ReadToEnd();
    }

    private static string Project(string package, string version)
    {
        XElement Reference(string name, string its) =>
            new("PackageReference", new XAttribute("Include", name), new XAttribute("Version", its));
        return new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                new XElement("NuGetAudit", "false"),
                new XElement("CreateHardLinksForCopyLocalIfPossible", "true")),
            new XElement("ItemGroup", Reference(package, version), Reference(LibTorch, RepositoryPackages.Version(LibTorch)))).ToString();
    }

    private static string LibTorch =>
        OperatingSystem.IsLinux() ? "libtorch-cpu-linux-x64"
        : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64"
        : System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64
            ? "libtorch-cpu-win-arm64"
            : "libtorch-cpu-win-x64";
}

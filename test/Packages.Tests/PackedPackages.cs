using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace DeepML.Packages.Tests;

/// <summary>
/// The packages as built, packed into a temporary folder under a version of their own, so that no cache mistakes them for others.
/// </summary>
internal sealed class PackedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedPackages()
    {
        DotNet.Run(
            Root, "pack", "Extensions.sln", "-c", Metadata("Configuration"), "--no-build", "-v", "quiet", "-nodeReuse:false",
            $"-p:MinVerVersionOverride={Version}", $"-p:PackageOutputPath={Path}");
    }

    /// <summary>The repository.</summary>
    public static string Root => Metadata("RepositoryRoot");

    /// <summary>The packages' version.</summary>
    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    /// <summary>Where they lie.</summary>
    public string Path => _folder.Path;

    /// <summary>What a package holds.</summary>
    public IReadOnlyList<string> Entries(string package)
    {
        using var archive = Open(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>What identifies an assembly's IL, and whether there is machine code beside it.</summary>
    public (Guid Module, bool IsCompiledAhead) Assembly(string package, string entry)
    {
        using var archive = Open(package);
        using var stream = archive.GetEntry(entry)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        memory.Position = 0;
        using var image = new PEReader(memory);
        var metadata = image.GetMetadataReader();
        return (
            metadata.GetGuid(metadata.GetModuleDefinition().Mvid), image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
    }

    /// <summary>What a package says about itself.</summary>
    public XElement Metadata(string package, string element)
    {
        var nuspec = Nuspec(package);
        return nuspec.Descendants(nuspec.Root!.Name.Namespace + element).Single();
    }

    /// <summary>The packages that a package needs, with their versions.</summary>
    public IReadOnlyDictionary<string, string> Dependencies(string package)
    {
        var nuspec = Nuspec(package);
        return nuspec.Descendants(nuspec.Root!.Name.Namespace + "dependency")
            .ToDictionary(dependency => dependency.Attribute("id")!.Value, dependency => dependency.Attribute("version")!.Value);
    }

    /// <summary>Deletes them here, and what programs have left of them in NuGet's cache.</summary>
    public void Dispose()
    {
        _folder.Dispose();
        foreach (var package in new[]
        {
            "deepml", "deepml.scoring", "deepml.distributed", "deepml.onnx", "deepml.reports", "deepml.audio", "deepml.interactive",
            "deepml.commandline",
        })
        {
            var cached = System.IO.Path.Combine(Cache, package, Version);
            if (Directory.Exists(cached))
                Directory.Delete(cached, recursive: true);
        }
    }

    private static string Cache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Metadata(string key) => typeof(PackedPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    private ZipArchive Open(string package) => ZipFile.OpenRead(System.IO.Path.Combine(Path, $"{package}.{Version}.nupkg"));

    private XDocument Nuspec(string package)
    {
        using var archive = Open(package);
        using var stream = archive.GetEntry($"{package}.nuspec")!.Open();
        return XDocument.Load(stream);
    }
}

using System.Runtime.InteropServices;
using TorchSharp;

namespace DeepML.Networks;

/// <summary>The folders in which the native files of TorchSharp and libtorch may lie.</summary>
internal static class NativeFolders
{
    /// <summary>Version of the libtorch packages that TorchSharp 0.107 was built for.</summary>
    public const string LibTorchVersion = "2.10.0";

    /// <summary>This system, as packages name it: linux-x64, win-x64, win-arm64, osx-arm64.</summary>
    public static string RuntimeIdentifier { get; } =
        (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-")
        + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>Version of TorchSharp, as its package names it.</summary>
    public static string TorchSharpVersion { get; } = typeof(torch).Assembly.GetName().Version!.ToString(3);

    /// <summary>The first folder that holds a file, and the file in it.</summary>
    /// <param name="file">Name of the file, such as libtorch_cpu.so.</param>
    /// <returns>The full path; null where no folder holds it.</returns>
    public static string? Find(string file) => All.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    /// <summary>Where the file is looked for: what the program brings along comes first, the cache of packages last.</summary>
    public static IEnumerable<string> All => OfTheHost().Concat(BesideAssemblies()).Concat(OfPackages());

    private static string WithinPackage => Path.Combine("runtimes", RuntimeIdentifier, "native");

    // What the host has read from the program's deps.json.
    private static IEnumerable<string> OfTheHost() =>
        $"{AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")}".Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> BesideAssemblies() =>
        new[] { AppContext.BaseDirectory, FolderOf(typeof(torch)), FolderOf(typeof(NativeFolders)) }
            .OfType<string>().Distinct().SelectMany(folder => new[] { Path.Combine(folder, WithinPackage), folder });

    // Notebooks load assemblies from the cache of packages, each package in a folder of its own.
    private static IEnumerable<string> OfPackages() =>
        from packages in new[] { PackagesAround(FolderOf(typeof(torch))), PackagesOfTheUser() }.OfType<string>().Distinct()
        from package in new[] { ("torchsharp", TorchSharpVersion), ($"libtorch-cpu-{RuntimeIdentifier}", LibTorchVersion) }
        select Path.Combine(packages, package.Item1, package.Item2, WithinPackage);

    /// <summary>The folder of packages that an assembly's folder, such as packages/torchsharp/0.107.0/lib/net8.0, is part of.</summary>
    internal static string? PackagesAround(string? assemblyFolder)
    {
        var library = assemblyFolder is null ? null : Path.GetDirectoryName(assemblyFolder);
        var package = library is null || Path.GetFileName(library) != "lib" ? null : Path.GetDirectoryName(Path.GetDirectoryName(library));
        return package is null ? null : Path.GetDirectoryName(package);
    }

    private static string? PackagesOfTheUser()
    {
        if (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen)
            return chosen;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, ".nuget", "packages");
    }

    // Empty for assemblies inside a single file or loaded from memory.
    private static string? FolderOf(Type type) => type.Assembly.Location is { Length: > 0 } path ? Path.GetDirectoryName(path) : null;
}

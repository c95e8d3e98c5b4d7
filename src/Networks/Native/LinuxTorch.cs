using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace DeepML.Networks;

/// <summary>Loads libtorch and TorchSharp's native library by their full paths, on Linux.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxTorch
{
    private const string TorchSharpLibrary = "libLibTorchSharp.so";

    // In the order in which they need each other: by then each finds the others in memory, whatever the system has of that name.
    private static readonly string[] LibTorch = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>
    /// Loads libtorch from where the program or the cache of packages has it. A libtorch of the system under the same name
    /// (Debian's is 1.13), which the loader would take, is thereby left alone.
    /// </summary>
    /// <exception cref="DllNotFoundException">A file is there and cannot be loaded.</exception>
    public static void LoadLibTorch()
    {
        if (Path.GetDirectoryName(NativeFolders.Find("libtorch_cpu.so")) is not { } folder)
            return;
        var loaded = LoadedLibraries();
        foreach (var file in LibTorch)
            if (!loaded.Contains(file) && Path.Combine(folder, file) is var path && File.Exists(path))
                NativeLibrary.Load(path);
    }

    /// <summary>Loads TorchSharp's native library, weakened if it is refused as it is.</summary>
    /// <returns>The library; 0 if there is none.</returns>
    /// <exception cref="DllNotFoundException">It is there and cannot be loaded.</exception>
    /// <exception cref="InvalidDataException">It is no library of this system.</exception>
    public static nint LoadTorchSharp()
    {
        LoadLibTorch();
        if (NativeFolders.Find(TorchSharpLibrary) is not { } path)
            return 0;
        if (NativeLibrary.TryLoad(path, out var handle) || WeakenedCopy.TryLoad(path, out handle))
            return handle;
        return NativeLibrary.Load(path); // says what is wrong
    }

    // A second libtorch in one process ends it: what the program has loaded itself stays.
    private static HashSet<string> LoadedLibraries() =>
        [.. File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf('/') + 1)..]).Where(LibTorch.Contains)];
}
